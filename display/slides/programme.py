"""The order of the information panel's slides: each kind of information comes within a stated time.

Of five slides one names who was called and did not come, two tell what waits, two are of the other kinds in
turn. At twelve seconds a slide, that is every minute for those who missed their number, three minutes for
every other kind, and four for the queue of each of 26 agencies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, TypeAlias, get_args

from display.picture.scene import Info

Kind: TypeAlias = Literal["missed", "waiting", "papers", "gone", "notices", "pictures", "address"]
KINDS: tuple[Kind, ...] = get_args(Kind)
#: A slide in each language of the wall, one after another.
Versions: TypeAlias = tuple[Info, ...]
Slides: TypeAlias = Mapping[Kind, tuple[Versions, ...]]

_OTHERS = KINDS[2:]
_ROUND: tuple[Kind | None, ...] = ("missed", "waiting", None, "waiting", None)
#: What waits has one turn of a round only, where so few slides hold it.
_FEW = 4


class Programme:
    """Slides by kind, and which of them stands there. What is on show stays where only its words change."""

    def __init__(self) -> None:
        self._slides: Slides = {}
        self._next: dict[Kind, int] = {}
        self._step = self._other = 0
        self._kind: Kind | None = None
        self._at = self._version = 0
        self._full = False

    @property
    def now(self) -> Info | None:
        """The slide that stands there."""
        if self._kind is None:
            return None
        versions = self._of(self._kind)[self._at]
        info = versions[self._version % len(versions)]
        return replace(info, full=True) if self._full else info

    @property
    def coming(self) -> str:
        """The key of the next picture; empty where there is none."""
        pictures = self._of("pictures")
        return pictures[self._next.get("pictures", 0) % len(pictures)][0].picture if pictures else ""

    def fill(self, slides: Slides) -> None:
        """Take what there is to tell now."""
        self._slides = slides
        kind = self._kind
        if kind is None or self._at >= len(self._of(kind)):
            self._choose()

    def turn(self, *, alone: bool = False) -> None:
        """Go on: to the other language of a slide, then to the next one. With `alone` (nobody waits or is
        called, and the next picture is ready) a picture has the whole screen in every other turn."""
        if self._kind is not None and self._version + 1 < len(self._of(self._kind)[self._at]):
            self._version += 1
        elif alone and not self._full and self._of("pictures"):
            self._take("pictures", full=True)
        else:
            self._choose()

    def _choose(self) -> None:
        for _ in range(2 * len(_ROUND)):
            wanted = _ROUND[self._step % len(_ROUND)]
            second = self._step % len(_ROUND) == len(_ROUND) - 2
            self._step += 1
            if wanted is None:
                wanted = self._another()
            if wanted is None or (second and len(self._of(wanted)) <= _FEW and self._another(look=True)):
                continue
            if self._of(wanted):
                self._take(wanted)
                return
        self._kind = None

    def _another(self, *, look: bool = False) -> Kind | None:
        """The next of the other kinds that has something to tell."""
        for ahead in range(len(_OTHERS)):
            kind = _OTHERS[(self._other + ahead) % len(_OTHERS)]
            if self._of(kind):
                self._other += 0 if look else ahead + 1
                return kind
        return None

    def _take(self, kind: Kind, *, full: bool = False) -> None:
        count = len(self._of(kind))
        self._kind, self._at, self._version = kind, self._next.get(kind, 0) % count, 0
        self._next[kind] = self._at + 1
        self._full = full

    def _of(self, kind: Kind) -> tuple[Versions, ...]:
        return self._slides.get(kind, ())
