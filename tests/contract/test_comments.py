"""An imported text of a hall's file keeps its comments, whatever is changed on the pages afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balai.config import Source
from balai.hall_file.editing.commented import toml_of
from balai.hall_file.read import load_hall, read_hall
from balai.hall_file.write import hall_toml
from demo.driving.hubs import SAMPLE_HALL

HALL, TEXT = load_hall(SAMPLE_HALL), SAMPLE_HALL.read_text("utf-8")


def test_a_text_that_says_what_is_in_force_stays_as_it_is() -> None:
    assert toml_of(HALL, TEXT) == TEXT
    assert toml_of(HALL, None) == hall_toml(HALL)
    assert toml_of(HALL, "[[zone]\n") == hall_toml(HALL)


@pytest.mark.parametrize(("order", "fewer"), [(1, 0), (-1, 2), (1, 9)])
def test_comments_stay_and_the_text_reads_as_what_is_in_force(order: int, fewer: int) -> None:
    first, *rest = HALL.services[::order]
    config = replace(
        HALL,
        services=(replace(first, quota=9, requirements=("Satu", "Dua")), *rest),
        calendar=replace(HALL.calendar, hours=HALL.calendar.hours[: -fewer or None]),
        rules=replace(HALL.rules, ratio=3),
    )
    made = toml_of(config, TEXT)
    assert read_hall(Source.of_text("", made)) == config
    assert made.splitlines()[:3] == TEXT.splitlines()[:3]
    # A comment goes only with the row that it stands in.
    assert made.count("#") >= TEXT.count("#") // 2


@pytest.mark.parametrize("line", ["wait_minutes = 0"])
def test_a_text_with_faults_keeps_its_comments_once_they_are_mended(line: str) -> None:
    wrong = TEXT.replace("wait_minutes = 30", line, 1)
    made = toml_of(HALL, wrong)
    assert read_hall(Source.of_text("", made)) == HALL
    assert made.splitlines()[:3] == TEXT.splitlines()[:3]
