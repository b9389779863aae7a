"""Pictures from a local folder, and the hall's logo; what cannot be shown is left out and told."""

from __future__ import annotations

import io
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import pygame
import structlog

from display.slides.kept_pictures import Kept, KeptPictures, content, name_of
from display.slides.shrinker import Shrinker

log = structlog.get_logger(__name__)

KINDS = frozenset({".png", ".jpg", ".jpeg"})
#: No more pictures are shown; the folder is looked at every so many seconds.
MOST_PICTURES, SCAN_SECONDS = 40, 30.0
#: Of pictures that are drawn, so many are kept ready: in the panel, on the whole screen, the next, the logo;
#: fewer where they have more bytes, but two in any case.
_READY, _READY_BYTES = 4, 16_000_000


class Shrinks(Protocol):
    """Makes a small file of a picture."""

    def __call__(self, path: Path, *, logo: bool) -> bytes | str:
        """The small picture, or why it is not shown. Never raises."""


class Gallery:
    """The folder's pictures and the hall's logo, read in a thread, and read anew when a file changes.

    Small pictures are made of them by what `reading` opens, and kept in the folder `kept` (None: in memory).
    """

    def __init__(
        self,
        folder: Path | None,
        logo: Path | None = None,
        kept: Path | None = None,
        reading: Callable[[], AbstractContextManager[Shrinks]] = Shrinker,
        fetched: Path | None = None,
    ) -> None:
        """`fetched` is a folder of what came from the hub, shown after the wall's own."""
        self._folders, self._logo = tuple(place for place in (folder, fetched) if place), logo
        self._kept, self._reading = KeptPictures(kept), reading
        self._lock = threading.Lock()
        self._ended, self._wanted, self._stale = threading.Event(), threading.Event(), threading.Event()
        self._seen: dict[Path, tuple[int, int]] = {}
        self._read: dict[Path, Kept | str] = {}
        self._scaled: OrderedDict[tuple[str, tuple[int, int]], pygame.Surface] = OrderedDict()
        self._asked: tuple[str, tuple[int, int]] | None = None
        #: How often something else was found in the folder.
        self.changes = 0
        self._thread = threading.Thread(target=self._watch, name="pictures", daemon=True)

    def start(self) -> None:
        """Read the folder now and then."""
        self._thread.start()

    def close(self) -> None:
        """End the thread."""
        self._ended.set()
        self._wanted.set()
        if self._thread.is_alive():
            self._thread.join(5)

    @property
    def keys(self) -> tuple[str, ...]:
        """The pictures that can be shown, by name; a changed file has another key."""
        with self._lock:
            there = sorted((p, read) for p, read in self._read.items() if p != self._logo)
            return tuple(self._key(path) for path, read in there if not isinstance(read, str))

    @property
    def logo(self) -> str:
        """The key of the hall's logo; empty where there is none, or it cannot be shown."""
        with self._lock:
            read = self._read.get(self._logo) if self._logo else None
            return self._key(self._logo) if self._logo and isinstance(read, Path | bytes) else ""

    @property
    def faults(self) -> list[str]:
        """What was left out and why, in English."""
        with self._lock:
            return [
                f"{path.name}: {read}." for path, read in sorted(self._read.items()) if isinstance(read, str)
            ]

    def picture(self, key: str, size: tuple[int, int]) -> pygame.Surface | None:
        """The picture of a key, as large as fits into `size`; None if it is gone."""
        with self._lock:
            made = self._scaled.get((key, size))
            path = next((p for p in self._read if self._key(p) == key), None)
            found = self._read[path] if path is not None else ""
        if made is not None or path is None or isinstance(found, str):
            return made
        try:
            return self._keep_scaled(key, size, _drawn(content(found), size))
        except (OSError, pygame.error) as fault:
            self._make_again(path, found, str(fault))
            return None

    def ready(self, key: str, size: tuple[int, int]) -> bool:
        """Whether a picture is drawn already, so that to show it takes no time; if not, it is drawn in the
        gallery's own thread."""
        with self._lock:
            if (key, size) in self._scaled:
                return True
            self._asked = (key, size)
        self._wanted.set()
        return False

    def look_soon(self) -> None:
        """Something else lies in a folder: look at once."""
        self._stale.set()
        self._wanted.set()

    def scan(self) -> None:
        """Look at the folder once. Never raises: what goes wrong becomes a fault."""
        seen: dict[Path, tuple[int, int]] = {}
        gone: dict[Path, str] = {}
        for place in (*self._folders, *((self._logo,) if self._logo else ())):
            try:
                seen |= self._found(place)
            except OSError as error:
                seen[place], gone[place] = (0, 0), f"cannot be read ({error.strerror})"
        new: dict[Path, Kept | str] = {}
        with self._reading() as shrink:
            for path, mark in seen.items():
                if self._ended.is_set():
                    return
                if self._seen.get(path) != mark:
                    new[path] = gone.get(path) or self._made(shrink, path, mark)
        for path, read in new.items():
            if isinstance(read, str):
                log.warning("picture_left_out", file=path.name, reason=read)
        # What was lost meanwhile is looked at next time.
        found = {path: new.get(path) or self._read.get(path) for path in seen}
        kept = {path: picture for path, picture in found.items() if picture is not None}
        self._keep({path: mark for path, mark in seen.items() if path in kept}, kept)

    def _found(self, place: Path) -> dict[Path, tuple[int, int]]:
        """The files of a place with what tells that they changed. Raises OSError."""
        paths = [place]
        if place in self._folders:
            inside = sorted(p for p in place.iterdir() if p.suffix.lower() in KINDS and p != self._logo)
            paths = inside[:MOST_PICTURES]
        return {path: (s.st_mtime_ns, s.st_size) for path in paths for s in [path.stat()]}

    def _made(self, shrink: Shrinks, path: Path, mark: tuple[int, int]) -> Kept | str:
        name = name_of(path, mark, logo=path == self._logo)
        if (kept := self._kept.find(name)) is not None:
            return kept
        made = shrink(path, logo=path == self._logo)
        return made if isinstance(made, str) else self._kept.put(name, made)

    def _make_again(self, path: Path, kept: Kept, reason: str) -> None:
        """What was kept of a picture cannot be used: it is made anew at the next look at the folder."""
        log.warning("picture_lost", file=path.name, reason=reason, effect="it is read again")
        with self._lock:
            self._seen.pop(path, None)
            self._read.pop(path, None)
        if isinstance(kept, Path):
            self._kept.forget(kept)

    def _keep(self, seen: dict[Path, tuple[int, int]], read: dict[Path, Kept | str]) -> None:
        with self._lock:
            if seen == self._seen:
                return
            self._scaled.clear()
            self.changes += 1
            self._seen, self._read = seen, read
        self._kept.forget_others({kept.name for kept in read.values() if isinstance(kept, Path)})

    def _keep_scaled(self, key: str, size: tuple[int, int], made: pygame.Surface) -> pygame.Surface:
        with self._lock:
            self._scaled[key, size] = made
            while len(self._scaled) > _READY or (len(self._scaled) > 2 and self._bytes > _READY_BYTES):
                self._scaled.popitem(last=False)
        return made

    @property
    def _bytes(self) -> int:
        return sum(picture.get_pitch() * picture.get_height() for picture in self._scaled.values())

    def _key(self, path: Path) -> str:
        return f"{path.name}@{self._seen[path][0]}"

    def _watch(self) -> None:
        self.scan()
        due = time.monotonic() + SCAN_SECONDS
        while not self._ended.is_set():
            wanted = self._wanted.wait(max(0.0, due - time.monotonic()))
            if wanted:
                self._wanted.clear()
                self._draw_asked()
            if not wanted or self._stale.is_set():
                self._stale.clear()
                self.scan()
                due = time.monotonic() + SCAN_SECONDS

    def _draw_asked(self) -> None:
        with self._lock:
            asked, self._asked = self._asked, None
        if asked is not None:
            self.picture(*asked)


def _drawn(file: bytes, size: tuple[int, int]) -> pygame.Surface:
    whole = pygame.image.load(io.BytesIO(file))
    share = min(size[0] / whole.get_width(), size[1] / whole.get_height())
    wanted = (max(1, int(whole.get_width() * share)), max(1, int(whole.get_height() * share)))
    return pygame.transform.smoothscale(whole, wanted)
