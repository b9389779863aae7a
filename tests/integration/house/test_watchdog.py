"""Every program under a stand-in for systemd: one that hangs is started anew, one told to end ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from balai.program.shell import WillNotMend
from demo.driving.displays import display_file
from demo.driving.hubs import Site, steady_port
from demo.driving.kiosks import kiosk_file
from tests.support.systemd import UNITS, Unit, service_of

PROGRAMS = ("hub", "estimate", "kiosk", "display")


@pytest.fixture
def units(tmp_path: Path) -> Iterator[dict[str, Unit]]:
    """The four units of a hall, started together: a device need not wait for its hub."""
    with ExitStack() as stack:
        site = stack.enter_context(Site(tmp_path))
        port = steady_port()
        site.write_config(port=port)
        url = f"http://127.0.0.1:{port}"
        files = {
            "hub": site.config,
            "estimate": site.config,
            "kiosk": kiosk_file(tmp_path / "k", url, site.device("kiosk")),
            "display": display_file(tmp_path / "d", url, site.device("display")),
        }
        environment = {**os.environ, "SDL_AUDIODRIVER": "dummy"}
        yield {
            name: stack.enter_context(Unit(name, ["--config", str(files[name])], tmp_path, environment))
            for name in PROGRAMS
        }


def test_a_program_that_hangs_is_started_anew_and_ends_in_order_when_told(units: dict[str, Unit]) -> None:
    # The unit of every program that is shipped is among them.
    names = {path.stem.removeprefix("balai-") for path in UNITS.glob("*.service")}
    assert {name for name in names if service_of(name)["Type"] != "oneshot"} == set(PROGRAMS)
    before = {name: unit.wait_ready() for name, unit in units.items()}
    frozen = {name: unit.freeze() for name, unit in units.items()}
    for name, unit in units.items():
        assert unit.wait_ready(after=frozen[name]) != before[name]
        assert frozen[name] in unit.starved
    for unit in units.values():
        assert any(word.startswith("STATUS=") for word in unit.said)
    assert {name: unit.stop() for name, unit in reversed(units.items())} == dict.fromkeys(PROGRAMS, 0)
    assert all(unit.said.count("STOPPING=1") == 1 for unit in units.values())


def test_a_program_with_wrong_settings_is_left_with_its_reason_and_not_started_for_ever(
    tmp_path: Path,
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[hub]\nprot = 1\n")
    environment = {**os.environ, "BALAI_LANG": "en"}
    with ExitStack() as stack:
        units = [
            stack.enter_context(Unit(name, ["--config", str(wrong)], tmp_path, environment))
            for name in PROGRAMS
        ]
        for unit in units:
            assert unit.given_up() == WillNotMend.exit_code
            assert unit.log.count("hub.prot") == 1
            assert "not started again by itself" in unit.log
