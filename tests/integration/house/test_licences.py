from __future__ import annotations

from tools.documents import licences


def test_the_page_of_licences_is_current() -> None:
    assert licences.PAGE.read_text() == licences.page(), "run 'make licences'"


def test_nothing_that_runs_in_a_hall_is_under_a_licence_that_binds_the_halls_own_code() -> None:
    running = licences.page().partition("## For building")[0]
    names = [line for line in running.splitlines() if line.startswith("| ")]
    binding = [line for line in names if "GPL" in line and "LGPL" not in line]
    assert len(names) > 40
    assert binding == []
