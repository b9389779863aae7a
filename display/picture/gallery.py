"""Pictures from a local folder for the information panel; what cannot be shown is left out and told."""

from __future__ import annotations

import threading
import warnings
from pathlib import Path

import pygame
import structlog
from PIL import Image, ImageOps

log = structlog.get_logger(__name__)

KINDS = frozenset({".png", ".jpg", ".jpeg"})
#: Larger files, and pictures of more pixels, are not opened; no more than so many are shown.
MOST_BYTES, MOST_PIXELS, MOST_PICTURES = 20_000_000, 40_000_000, 40
SCAN_SECONDS = 30.0
# Kept at this size: what a panel's slide needs on a screen of four thousand pixels.
_KEPT = (2000, 1000)


class Gallery:
    """The folder's pictures, read in a thread of its own and read anew when a file changes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._seen: dict[Path, tuple[int, int]] = {}
        self._read: dict[Path, pygame.Surface | str] = {}
        self._scaled: dict[tuple[str, tuple[int, int]], pygame.Surface] = {}
        self._thread = threading.Thread(target=self._watch, name="pictures", daemon=True)

    def start(self) -> None:
        """Read the folder now and then."""
        self._thread.start()

    def close(self) -> None:
        """End the thread."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(5)

    @property
    def keys(self) -> tuple[str, ...]:
        """The pictures that can be shown, by name; a changed file has another key."""
        with self._lock:
            return tuple(
                self._key(path) for path, read in sorted(self._read.items()) if not isinstance(read, str)
            )

    @property
    def faults(self) -> list[str]:
        """What was left out and why, in English."""
        with self._lock:
            return [
                f"{path.name}: {read}." for path, read in sorted(self._read.items()) if isinstance(read, str)
            ]

    def picture(self, key: str, size: tuple[int, int]) -> pygame.Surface | None:
        """The picture of a key, as large as fits into ``size``; None if it is gone."""
        with self._lock:
            found = next((r for p, r in self._read.items() if self._key(p) == key), None)
            if found is None or isinstance(found, str):
                return None
            if (key, size) not in self._scaled:
                share = min(size[0] / found.get_width(), size[1] / found.get_height())
                wanted = (max(1, int(found.get_width() * share)), max(1, int(found.get_height() * share)))
                self._scaled[key, size] = pygame.transform.smoothscale(found, wanted)
            return self._scaled[key, size]

    def scan(self) -> None:
        """Look at the folder once. Never raises: what goes wrong becomes a fault."""
        try:
            paths = sorted(p for p in self._folder.iterdir() if p.suffix.lower() in KINDS)[:MOST_PICTURES]
            seen = {path: (s.st_mtime_ns, s.st_size) for path in paths for s in [path.stat()]}
        except OSError as error:
            self._keep({self._folder: (0, 0)}, {self._folder: f"cannot be read ({error.strerror})"})
            return
        new = {path: _read(path) for path, mark in seen.items() if self._seen.get(path) != mark}
        for path, read in new.items():
            if isinstance(read, str):
                log.warning("picture_left_out", file=path.name, reason=read)
        self._keep(seen, {path: new.get(path) or self._read[path] for path in seen})

    def _keep(self, seen: dict[Path, tuple[int, int]], read: dict[Path, pygame.Surface | str]) -> None:
        with self._lock:
            if seen != self._seen:
                self._scaled.clear()
            self._seen, self._read = seen, read

    def _key(self, path: Path) -> str:
        return f"{path.name}@{self._seen[path][0]}"

    def _watch(self) -> None:
        self.scan()
        while not self._ended.wait(SCAN_SECONDS):
            self.scan()


def _read(path: Path) -> pygame.Surface | str:
    """The picture, or why it is not shown. Of a moving one its first frame."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return f"is larger than {MOST_BYTES // 1_000_000} MB"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=("PNG", "JPEG")) as image:
                if image.width * image.height > MOST_PIXELS:
                    return f"has more than {MOST_PIXELS // 1_000_000} million pixels"
                image.draft("RGB", _KEPT)
                upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, MemoryError) as error:
        return f"is no picture that can be read ({type(error).__name__})"
    upright.thumbnail(_KEPT)
    flat = Image.new("RGB", upright.size, (10, 23, 30))
    flat.paste(upright, mask=upright.getchannel("A"))
    return pygame.image.frombytes(flat.tobytes(), flat.size, "RGB")
