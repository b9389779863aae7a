"""Which font draws what: the house's own, and fonts of the machine for scripts and signs that it lacks.

What no font can draw is passed over: a gap is better than a box that nobody can read. Of no library for
pictures: whoever draws says which font has a sign.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from balai.assets import font_path
from balai.text.people import unseen

#: Where Debian's font packages put their files, and those that are looked for, the best first.
FOLDERS = (
    Path("/usr/share/fonts/truetype/dejavu"),
    Path("/usr/share/fonts/truetype/noto"),
    Path("/usr/share/fonts/opentype/noto"),
)
_REGULAR = (
    "DejaVuSans.ttf",
    "NotoSansJavanese-Regular.ttf",
    "NotoSansBalinese-Regular.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansTamil-Regular.ttf",
    "NotoSansThai-Regular.ttf",
    "NotoSansSymbols2-Regular.ttf",
    "NotoSansCJK-Regular.ttc",
)
_BOLD_FROM = 600
#: A run of another script is one picture, so that its letters join; a bound for that picture's width.
_RUN = 30

#: Whether a font file has a picture of a sign.
Has: TypeAlias = Callable[[Path, str], bool]


class Piece(NamedTuple):
    """A part of a text that is drawn as one picture; `path` is the font's file, None the house's own."""

    text: str
    path: Path | None = None

    @property
    def right_to_left(self) -> bool:
        """Whether it is written from the right."""
        return any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in self.text)


def parted(text: str, weight: int, has: Has) -> tuple[Piece, ...]:
    """The text in the pieces that can be drawn, in order; what nothing can draw is left out."""
    made: list[Piece] = []
    for cluster in _clusters(text):
        piece = _drawable(cluster, weight, has)
        if piece is None:
            continue
        joined = _joined(made, piece)
        if joined is not None:
            made[-joined:] = [Piece("".join(p.text for p in made[-joined:]) + piece.text, piece.path)]
        else:
            made.append(piece)
    return tuple(made)


def _joined(made: list[Piece], piece: Piece) -> int | None:
    """How many pieces at the end go into one run with the next: none for the house's own font. A blank
    between two words of another script belongs to them, so that their order holds."""
    if piece.path is None or not made:
        return None
    blank = made[-1] == Piece(" ") and len(made) > 1
    last = made[-2] if blank else made[-1]
    if last.path != piece.path or len(last.text) >= _RUN:
        return None
    return 2 if blank else 1


def _clusters(text: str) -> Iterator[str]:
    """The signs with the marks that stand on them; blanks of any kind as blanks, without what cannot be
    seen."""
    cluster = ""
    for sign in unicodedata.normalize("NFC", text):
        if _marks(sign) and cluster:
            cluster += sign
            continue
        if cluster:
            yield cluster
        cluster = " " if sign.isspace() else "" if unseen(sign) else sign
    if cluster:
        yield cluster


def _marks(sign: str) -> bool:
    return unicodedata.category(sign) in {"Mn", "Mc", "Me"} and not unseen(sign)


def _drawable(cluster: str, weight: int, has: Has) -> Piece | None:
    files = (font_path(weight), *fallbacks(weight >= _BOLD_FROM))
    for wanted in dict.fromkeys((cluster, cluster[0])):
        for file in files:
            if all(has(file, sign) for sign in wanted):
                return Piece(wanted, None if file is files[0] else file)
    return None


@cache
def fallbacks(bold: bool) -> tuple[Path, ...]:
    """The machine's fonts for what the house's own lacks."""
    names = ("DejaVuSans-Bold.ttf", *_REGULAR) if bold else _REGULAR
    found = (folder / name for name in names for folder in FOLDERS)
    return tuple(path for path in found if path.is_file())
