"""Real display processes: a virtual wall whose frames can be asked for, and sound captured to a file."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import numpy as np
import pygame
from numpy.typing import NDArray

from demo.driving.programs import HERE, Program

RATE = 24_000


class Display(Program):
    """A running `balai display`, its sound written to `<folder>/sound.raw` by SDL's disk driver."""

    def __init__(
        self,
        folder: Path,
        hub_url: str,
        token: str,
        *,
        directions: str = "",
        clock: str = "system",
        balai: Sequence[str] = HERE,
    ) -> None:
        """Write its device file, start it and wait until it is ready; without a token it waits to be let in,
        and nobody waits for it. Raises ProgramFailed."""
        config = display_file(folder, hub_url, token, directions=directions)
        self.clips = folder / "clips"
        self._sound = folder / "sound.raw"
        environment = {**os.environ, "SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(self._sound)}
        words = ["--config", str(config), "--clock", clock]
        super().__init__("display", words, folder / "display.log", environment, balai)
        if token:
            self.ready()

    def state(self) -> dict[str, Any]:
        """What its window tells."""
        with urlopen(f"{self.url}/state", timeout=self.answer_seconds) as answer:  # noqa: S310 - loopback
            data: dict[str, Any] = json.load(answer)
            return data

    def frame(self) -> pygame.Surface:
        """The wall as it stands."""
        with urlopen(f"{self.url}/frame.png", timeout=self.answer_seconds) as answer:  # noqa: S310 - loopback
            return pygame.image.load(io.BytesIO(answer.read()), "frame.png").convert(32)

    def sound(self) -> NDArray[np.int16]:
        """Everything that has sounded since the start, 24 kHz mono, silence included."""
        data = self._sound.read_bytes()
        return np.frombuffer(data[: len(data) // 2 * 2], dtype="<i2")


def display_file(folder: Path, hub_url: str, token: str, *, directions: str = "") -> Path:
    """Write the device file of a virtual wall that sounds through SDL."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "display.toml"
    known = f'token = "{token}"\n' if token else ""
    file.write_text(
        f'[hub]\nurl = "{hub_url}"\n{known}\n[screen]\nmode = "virtual:"\n\n'
        f'[audio]\nurl = "pygame:"\n\n[directions]\n{directions}\n'
    )
    return file
