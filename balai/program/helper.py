"""A helper process: makes one thing after another for another program, which goes on whatever becomes of it.

A damaged file makes a decoder do anything, and a library for pictures or sound takes memory that the program
itself is not to have. Helper and program speak by a line of JSON for each wish, answered by a line that says
how many bytes follow, or in words why there are none.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, BinaryIO, Self

#: Real seconds that the process has to end once nothing more is asked of it.
_ENDS = 2.0
_NICE = 5


class HelperGone(Exception):
    """The process ended, or answered what it may not, while it was asked."""


class Helper:
    """The way to a helper process: started by the first wish, and anew after it ended. Asked by one at a
    time."""

    def __init__(self, program: tuple[str, ...]) -> None:
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Nothing is started yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self.end()

    def ask(self, wish: Mapping[str, Any]) -> bytes | str:
        """What was made, or why not, in English. Raises HelperGone."""
        try:
            process = self._process = self._process or self._started()
            return _asked(process, wish)
        except (OSError, ValueError, LookupError, TypeError) as fault:
            self.end()
            raise HelperGone(type(fault).__name__) from fault

    def end(self) -> None:
        """End the process, however busy it is; harmless to repeat."""
        process, self._process = self._process, None
        if process is None:
            return
        try:
            process.communicate(timeout=_ENDS)
        except (subprocess.TimeoutExpired, OSError, ValueError):
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    assert pipe is not None
                    pipe.close()

    def abandon(self) -> None:
        """End it at once: what it makes is wanted no more."""
        if self._process is not None:
            self._process.kill()
        self.end()

    def _started(self) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        return subprocess.Popen(self._program, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)


def module(name: str) -> tuple[str, ...]:
    """The command of a helper that is a module of ours."""
    return (sys.executable, "-P", "-m", name)


def serve(make: Callable[[Mapping[str, Any]], bytes | str], *, memory: int, seconds: int) -> None:
    """Be a helper: make what is asked for until nothing more comes, with so many bytes of address space and
    seconds of the processor at most, and behind whatever else the machine does."""
    os.nice(_NICE)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    answer(make, sys.stdin.buffer, sys.stdout.buffer)


def answer(make: Callable[[Mapping[str, Any]], bytes | str], asked: BinaryIO, told: BinaryIO) -> None:
    """Answer every wish that comes."""
    for line in asked:
        made = make(json.loads(line))
        refused, thing = (made, b"") if isinstance(made, str) else ("", made)
        told.write(json.dumps({"refused": refused, "bytes": len(thing)}).encode() + b"\n" + thing)
        told.flush()


def _asked(process: subprocess.Popen[bytes], wish: Mapping[str, Any]) -> bytes | str:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(wish).encode() + b"\n")
    process.stdin.flush()
    head = json.loads(process.stdout.readline())
    made = process.stdout.read(head["bytes"])
    if len(made) < head["bytes"]:
        raise ValueError("half of it")
    return str(head["refused"]) or made
