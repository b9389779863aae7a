"""Pictures from a local folder, and the hall's logo; what cannot be shown is left out and told."""

from __future__ import annotations

import io
import threading
import time
import warnings
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

import pygame
import structlog
from PIL import Image, ImageOps, ImageStat

from drawing.palette import INK_950, WHITE, Colour

log = structlog.get_logger(__name__)

KINDS = frozenset({".png", ".jpg", ".jpeg"})
#: Larger files, and pictures of more pixels, are not opened; no more than so many are shown.
MOST_BYTES, MOST_PIXELS, MOST_PICTURES = 20_000_000, 40_000_000, 40
SCAN_SECONDS = 30.0
#: Kept at this size, as a JPEG file in memory: what fills a usual screen.
_KEPT, _QUALITY = (1920, 1080), 90
#: Of pictures that are drawn, so many are kept ready: in the panel, on the whole screen, the next, the logo.
_READY = 4
#: A logo is kept at this size; darker than this (0 to 255) it stands on white that reaches so far beyond it.
_LOGO, _DARK, _PLATE = (520, 160), 60, 10
#: What is not JPEG is read whole: a picture of so many pixels takes 48 MB for that moment.
_MOST_WHOLE = 12_000_000


class Gallery:
    """The folder's pictures and the hall's logo, read in a thread, and read anew when a file changes."""

    def __init__(self, folder: Path | None, logo: Path | None = None) -> None:
        self._folder, self._logo = folder, logo
        self._lock = threading.Lock()
        self._ended, self._wanted = threading.Event(), threading.Event()
        self._seen: dict[Path, tuple[int, int]] = {}
        self._read: dict[Path, bytes | str] = {}
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
            return self._key(self._logo) if self._logo and isinstance(read, bytes) else ""

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
            found = self._file(key)
        if made is not None or found is None:
            return made
        return self._keep_scaled(key, size, _drawn(found, size))

    def ready(self, key: str, size: tuple[int, int]) -> bool:
        """Whether a picture is drawn already, so that to show it takes no time; if not, it is drawn in the
        gallery's own thread."""
        with self._lock:
            if (key, size) in self._scaled:
                return True
            self._asked = (key, size)
        self._wanted.set()
        return False

    def scan(self) -> None:
        """Look at the folder once. Never raises: what goes wrong becomes a fault."""
        seen: dict[Path, tuple[int, int]] = {}
        gone: dict[Path, bytes | str] = {}
        for place in (self._folder, self._logo):
            try:
                seen |= self._found(place) if place else {}
            except OSError as error:
                assert place is not None
                seen[place], gone[place] = (0, 0), f"cannot be read ({error.strerror})"
        new = {
            path: gone.get(path) or self._reading(path)
            for path, mark in seen.items()
            if self._seen.get(path) != mark
        }
        for path, read in new.items():
            if isinstance(read, str):
                log.warning("picture_left_out", file=path.name, reason=read)
        self._keep(seen, {path: new.get(path) or self._read[path] for path in seen})

    def _found(self, place: Path) -> dict[Path, tuple[int, int]]:
        """The files of a place with what tells that they changed. Raises OSError."""
        paths = [place]
        if place == self._folder:
            inside = sorted(p for p in place.iterdir() if p.suffix.lower() in KINDS and p != self._logo)
            paths = inside[:MOST_PICTURES]
        return {path: (s.st_mtime_ns, s.st_size) for path in paths for s in [path.stat()]}

    def _reading(self, path: Path) -> bytes | str:
        return _read(path, _as_logo if path == self._logo else _small)

    def _keep(self, seen: dict[Path, tuple[int, int]], read: dict[Path, bytes | str]) -> None:
        with self._lock:
            if seen != self._seen:
                self._scaled.clear()
                self.changes += 1
            self._seen, self._read = seen, read

    def _keep_scaled(self, key: str, size: tuple[int, int], made: pygame.Surface) -> pygame.Surface:
        with self._lock:
            self._scaled[key, size] = made
            while len(self._scaled) > _READY:
                self._scaled.popitem(last=False)
        return made

    def _file(self, key: str) -> bytes | None:
        found = next((r for p, r in self._read.items() if self._key(p) == key), None)
        return found if isinstance(found, bytes) else None

    def _key(self, path: Path) -> str:
        return f"{path.name}@{self._seen[path][0]}"

    def _watch(self) -> None:
        self.scan()
        due = time.monotonic() + SCAN_SECONDS
        while not self._ended.is_set():
            if self._wanted.wait(max(0.0, due - time.monotonic())):
                self._wanted.clear()
                self._draw_asked()
            else:
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


def _read(path: Path, made: Callable[[Image.Image], bytes]) -> bytes | str:
    """The picture as a small file, or why it is not shown. Of a moving one its first frame."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return f"is larger than {MOST_BYTES // 1_000_000} MB"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=("PNG", "JPEG")) as image:
                most = MOST_PIXELS if image.format == "JPEG" else min(MOST_PIXELS, _MOST_WHOLE)
                if image.width * image.height > most:
                    return f"has more than {most // 1_000_000} million pixels"
                return made(image)
    except Exception as error:  # noqa: BLE001  # a damaged file makes a decoder raise anything
        return f"is no picture that can be read ({type(error).__name__})"


def _small(image: Image.Image) -> bytes:
    kept = io.BytesIO()
    _upon(_shrunk(image, _KEPT), INK_950).save(kept, "JPEG", quality=_QUALITY)
    return kept.getvalue()


def _as_logo(image: Image.Image) -> bytes:
    """A logo keeps its colours exactly; one that is dark stands on white."""
    logo = _shrunk(image, _LOGO)
    alpha = logo.getchannel("A")
    light = ImageStat.Stat(logo.convert("L"), alpha.point(lambda value: 255 if value > 127 else 0))
    dark = bool(light.count[0]) and light.mean[0] < _DARK
    if dark:
        logo = ImageOps.expand(logo, _PLATE, (255, 255, 255, 0))
    kept = io.BytesIO()
    _upon(logo, WHITE if dark else INK_950).save(kept, "PNG")
    return kept.getvalue()


def _shrunk(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    image.draft("RGB", size)
    image.thumbnail((max(size), max(size)))
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail(size)
    return upright


def _upon(picture: Image.Image, ground: Colour) -> Image.Image:
    flat = Image.new("RGB", picture.size, ground)
    flat.paste(picture, mask=picture.getchannel("A"))
    return flat
