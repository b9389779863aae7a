"""`balai` programs as children: started, heard until they are ready, ended by their own process id."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, ClassVar, Self

from balai.errors import BalaiError
from balai.words.said import say

READY_SECONDS = 60.0
END_SECONDS = 20.0
#: `balai` of the environment that runs this; another's is (path of its `balai`,).
HERE: tuple[str, ...] = (sys.executable, "-m", "balai.cli")


class ProgramFailed(BalaiError):
    """A program did not start, or ended when it should not have; the words hold its last ones."""

    code = "program_failed"


def run(
    *words: str, folder: Path, environment: Mapping[str, str] | None = None, balai: Sequence[str] = HERE
) -> str:
    """Run a `balai` command to its end in `folder` and return what it printed. Raises ProgramFailed."""
    done = subprocess.run(
        [*balai, *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        # Ctrl-C ends the caller, and the caller ends what it began.
        start_new_session=True,
        env=environment,
        capture_output=True,
        text=True,
        timeout=READY_SECONDS,
        check=False,
    )
    if done.returncode:
        told = done.stderr.strip() or done.stdout.strip()
        raise ProgramFailed(say("error.command_failed", command=" ".join(words[:2]), told=told))
    return done.stdout


class Program:
    """A `balai <name>` that runs from now on, in a process group of its own; `log` is its standard error."""

    #: What starts it. Who starts many may have something that does so faster.
    spawn: ClassVar[type[subprocess.Popen[bytes]]] = subprocess.Popen
    #: So long it may take until it works, and until its window answers. Whoever emulates another kind of
    #: machine waits longer.
    ready_seconds: ClassVar[float] = READY_SECONDS
    answer_seconds: ClassVar[float] = 10.0

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        log: Path,
        environment: Mapping[str, str] | None = None,
        balai: Sequence[str] = HERE,
    ) -> None:
        """Start it and wait for nothing. `balai` is the command of the environment it is installed in."""
        self.name, self._log = name, log
        self._ready: dict[str, Any] = {}
        #: What it said on standard output for people.
        self.said = ""
        self._heard = threading.Event()
        with log.open("ab") as errors:
            self.process = self.spawn(
                [*balai, name, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environment,
                cwd=log.parent,
                start_new_session=True,
            )
        assert self.process.stdout is not None
        self._reader = threading.Thread(target=self._listen, args=(self.process.stdout,), daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    @property
    def log(self) -> str:
        """What it wrote on standard error, it and those before it with the same log."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def last_words(self) -> str:
        """The end of its log."""
        return "\n".join(self.log.splitlines()[-12:])

    def ready(self) -> dict[str, Any]:
        """What it says once it works. Raises ProgramFailed where it ends or stays silent instead."""
        self._heard.wait(self.ready_seconds)
        if not self._ready:
            self.close()
            raise ProgramFailed(say("error.not_ready", program=self.name, words=self.last_words()))
        return self._ready

    @property
    def url(self) -> str:
        """Where it serves, or the window to its virtual parts; an empty text without either."""
        ready = self.ready()
        return str(ready["url"] or ready["virtual"] or "").rstrip("/")

    def stop(self) -> int:
        """Ask it to end; its exit code. Raises ProgramFailed where it does not end, and kills it."""
        self.process.terminate()
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise ProgramFailed(say("error.not_ended", program=self.name, words=self.last_words())) from None
        return self._closed()

    def kill(self) -> int:
        """End it as a power cut would; its exit code."""
        self.process.kill()
        self.process.wait(END_SECONDS)
        return self._closed()

    def close(self) -> None:
        """End it: ask, then insist. Harmless to repeat."""
        if self.runs:
            self.process.terminate()
            try:
                self.process.wait(END_SECONDS / 2)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(END_SECONDS)
        self._closed()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _closed(self) -> int:
        # To its end first: a pipe is not closed under its reader.
        self._reader.join(END_SECONDS)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return self.process.returncode

    def _listen(self, said: IO[bytes]) -> None:
        # Reads to the end, so that a program that prints more never blocks on a full pipe.
        for line in said:
            try:
                message = json.loads(line)
            except ValueError:
                self.said += line.decode("utf-8", "replace")
                continue
            if isinstance(message, dict) and message.get("ready"):
                self._ready = message
                self._heard.set()
        self._heard.set()
