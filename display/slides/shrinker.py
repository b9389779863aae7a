"""The way to the process that shrinks pictures: started for the first picture, ended after the last."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

import structlog

from balai.program.helper import Helper, HelperGone, module

log = structlog.get_logger(__name__)

#: What one damaged file makes of the process is no reason to leave the others out.
GONE = "made the program that reads pictures end"
_PROGRAM = module("display.slides.shrinking")


class Shrinker:
    """Shrinks pictures as long as it is open. A process that ended is started anew for the next picture."""

    def __init__(self, program: tuple[str, ...] = _PROGRAM) -> None:
        self._helper = Helper(program)

    def __enter__(self) -> Self:
        """Nothing is started yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self._helper.end()

    def __call__(self, path: Path, *, logo: bool) -> bytes | str:
        """The picture as a small file, or why it is not shown. Never raises."""
        try:
            return self._helper.ask({"path": str(path), "logo": logo})
        except HelperGone as fault:
            log.warning("picture_reader_ended", file=path.name, reason=str(fault))
            return GONE
