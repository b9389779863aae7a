"""The display as a process: one picture, a start without a hub, and an end in order."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import numpy as np
import pygame
import pytest
import urllib3

from demo.driving.wait import eventually
from tests.support.wall.pixels import pixels
from tests.support.wall.walls import BOARDS

CONFIG = """
[hub]
url = "http://127.0.0.1:9"
token = "t"
[screen]
mode = "{mode}"
width = 1280
height = 720
[audio]
url = "{audio}"
"""


def balai(*arguments: str) -> subprocess.CompletedProcess[str]:
    code = "from balai.cli import main; main()"
    command = [sys.executable, "-c", code, "display", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


class Running:
    """A display process."""

    def __init__(self, folder: Path, mode: str = "virtual:", audio: str = "virtual:") -> None:
        config = folder / "display.toml"
        config.write_text(CONFIG.format(mode=mode, audio=audio), encoding="utf-8")
        self.log = folder / "display.log"
        quiet = {key: value for key, value in os.environ.items() if key not in {"DISPLAY", "WAYLAND_DISPLAY"}}
        with self.log.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", "from balai.cli import main; main()", "display", "--config", config],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**quiet, "SDL_AUDIODRIVER": "no-such-driver"},
            )
        self.ready = json.loads(self._out.readline())

    @property
    def _out(self) -> IO[str]:
        assert self.process.stdout is not None
        return self.process.stdout

    def get(self, path: str) -> bytes:
        return urllib3.request("GET", self.ready["virtual"] + path, timeout=10).data

    def events(self) -> list[str]:
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [json.loads(line)["event"] for line in lines if line.startswith("{")]

    def end(self, number: int = signal.SIGKILL) -> int:
        self.process.send_signal(number)
        code = self.process.wait(timeout=20)
        self._out.close()
        return code


@pytest.fixture
def running(tmp_path: Path) -> Iterator[list[Running]]:
    started: list[Running] = []
    yield started
    for display in started:
        if display.process.poll() is None:
            display.end()


def test_one_picture_without_a_screen(tmp_path: Path) -> None:
    frame = tmp_path / "frame.out"
    done = balai(
        "--frame", str(frame), "--board", str(BOARDS / "hall.json"), "--at", "2026-04-14T10:42:01+08:00"
    )
    assert (done.returncode, done.stdout) == (0, "")
    picture = pygame.image.load(frame, "frame.png")
    assert picture.get_size() == (1920, 1080)
    assert picture.get_at((1900, 500))[:3] == (255, 198, 26)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--frame", "x.png"], "go together"),
        ([], "--config"),
        (["--config", "/nowhere/display.toml"], "cannot be read"),
        (["--frame", "x.png", "--board", "/nowhere.json"], "cannot be shown"),
        (
            ["--frame", "x.png", "--board", str(BOARDS / "hall.json"), "--at", "10.42"],
            "no time with an offset",
        ),
        (["--frame", "/nowhere/x.png", "--board", str(BOARDS / "hall.json")], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(arguments: list[str], told: str) -> None:
    done = balai(*arguments)
    assert done.returncode in {1, 2, 78}
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_without_a_hub_it_waits_visibly_and_ends_in_order(
    tmp_path: Path, running: list[Running], number: int
) -> None:
    display = Running(tmp_path)
    running.append(display)
    (tmp_path / "frame.png").write_bytes(display.get("/frame.png"))
    picture = pygame.image.load(tmp_path / "frame.png")
    assert picture.get_size() == (1280, 720)
    assert len(np.unique(pixels(picture))) > 10
    state = json.loads(display.get("/state"))["display"]
    assert (state["connected"], state["calling"], state["counts"]["spoken"]) == (False, None, 0)
    assert display.end(number) == 0
    assert display.events()[-1] == "display_ends"


def test_no_screen_and_no_sound_card_are_said_once_each(tmp_path: Path, running: list[Running]) -> None:
    display = Running(tmp_path, mode="window", audio="pygame:")
    running.append(display)
    assert display.ready["virtual"] is None
    assert display.process.poll() is None
    eventually(lambda: {"no_screen", "no_sound_card"} <= set(display.events()))
    assert display.end(signal.SIGTERM) == 0
    events = display.events()
    assert (events.count("no_screen"), events.count("no_sound_card")) == (1, 1)
