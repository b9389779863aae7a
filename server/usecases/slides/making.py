"""Makes an uploaded file small, in helper processes: a file that no wall could show is refused in a code."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import gevent
import structlog
from gevent.lock import BoundedSemaphore
from gevent.pool import Group

from balai.program.helper import Helper, HelperGone, module
from balai.protocol.devices.slides import PART_BYTES

log = structlog.get_logger(__name__)

#: Real seconds for one file.
SECONDS = {"picture": 60.0, "video": 1800.0}
_MODULES = {"picture": "display.slides.shrinking", "video": "display.video.shrinking"}
#: What the helpers say of what is no fault of the file's decoder, by how it begins.
_WHY = {"has more than": "too_many_pixels", "is longer": "too_long", "no ffmpeg": "no_ffmpeg"}


class CannotBeMade(Exception):
    """A file that walls could not show; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Maker:
    """One file at a time, each by a process that ends with it."""

    def __init__(self) -> None:
        self._turn, self._work = BoundedSemaphore(1), Group()
        self._helper: Helper | None = None

    def spawn(self, work: Callable[..., None], *about: object) -> None:
        """Do something beside the hub's work."""
        self._work.spawn(work, *about)

    def finish(self) -> None:
        """Wait until all is made."""
        self._work.join()

    def small(self, kind: str, parts: Callable[[], Iterator[bytes]]) -> Iterator[bytes]:
        """The small file in parts, of one that comes in `parts`. Raises CannotBeMade."""
        with self._turn, tempfile.TemporaryDirectory(prefix="balai-slide-") as folder:
            source, target = Path(folder, "sent"), Path(folder, "small.mp4")
            with source.open("wb") as file:
                for part in parts():
                    file.write(part)
            made = self._made(kind, source, target)
            if kind == "video":
                with target.open("rb") as file:
                    while part := file.read(PART_BYTES):
                        yield part
            else:
                for at in range(math.ceil(len(made) / PART_BYTES)):
                    yield made[at * PART_BYTES : (at + 1) * PART_BYTES]

    def close(self) -> None:
        """End what is being made."""
        self._work.kill(block=False)
        if self._helper is not None:
            self._helper.abandon()

    def _made(self, kind: str, source: Path, target: Path) -> bytes:
        with Helper(module(_MODULES[kind])) as helper:
            self._helper = helper
            try:
                with gevent.Timeout(SECONDS[kind]):
                    made = helper.ask({"path": str(source), "target": str(target), "logo": False})
            except (HelperGone, gevent.Timeout) as fault:
                helper.abandon()
                log.warning("slide_not_made", kind=kind, reason=type(fault).__name__)
                raise CannotBeMade("unreadable") from fault
            finally:
                self._helper = None
        if isinstance(made, str):
            log.info("slide_refused", kind=kind, reason=made)
            raise CannotBeMade(
                next((code for text, code in _WHY.items() if made.startswith(text)), "unreadable")
            )
        return made
