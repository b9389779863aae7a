"""Pictures from a local folder for the information panel; what cannot be shown is left out and told."""

from __future__ import annotations

import io
import threading
import warnings
from collections import OrderedDict
from pathlib import Path

import pygame
import structlog
from PIL import Image, ImageOps

log = structlog.get_logger(__name__)

KINDS = frozenset({".png", ".jpg", ".jpeg"})
#: Larger files, and pictures of more pixels, are not opened; no more than so many are shown.
MOST_BYTES, MOST_PIXELS, MOST_PICTURES = 20_000_000, 40_000_000, 40
SCAN_SECONDS = 30.0
#: Kept at this size, as a JPEG file in memory: what fills a usual screen.
_KEPT, _QUALITY = (1920, 1080), 90
#: Of pictures that are drawn, so many are kept ready.
_READY = 2
#: What is not JPEG is read whole: a picture of so many pixels takes 48 MB for that moment.
_MOST_WHOLE = 12_000_000


class Gallery:
    """The folder's pictures, read in a thread of its own and read anew when a file changes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._seen: dict[Path, tuple[int, int]] = {}
        self._read: dict[Path, bytes | str] = {}
        self._scaled: OrderedDict[tuple[str, tuple[int, int]], pygame.Surface] = OrderedDict()
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
        """The picture of a key, as large as fits into `size`; None if it is gone."""
        with self._lock:
            found = next((r for p, r in self._read.items() if self._key(p) == key), None)
            if found is None or isinstance(found, str):
                return None
            if (key, size) not in self._scaled:
                self._scaled[key, size] = _drawn(found, size)
                while len(self._scaled) > _READY:
                    self._scaled.popitem(last=False)
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

    def _keep(self, seen: dict[Path, tuple[int, int]], read: dict[Path, bytes | str]) -> None:
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


def _drawn(jpeg: bytes, size: tuple[int, int]) -> pygame.Surface:
    whole = pygame.image.load(io.BytesIO(jpeg), "picture.jpg")
    share = min(size[0] / whole.get_width(), size[1] / whole.get_height())
    wanted = (max(1, int(whole.get_width() * share)), max(1, int(whole.get_height() * share)))
    return pygame.transform.smoothscale(whole, wanted)


def _read(path: Path) -> bytes | str:
    """The picture as a small JPEG file, or why it is not shown. Of a moving one its first frame."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return f"is larger than {MOST_BYTES // 1_000_000} MB"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=("PNG", "JPEG")) as image:
                most = MOST_PIXELS if image.format == "JPEG" else min(MOST_PIXELS, _MOST_WHOLE)
                if image.width * image.height > most:
                    return f"has more than {most // 1_000_000} million pixels"
                return _small(image)
    except Exception as error:  # noqa: BLE001  # a damaged file makes a decoder raise anything
        return f"is no picture that can be read ({type(error).__name__})"


def _small(image: Image.Image) -> bytes:
    image.draft("RGB", _KEPT)
    image.thumbnail((max(_KEPT), max(_KEPT)))
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail(_KEPT)
    flat = Image.new("RGB", upright.size, (10, 23, 30))
    flat.paste(upright, mask=upright.getchannel("A"))
    kept = io.BytesIO()
    flat.save(kept, "JPEG", quality=_QUALITY)
    return kept.getvalue()
