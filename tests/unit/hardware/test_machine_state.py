from __future__ import annotations

from pathlib import Path

import pytest

from hardware.machine import MachineState, look_at


def _write(system: Path, path: str, text: str) -> None:
    file = system / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def test_a_raspberry_pi_tells_its_heat_and_that_its_power_is_weak(tmp_path: Path) -> None:
    _write(tmp_path, "class/thermal/thermal_zone0/temp", "48312\n")
    assert look_at(tmp_path, tmp_path).celsius == 48
    assert not look_at(tmp_path, tmp_path).weak
    _write(tmp_path, "class/hwmon/hwmon1/name", "rpi_volt\n")
    _write(tmp_path, "class/hwmon/hwmon1/in0_lcrit_alarm", "1\n")
    assert look_at(tmp_path, tmp_path).weak


@pytest.mark.parametrize(("told", "weak"), [("0", False), ("50005", True), ("10000", True), ("?", False)])
def test_the_firmware_is_believed_too(tmp_path: Path, told: str, *, weak: bool) -> None:
    _write(tmp_path, "devices/platform/soc/soc:firmware/get_throttled", told)
    assert look_at(tmp_path, tmp_path).weak is weak


def test_a_machine_that_tells_nothing_is_well(tmp_path: Path) -> None:
    state = look_at(tmp_path / "not-there", tmp_path)
    assert (state, state.trouble) == (MachineState(), "")


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (MachineState(48, 900), ""),
        (MachineState(85, 900), "hot"),
        (MachineState(85, 900, weak=True), "power_weak"),
        (MachineState(85, 3, weak=True), "disk_low"),
    ],
)
def test_the_worst_comes_first(state: MachineState, code: str) -> None:
    assert state.trouble == code
