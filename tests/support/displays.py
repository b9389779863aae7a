"""Real display processes: a virtual wall whose frames can be asked for, and sound captured to a file."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.request import urlopen

import numpy as np
import pygame
from numpy.typing import NDArray

READY_SECONDS = 60.0
RATE = 24_000
_BALAI = str(Path(sys.executable).with_name("balai"))


class Display:
    """A running `balai display`, its sound written to `<folder>/sound.raw` by SDL's disk driver."""

    def __init__(self, folder: Path, hub_url: str, token: str, *, directions: str = "") -> None:
        """Write its device file and start it; raises AssertionError with its log if it does not start."""
        folder.mkdir(parents=True, exist_ok=True)
        self.clips = folder / "clips"
        self._sound, self._log = folder / "sound.raw", folder / "display.log"
        (folder / "display.toml").write_text(
            f'[hub]\nurl = "{hub_url}"\ntoken = "{token}"\n\n[screen]\nmode = "virtual:"\n\n'
            f'[audio]\nurl = "pygame:"\n\n[directions]\n{directions}\n'
        )
        environment = {**os.environ, "SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(self._sound)}
        with self._log.open("ab") as errors:
            self.process = subprocess.Popen(
                [_BALAI, "display", "--config", str(folder / "display.toml")],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environment,
                start_new_session=True,
            )
        self.url = str(self._first_line()["virtual"])

    @property
    def log(self) -> str:
        """What it wrote on standard error."""
        return self._log.read_text(errors="replace")

    def frame(self) -> pygame.Surface:
        """The wall as it stands."""
        with urlopen(f"{self.url}/frame.png", timeout=10) as answer:  # noqa: S310 - loopback
            return pygame.image.load(io.BytesIO(answer.read()), "frame.png").convert(32)

    def sound(self) -> NDArray[np.int16]:
        """Everything that has sounded since the start, 24 kHz mono, silence included."""
        data = self._sound.read_bytes()
        return np.frombuffer(data[: len(data) // 2 * 2], dtype="<i2")

    def close(self) -> None:
        """End it by its own pid."""
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

    def _first_line(self) -> dict[str, str]:
        lines: list[bytes] = []
        stdout = self.process.stdout
        assert stdout is not None
        reader = threading.Thread(target=lambda: lines.append(stdout.readline()), daemon=True)
        reader.start()
        reader.join(READY_SECONDS)
        said = lines[0] if lines else b""
        assert said.startswith(b"{"), f"the display did not get ready:\n{self.log}"
        answer: dict[str, str] = json.loads(said)
        return answer
