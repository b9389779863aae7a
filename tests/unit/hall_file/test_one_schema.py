"""A setting of the hall is written in two files, and everything else follows.

To add the setting `patience_minutes` to [rules]:

1. `balai/domain/hall/config.py`: a field of `Rules` with its default (what the core reads, what the log
   keeps, what `GET /hall` and its page in the OpenAPI document tell, what walls and tablets are sent);
2. `balai/hall_file/sections.py`: the same name in `RulesSection` with its bounds and the same default (what
   the file, a form and the API accept, `PUT /hall/file` and its page, and what an export writes);
3. only where a service's or a rule's setting is to reach kiosks or tablets: the same name in `ServiceView`
   or `StaffView` of `balai/protocol/views.py`. [voice], [display] and [[agency]] go there whole.

Logs and stores of the version before lack it and are read with the default. A setting of [voice] or
[display] is added in the same way to `VoiceRules` or `WallRules`.
"""

from __future__ import annotations

import ast
import json
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from balai.config import Section, Source
from balai.domain.hall import calendar as cal
from balai.domain.hall import config as h
from balai.domain.hall.config import config_from_data, config_to_data
from balai.hall_file import sections as s
from balai.hall_file.mapping import config_of, file_of
from tests.support.sample import sample_hall

ROOT = Path(__file__).parents[3]
SERIES = {"first_number", "last_number", "letter", "next_letters", "second_letter", "second_from"}
#: What the file says by another name than the core: a reference there is an id here.
RENAMED = {"agency": "agency_id", "zone": "zone_id", "services": "service_ids", "agencies": "agency_ids"}
PAIRS: list[tuple[type[Section], type[Any], set[str]]] = [
    (s.HallSection, h.Hall, set()),
    (s.ZoneSection, h.Zone, set()),
    (s.AgencySection, h.Agency, SERIES - {"letter"}),
    (s.ServiceSection, h.Service, SERIES),
    (s.CounterSection, h.Counter, set()),
    (s.RulesSection, h.Rules, set()),
    (s.OutcomeSection, h.Outcome, set()),
    (s.NoticeSection, h.Notice, set()),
    (s.WallSection, h.Wall, set()),
    (s.VoiceSection, h.VoiceRules, set()),
    (s.DisplaySection, h.WallRules, set()),
    (s.TicketSection, h.TicketRules, set()),
]
DERIVED = {"series_id", "id"}
#: Where it is not written, it comes from other settings of the entry.
COMPUTED = {"priority_wait_minutes"}


@pytest.mark.parametrize(
    ("section", "kind", "of_series"), PAIRS, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_section_and_its_dataclass_have_the_same_settings_and_defaults(
    section: type[Section], kind: type[Any], of_series: set[str]
) -> None:
    written = {RENAMED.get(n, n) for n in section.model_fields if n not in of_series}
    kept = {f.name for f in fields(kind)}
    assert written <= kept
    assert kept - written <= DERIVED
    for field in fields(kind):
        setting = section.model_fields.get(field.name)
        if setting is not None and not setting.is_required() and field.name not in COMPUTED:
            assert setting.default == field.default, field.name
            assert field.default is not MISSING


@cache
def sources() -> dict[str, str]:
    """The files of the hub's side."""
    folders = ("balai/domain/hall", "balai/hall_file", "balai/protocol", "server")
    files = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in files}


def declares(source: str, name: str) -> bool:
    """Whether a class has a field of that name. Only what may have one is parsed, which takes its time."""
    if f"    {name}:" not in source:
        return False
    classes = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef))
    fields = (part for node in classes for part in node.body if isinstance(part, ast.AnnAssign))
    return any(isinstance(field.target, ast.Name) and field.target.id == name for field in fields)


@pytest.mark.parametrize(
    "name", ["grace_minutes", "undo_seconds", "queue_word", "info_seconds", "tagline", "fee"]
)
def test_a_setting_is_declared_in_two_files_three_at_most(name: str) -> None:
    found = [file for file, text in sources().items() if declares(text, name)]
    assert {"balai/domain/hall/config.py", "balai/hall_file/sections.py"} <= set(found)
    assert set(found) <= {
        "balai/domain/hall/config.py", "balai/hall_file/sections.py", "balai/protocol/views.py",
    }  # fmt: skip


def test_a_file_becomes_the_configuration_and_the_file_again() -> None:
    config = sample_hall()
    assert config_of(s.HallFile.model_validate(file_of(config))) == config


def test_what_a_version_before_and_one_after_wrote_is_read() -> None:
    config = sample_hall()
    data = json.loads(json.dumps(config_to_data(config)))
    later = {**data, "rules": {**data["rules"], "of_tomorrow": 3}, "of_tomorrow": {}}
    assert config_from_data(later) == config
    before = {name: data[name] for name in ("hall", "agencies", "services")}
    assert config_from_data(before).rules == h.Rules()


def test_times_and_dates_are_read_back_as_what_they_were() -> None:
    text = (ROOT / "demo" / "tenggarong.toml").read_text("utf-8")
    calendar = """
[[hours]]
days = ["sen", "jum"]
opens = "08.00"
closes = "15.30"
breaks = ["12.00-13.00", "jum 11.30-13.00"]
from = 2026-02-18
until = 2026-03-19
tickets_from = "07.45"
[[closed]]
date = 2026-08-17
name = "Hari Kemerdekaan"
"""
    source = Source.of_text("hall.toml", text.partition("[[hours]]")[0] + calendar)
    config = config_of(source.read_as(s.HallFile))
    data = json.loads(json.dumps(config_to_data(config)))
    assert data["calendar"]["hours"][0]["tickets_from"] == "07:45"
    assert data["calendar"]["closed"][0]["date"] == "2026-08-17"
    assert config_from_data(data) == config
    assert isinstance(config_from_data(data).calendar.hours[0].breaks[1], cal.Break)
