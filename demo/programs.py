"""The hall's programs as children of the demo: started, heard until ready, ended by their own id."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

from balai.errors import BalaiError

READY_SECONDS = 60
END_SECONDS = 8


class ProgramFailed(BalaiError):
    """A program of the demo did not start, or ended when it should not have."""

    code = "program_failed"


def balai(*words: str, folder: Path) -> str:
    """Run a `balai` command to its end in `folder` and return what it printed.

    Raises ProgramFailed with what it said.
    """
    done = subprocess.run(
        [sys.executable, "-m", "balai.cli", *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ProgramFailed(
            f"`balai {' '.join(words[:2])}` failed:\n{done.stderr.strip() or done.stdout.strip()}"
        )
    return done.stdout


class Program:
    """One `balai` program. Its log goes to `<folder>/<name>.log`."""

    def __init__(self, name: str, words: list[str], folder: Path) -> None:
        self.name = name
        self.log_path = folder / f"{name}.log"
        self._words, self._folder = words, folder
        self._process: subprocess.Popen[str] | None = None
        self._ready: dict[str, Any] = {}
        self._heard = threading.Event()

    def start(self) -> None:
        """Start it, in a process group of its own so that Ctrl-C reaches it through the demo only."""
        with self.log_path.open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "balai.cli", *self._words],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        assert self._process.stdout is not None
        threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True).start()

    def _listen(self, said: IO[str]) -> None:
        for line in said:
            try:
                message = json.loads(line)
            except ValueError:
                continue
            if isinstance(message, dict) and message.get("ready"):
                self._ready = message
                self._heard.set()
        self._heard.set()

    def ready(self) -> dict[str, Any]:
        """What it says once it serves. Raises ProgramFailed where it ends or stays silent instead."""
        self._heard.wait(READY_SECONDS)
        if not self._ready:
            raise ProgramFailed(f"The {self.name} did not start. Its last words:\n{self.last_words()}")
        return self._ready

    def running(self) -> bool:
        """Whether it still runs."""
        return self._process is not None and self._process.poll() is None

    def last_words(self) -> str:
        """The end of its log."""
        return "\n".join(self.log_path.read_text(encoding="utf-8", errors="replace").splitlines()[-12:])

    def stop(self) -> None:
        """End it: ask first, then insist. Harmless to repeat."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
