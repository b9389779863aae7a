"""The display's device file: what may stand in it, and every fault at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from balai.errors import ConfigurationFaults
from display.config import load_display_config

GOOD = """
[hub]
url = "http://127.0.0.1:8080"
token_file = "layar-1.token"

[screen]
mode = "virtual:"

[audio]
url = "virtual:"

[directions]
loket-1 = "left"
loket-2 = "right"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "display.toml"
    path.write_text(text, encoding="utf-8")
    (folder / "layar-1.token").write_text("secret-token\n", encoding="utf-8")
    return path


def test_a_file_with_its_token_beside_it(tmp_path: Path) -> None:
    config = load_display_config(write(tmp_path, GOOD))
    assert config.hub.token == "secret-token"
    assert (config.screen.width, config.screen.height) == (1920, 1080)
    assert config.directions == {"loket-1": "left", "loket-2": "right"}
    assert (config.voice.language, config.voice.engine, config.voice.repeat) == (None, "espeak-ng:", None)
    assert config.voice.clips == tmp_path / "clips"


def test_every_fault_is_listed_with_its_line(tmp_path: Path) -> None:
    wrong = """
[hub]
url = "hub"
[screen]
mode = "big"
width = 3
[audio]
url = "loud:"
[voice]
langauge = "id"
repeat = 9
engine = "piper:"
[directions]
loket-1 = "up"
"""
    with pytest.raises(ConfigurationFaults) as caught:
        load_display_config(write(tmp_path, wrong))
    places = {(fault.line, fault.path) for fault in caught.value.faults}
    assert {3, 5, 6, 8, 10, 11, 12, 14} <= {line for line, _ in places}
    told = str(caught.value)
    assert "langauge" in told
    assert "language" in told
    assert "pygame:, virtual:, none:" in told


def test_a_token_that_cannot_be_read(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    (tmp_path / "layar-1.token").unlink()
    with pytest.raises(ConfigurationFaults, match="cannot be read"):
        load_display_config(path)
