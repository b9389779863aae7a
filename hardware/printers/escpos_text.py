"""A slip of the printer's own letters: a thousand bytes instead of sixty thousand, for slow lines.

ASCII, and one code table where the printer's profile says which number it has: never a guess, since cheap
printers number their tables differently. What is in neither is written without its accents.
Source: Epson's ESC/POS command reference (ESC t, ESC E, ESC a, GS !, GS ( k).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

from PIL import Image

from drawing.qr_code import QUIET_ZONE, modules
from hardware.ports import CodeBlock, Piece, Strip, TextLine
from hardware.printers.escpos_encoder import picture
from hardware.printers.profiles import Profile

#: Dots of a letter of font A, and of the line that it stands on.
LETTER, LINE = 12, 30
#: Dots of a module of a code.
MODULE = 6
_LEAST_MODULE = 3
#: A profile that says less has it wrong.
_FEWEST = 20
_PLAIN = str.maketrans({"–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "±": "+/-",
                        "·": "-", "ʼ": "'", "ʻ": "'", "\N{NO-BREAK SPACE}": " "})  # fmt: skip
_FRACTION, _SPELLED = "\N{FRACTION SLASH}", {"ß": "ss", "ı": "i"}
_LATIN = re.compile(r"LATIN (CAPITAL|SMALL) LETTER ([A-Z]{1,2})(?: WITH .+)?")
#: Python's names of code tables, in the order in which they are chosen where several will do.
CODECS = {"CP1252": "cp1252", "CP858": "cp858", "CP850": "cp850", "CP437": "cp437", "CP852": "cp852"}


def columns(profile: Profile) -> int:
    """How many letters stand on a line."""
    widest = profile.width_dots // LETTER
    return min(widest, profile.columns) if profile.columns >= _FEWEST else widest


def rows(pieces: Iterable[Piece]) -> int:
    """About how many rows of dots a slip is high."""
    return sum(LINE * piece.size if isinstance(piece, TextLine) else 45 * MODULE for piece in pieces)


def rows_of(strip: Strip) -> int:
    """How many rows of dots a strip is high, about where the printer draws it."""
    return rows((strip,)) if isinstance(strip, CodeBlock) else strip.height


def code(block: CodeBlock, profile: Profile) -> bytes:
    """A code between dots; what follows begins at the left again."""
    return _piece(block, profile, "ascii") + b"\x1ba\x00"


def text(pieces: Sequence[Piece], profile: Profile) -> bytes:
    """The bytes of a slip, without its end."""
    words = "".join(piece.text for piece in pieces if isinstance(piece, TextLine))
    table = _table(_plain(words), profile)
    begun = b"" if table is None else b"\x1bt%c" % profile.tables[table]
    codec = "ascii" if table is None else CODECS[table]
    return begun + b"".join(_piece(piece, profile, codec) for piece in pieces)


def encoded(words: str, codec: str) -> bytes:
    """Words in a code table; what it lacks without accents, and what is left then as a question mark."""
    found = []
    for sign in _plain(words):
        try:
            found.append(sign.encode(codec))
        except UnicodeEncodeError:
            found.append(_bare(sign).encode("ascii"))
    return b"".join(byte for byte in found if byte >= b" ")


def _bare(sign: str) -> str:
    """A sign in ASCII: without its accents or strokes, spelled out, or a question mark."""
    if sign in _SPELLED:
        return _SPELLED[sign]
    whole = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    if _FRACTION in whole:  # else half an hour behind a figure would be twelve
        whole = " " + whole.replace(_FRACTION, "/")
    if whole and not whole.isascii():
        named = _LATIN.fullmatch(unicodedata.name(sign, ""))
        whole = (named[2] if named[1] == "CAPITAL" else named[2].lower()) if named else "?"
    return whole


def _plain(words: str) -> str:
    """Words with the marks that every printer has."""
    return unicodedata.normalize("NFC", words).translate(_PLAIN)


def _table(words: str, profile: Profile) -> str | None:
    """The table that lacks the least of these words; None where ASCII has them all, or none is known."""
    strange = {sign for sign in words if not sign.isascii()}
    lacks = {name: len(strange - _signs(codec)) for name, codec in CODECS.items() if name in profile.tables}
    best = min(lacks, key=lambda name: lacks[name], default=None)
    return best if best is not None and lacks[best] < len(strange) else None


@cache
def _signs(codec: str) -> frozenset[str]:
    return frozenset(codecs.decode(bytes(range(128, 256)), codec, "ignore"))


def _piece(piece: Piece, profile: Profile, codec: str) -> bytes:
    if isinstance(piece, CodeBlock):
        return (_native_code if profile.native_qr else _drawn_code)(piece.text, profile)
    size = (piece.size - 1) * 0x11
    return b"\x1ba%c\x1bE%c\x1d!%c" % (piece.middle, piece.bold, size) + encoded(piece.text, codec) + b"\n"


def _module(count: int, profile: Profile) -> int:
    """Dots of each of `count` modules in a row, so that the code fits on the paper."""
    return max(_LEAST_MODULE, min(MODULE, profile.width_dots // (count + 2 * QUIET_ZONE)))


def _native_code(content: str, profile: Profile) -> bytes:
    """The printer draws it: model 2, level M."""
    data = content.encode("ascii", "replace")
    store, size = len(data) + 3, _module(len(modules(content, "M", quick=True)), profile)
    return (
        b"\x1ba\x01"
        b"\x1d(k\x04\x001A2\x00"
        b"\x1d(k\x03\x001C%c"
        b"\x1d(k\x03\x001E1"
        b"\x1d(k%c%c1P0" % (size, store % 256, store // 256) + data + b"\x1d(k\x03\x001Q0\n"
    )


def _drawn_code(content: str, profile: Profile) -> bytes:
    found = modules(content, "M", quick=True)
    size = _module(len(found), profile)
    side = (len(found) + 2 * QUIET_ZONE) * size
    image = Image.new("1", (profile.width_dots, side), 1)
    small = Image.new("1", (len(found), len(found)), 1)
    for y, marks in enumerate(found):
        for x, dark in enumerate(marks):
            if dark:
                small.putpixel((x, y), 0)
    left = (profile.width_dots - len(found) * size) // 2
    image.paste(small.resize((len(found) * size,) * 2, Image.Resampling.NEAREST), (left, QUIET_ZONE * size))
    return picture(image)
