"""A plan that cannot be, and walls that name what the hall does not have: each a fault at its setting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic_core import to_jsonable_python

from balai.config import Source
from balai.errors import ConfigurationFaults
from balai.hall_file.mapping import config_of, file_of, whole_file_of
from balai.hall_file.read import read_hall, read_sections
from balai.hall_file.write import hall_toml
from tests.support.sample import sample_hall

WALL: Mapping[str, Any] = {
    "id": "layar-1", "zone": "utama", "agencies": ["imigrasi"], "counters": [4], "slides": ["waiting"],
    "plan_x": 3, "plan_y": 2, "faces": "left", "left": [1, 2], "ahead": [4],
}  # fmt: skip


def hall_with(wall: Mapping[str, Any], counter: Mapping[str, Any] | None = None) -> Source:
    """The sample hall with a wall, and its first counter with more settings, as data."""
    file: dict[str, Any] = to_jsonable_python(whole_file_of(sample_hall()))
    file["counter"][0] |= counter or {}
    return Source("berkas", {**file, "wall": [wall]})


def test_a_plan_is_read_written_and_read_again() -> None:
    zone = sample_hall().zones[0].id
    config = config_of(read_sections(hall_with({**WALL, "zone": zone}, {"plan_x": 1, "plan_y": 9})))
    [wall] = config.walls
    assert (wall.zone_id, wall.agency_ids, wall.left, wall.faces) == (zone, ("imigrasi",), (1, 2), "left")
    assert (config.counters[0].plan_x, config.counters[0].plan_y) == (1, 9)
    assert read_hall(Source.of_text("", hall_toml(config))) == config
    assert "right" not in file_of(config)["wall"][0], "what says nothing is not written"


@pytest.mark.parametrize(
    ("wall", "counter", "place", "told"),
    [
        ({"zone": "tidak-ada"}, {}, ("wall", 0, "zone"), "tidak-ada"),
        ({"agencies": ["imigrasi", "polda"]}, {}, ("wall", 0, "agencies", 1), "polda"),
        ({"counters": [1, 77]}, {}, ("wall", 0, "counters", 1), "77"),
        ({"behind": [77]}, {}, ("wall", 0, "behind", 0), "77"),
        ({"left": [1], "ahead": [2, 1]}, {}, ("wall", 0, "ahead", 1), "1"),
        ({"plan_y": 4}, {}, ("wall", 0, "plan_x"), "both"),
        ({}, {"plan_x": 4}, ("counter", 0, "plan_y"), "both"),
        ({"plan_x": 4, "plan_y": 1}, {"plan_x": 4, "plan_y": 1}, ("wall", 0, "plan_x"), "4"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_a_fault_at_its_setting(
    wall: dict[str, Any], counter: dict[str, Any], place: tuple[object, ...], told: str
) -> None:
    with pytest.raises(ConfigurationFaults) as wrong:
        read_sections(hall_with({"id": "layar-1", **wall}, counter))
    [fault] = wrong.value.faults
    assert fault.place == place
    assert told in fault.message


def test_a_wall_is_known_by_one_row() -> None:
    source = hall_with({"id": "layar-1"})
    source.data["wall"].append({"id": "layar-1"})
    with pytest.raises(ConfigurationFaults) as wrong:
        read_sections(source)
    assert [fault.place for fault in wrong.value.faults] == [("wall", 1, "id")]
