"""What managers are told of the hub's machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from balai.program.finding import Finding
from server.config import HubConfig
from server.usecases.machine import upkeep
from tests.support.hub.damaged import page
from tests.support.hub.inside import Inside


def test_managers_are_told_of_copies_that_are_late_until_they_are_made(tmp_path: Path) -> None:
    with Inside(tmp_path, copies=tmp_path / "copies") as hub:
        citra = hub.staff("citra")
        hub.app.hub.timers.upkeep.look()
        (task,) = citra.get("/machine").get_json()["tasks"]
        assert "holds no copy" in task["en"]
        assert "belum berisi salinan" in task["id"]
        hub.copy()
        hub.clock.advance(61)
        hub.app.hub.timers.upkeep.look()
        assert citra.get("/machine").get_json() == {"tasks": []}
        assert hub.staff("ani").get("/machine").status_code == 403
        assert hub.nobody().get("/machine").status_code == 401


def test_a_share_that_does_not_answer_holds_up_nobody_but_who_looks_at_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def watched(_config: HubConfig) -> Iterator[Finding]:
        asked.append(threading.get_native_id())
        return iter(())

    monkeypatch.setattr(upkeep, "disk", watched)
    with Inside(tmp_path, copies=tmp_path / "copies") as hub:
        hub.app.hub.timers.upkeep.look()
    assert asked
    assert threading.get_native_id() not in asked, "the disk is asked on the hub's own loop"


def test_managers_are_told_what_was_mended_before_the_hub_served(tmp_path: Path) -> None:
    with Inside(tmp_path, copies=tmp_path / "copies") as hub:
        hub.kiosk.done("/visits", service_id="ktp")
        hub.copy()
        hub.kiosk.done("/visits", service_id="ktp")
        hub.restart(between=page("legs"))
        (task, *_) = hub.staff("citra").get("/machine").get_json()["tasks"]
        assert "was damaged" in task["en"]
        assert "nothing is missing" in task["en"]
        assert "tidak ada yang hilang" in task["id"]
        assert hub.kiosk.done("/visits", service_id="ktp")["number"] == "A-003"
