"""Real kiosk processes with virtual parts, driven as a finger and a roll of paper would."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

from PIL import Image

from demo.driving.programs import HERE, Program
from demo.driving.tickets import read_number
from demo.driving.wait import eventually

#: Pins of buttons and lamps and the services of the sample hall that they stand for.
BUTTONS = ((2, 15, "akta-kelahiran"), (3, 16, "perekaman-ktp"), (4, 17, "skck"))


class Kiosk(Program):
    """A running `balai kiosk`, ended when the context is left."""

    def __init__(
        self,
        folder: Path,
        hub_url: str,
        token: str,
        *,
        printer: str = "virtual:",
        buttons: Sequence[tuple[int, int, str]] = BUTTONS,
        lockout_seconds: float = 0.5,
        clock: str = "system",
        balai: Sequence[str] = HERE,
        screen: tuple[int, int] | None = None,
        assisted: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Write its device file, start it and wait until it is ready. With `screen` (pixels) it has a touch
        screen instead of buttons, `assisted` a guard's. Raises ProgramFailed."""
        config = kiosk_file(
            folder, hub_url, token, printer=printer, buttons=buttons, lockout_seconds=lockout_seconds,
            screen=screen, assisted=assisted,
        )  # fmt: skip
        self.folder = folder
        words = ["--config", str(config), "--clock", clock]
        super().__init__("kiosk", words, folder / "kiosk.log", environment, balai)
        self.ready()

    def state(self) -> dict[str, Any]:
        """What its window tells."""
        data: dict[str, Any] = json.loads(self._ask("GET", "/state"))
        return data

    def open(self, lamp: int = 15) -> None:
        """Wait until a lamp is lit: a press is taken."""
        eventually(lambda: self.state()["lamps"][str(lamp)] == "on", what=f"lamp {lamp}:\n{self.log}")

    def press(self, pin: int = 2) -> float:
        """Press a button and let it go; when its pin was driven (monotonic seconds)."""
        return float(json.loads(self._ask("POST", f"/press/{pin}"))["at"])

    @property
    def screen(self) -> dict[str, Any]:
        """What stands on its screen: page, language, what is told, and the targets."""
        shown: dict[str, Any] = self.state()["screen"]
        return shown

    def touch(self, *labels: str) -> None:
        """Touch what has these words on it, one after another, each once it is there."""
        for label in labels:
            found = eventually(partial(self._target, label), what=f"{label!r} to touch:\n{self.log}")
            assert found is not None
            x, y = found["at"]
            self._ask("POST", f"/tap/{x}/{y}")

    def scan(self, text: str) -> None:
        """Hold a code before its reader."""
        self._ask("POST", f"/scan/{quote(text, safe='')}")

    def key(self, name: str) -> None:
        """Press a key beside the screen, by SDL's name of it."""
        self._ask("POST", f"/key/{name}")

    def _target(self, label: str) -> dict[str, Any] | None:
        targets = self.screen["targets"]
        return next((target for target in targets if label in target["label"]), None)

    def paper(self, where: str) -> None:
        """Take the paper "out", "out/<rows of dots from now>", or put it "in"."""
        self._ask("POST", f"/paper/{where}")

    @property
    def printed(self) -> int:
        """Tickets on paper since the start."""
        return int(self.state()["printer"]["printed"])

    def wait_printed(self, count: int) -> None:
        """Wait until so many tickets are on paper."""
        eventually(lambda: self.printed >= count, what=f"{count} tickets:\n{self.log}")

    def picture(self, ticket: int) -> bytes:
        """A ticket as it came out, a PNG; tickets count from 1."""
        return self._ask("GET", f"/tickets/{ticket}.png")

    def number(self, ticket: int) -> str:
        """The number on a ticket, read from its picture."""
        with Image.open(io.BytesIO(self.picture(ticket))) as picture:
            return read_number(picture)

    def _ask(self, method: str, path: str) -> bytes:
        with urlopen(Request(self.url + path, method=method), timeout=self.answer_seconds) as answer:  # noqa: S310 - loopback
            body: bytes = answer.read()
            return body


def kiosk_file(
    folder: Path,
    hub_url: str,
    token: str,
    *,
    printer: str = "virtual:",
    buttons: Sequence[tuple[int, int, str]] = BUTTONS,
    lockout_seconds: float = 0.5,
    screen: tuple[int, int] | None = None,
    assisted: bool = False,
) -> Path:
    """Write a kiosk's device file: with a virtual screen of so many pixels, or buttons."""
    listed = "".join(
        f'\n[[button]]\npin = {pin}\nlamp = {lamp}\nservice = "{service}"\n' for pin, lamp, service in buttons
    )
    front = f'[panel]\npins = "virtual:"\nlockout_seconds = {lockout_seconds}\n{listed}'
    if screen is not None:
        front = f'[screen]\nmode = "virtual:"\nwidth = {screen[0]}\nheight = {screen[1]}\n'
        front += f"assisted = {str(assisted).lower()}\n"
        front += '[screen.guide]\naudio = "virtual:"\n[scanner]\nurl = "virtual:"\n'
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "kiosk.toml"
    file.write_text(f'[hub]\nurl = "{hub_url}"\ntoken = "{token}"\n\n[printer]\nurl = "{printer}"\n\n{front}')
    return file
