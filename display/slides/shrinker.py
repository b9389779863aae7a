"""The way to the process that shrinks pictures: started for the first picture, ended after the last."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import structlog

log = structlog.get_logger(__name__)

#: Real seconds that the process has to end once nothing more is asked of it.
_ENDS = 2.0
#: What one damaged file makes of the process is no reason to leave the others out.
GONE = "made the program that reads pictures end"
_PROGRAM = (sys.executable, "-P", "-m", "display.slides.shrinking")


class Shrinker:
    """Shrinks pictures as long as it is open. A process that ended is started anew for the next picture."""

    def __init__(self, program: tuple[str, ...] = _PROGRAM) -> None:
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Nothing is started yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self._end()

    def __call__(self, path: Path, *, logo: bool) -> bytes | str:
        """The picture as a small file, or why it is not shown. Never raises."""
        try:
            process = self._process = self._process or self._started()
            return _asked(process, path, logo=logo)
        except (OSError, ValueError, LookupError) as fault:
            log.warning("picture_reader_ended", file=path.name, reason=type(fault).__name__)
            self._end()
            return GONE

    def _started(self) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        return subprocess.Popen(self._program, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        try:
            process.communicate(timeout=_ENDS)
        except (subprocess.TimeoutExpired, OSError, ValueError):
            process.kill()
            process.wait()


def _asked(process: subprocess.Popen[bytes], path: Path, *, logo: bool) -> bytes | str:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps({"path": str(path), "logo": logo}).encode() + b"\n")
    process.stdin.flush()
    head = json.loads(process.stdout.readline())
    picture = process.stdout.read(head["bytes"])
    if len(picture) < head["bytes"]:
        raise ValueError("half a picture")
    return str(head["refused"]) or picture
