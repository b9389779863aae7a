"""A program of Balai's that runs beside a test, and what both kinds of device have in common."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

READY_SECONDS = 60.0
BALAI = Path(sys.executable).with_name("balai")


class Program:
    """A running `balai <name>`, ended by its own pid when the context is left."""

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        log: Path,
        environment: Mapping[str, str] | None = None,
        balai: Path = BALAI,
    ) -> None:
        """Start it and wait until it says that it is ready; AssertionError with its log if it does not.

        `balai` is the command of the environment that it is installed in.
        """
        self._log = log
        with log.open("ab") as errors:
            self.process = subprocess.Popen(
                [str(balai), name, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environment,
                start_new_session=True,
            )
        said = self._first_line()
        assert said.startswith(b"{"), f"the {name} did not get ready:\n{self.log}"
        ready: dict[str, Any] = json.loads(said)
        self.url = str(ready.get("virtual"))

    @property
    def log(self) -> str:
        """What it wrote on standard error."""
        return self._log.read_text(errors="replace")

    def stop(self) -> int:
        """Ask it to end; its exit code."""
        self.process.terminate()
        try:
            return self.process.wait(10)
        finally:
            self.close()

    def close(self) -> None:
        """Ask it to end, harshly if it does not."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
        if self.process.stdout is not None:
            self.process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _first_line(self) -> bytes:
        lines: list[bytes] = []
        stdout = self.process.stdout
        assert stdout is not None
        reader = threading.Thread(target=lambda: lines.append(stdout.readline()), daemon=True)
        reader.start()
        reader.join(READY_SECONDS)
        return lines[0] if lines else b""
