"""[voice] of a hall's file: read, kept, exported, and faulted by line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from balai.config import Source
from balai.domain.hall.config import VoiceRules, config_from_data, config_to_data
from balai.errors import ConfigurationFaults
from balai.hall_file.read import read_hall
from balai.hall_file.write import hall_toml

SAMPLE = (Path(__file__).resolve().parents[3] / "demo" / "tenggarong.toml").read_text(encoding="utf-8")
SAID = """[voice]
languages = ["id", "en"]
repeat = 3
queue_word = "antrian"
digits = "number"
with_agency = false
volume = 90
quiet = [["12.00", "12:30"], ["23.30", "04.00"]]
quiet_volume = 15
old_seconds = 120
rush_seconds = 30
order = ["counter", "agency", "number"]
"""


def with_voice(section: str) -> str:
    head, _, rest = SAMPLE.partition("[voice]\n")
    return f"{head}{section}\n# Ruang{rest.partition('# Ruang')[2]}"


def test_the_section_becomes_the_rules_and_survives_log_and_export() -> None:
    config = read_hall(Source.of_text("hall.toml", with_voice(SAID)))
    quiet = (("12:00", "12:30"), ("23:30", "04:00"))
    assert config.voice == VoiceRules(
        ("id", "en"), 3, "antrian", "number", with_agency=False, volume=90, quiet=quiet,
        quiet_volume=15, old_seconds=120, rush_seconds=30, order=("counter", "agency", "number"),
    )  # fmt: skip
    assert config_from_data(json.loads(json.dumps(config_to_data(config)))) == config
    assert read_hall(Source.of_text("export.toml", hall_toml(config))) == config


def test_without_the_section_and_in_an_older_log_the_rules_are_the_usual_ones() -> None:
    config = read_hall(Source.of_text("hall.toml", with_voice("")))
    assert config.voice == VoiceRules()
    data = config_to_data(config)
    del data["voice"]
    assert config_from_data(data).voice == VoiceRules()


def test_every_fault_of_the_section_has_its_line() -> None:
    section = (
        '[voice]\nlanguages = ["id", "id"]\nrepeat = 4\nqueue_word = "antrien"\nquiet = [["12.00", "25.00"]]'
        '\norder = ["number"]'
    )
    first = with_voice("").partition("\n# Ruang")[0].count("\n") + 1
    with pytest.raises(ConfigurationFaults) as caught:
        read_hall(Source.of_text("hall.toml", with_voice(section)))
    lines = {fault.path: (fault.line or 0) - first for fault in caught.value.faults}
    assert lines == {
        "voice.languages": 1, "voice.repeat": 2, "voice.queue_word": 3, "voice.quiet[1][2]": 4,
        "voice.order": 5,
    }  # fmt: skip
