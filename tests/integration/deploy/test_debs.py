"""The Debian packages: each part has its units, their groups and settings, and scripts that a shell reads."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tools.debian.build import SCRIPTS, filled
from tools.debian.parts import PARTS, control

DEPLOY = Path(__file__).resolve().parents[3] / "deploy"


def directive(unit: str, name: str) -> set[str]:
    text = (DEPLOY / "systemd" / unit).read_text()
    return {word for line in re.findall(rf"^{name}=(.*)$", text, re.MULTILINE) for word in line.split()}


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("script", SCRIPTS)
def test_each_script_is_one_that_a_shell_reads_with_nothing_left_to_fill(name: str, script: str) -> None:
    text = filled((DEPLOY / "debian" / script).read_text(), PARTS[name])
    assert not re.search(r"@[A-Z]+@", text)
    subprocess.run(["sh", "-n"], input=text, text=True, check=True)


@pytest.mark.parametrize("name", PARTS)
def test_a_part_brings_what_its_units_name(name: str) -> None:
    part = PARTS[name]
    files = {word for unit in part.units for word in directive(unit, "ExecStart") if word.endswith(".toml")}
    assert files == {f"/etc/balai/{program}.toml" for program in part.settings}
    assert all((DEPLOY / "examples" / part.example(program)).exists() for program in part.settings)
    groups = {group for unit in part.units for group in directive(unit, "SupplementaryGroups")}
    if part.has_screen:
        lines = (DEPLOY / "examples" / "balai-kiosk-screen.conf").read_text().splitlines()
        (more,) = (line for line in lines if line.startswith("SupplementaryGroups="))
        groups |= set(more.partition("=")[2].split())
    assert groups == set(part.groups)
    assert all((DEPLOY.parent / "requirements" / f"{one}.txt").exists() for one in part.lists)


def test_the_machine_that_is_everything_has_every_unit_and_no_two_parts_share_one() -> None:
    units = [
        unit for name, part in PARTS.items() if name not in ("all", "kiosk-screen") for unit in part.units
    ]
    assert PARTS["kiosk-screen"].units == PARTS["kiosk"].units, "a kiosk has a screen or buttons"
    assert len(units) == len(set(units))
    assert set(units) == {path.name for path in (DEPLOY / "systemd").iterdir()} == set(PARTS["all"].units)


@pytest.mark.parametrize("name", PARTS)
def test_a_package_names_its_interpreter_its_libraries_and_the_others_that_it_takes_the_place_of(
    name: str,
) -> None:
    told = dict(
        line.split(": ", 1) for line in control(name, "0.1.0+1.abc", "arm64", "python3.11", 4).splitlines()
    )
    assert told["Package"] == f"balai-{name}"
    assert {"python3.11", *PARTS[name].depends} <= set(told["Depends"].split(", "))
    assert set(told["Conflicts"].split(", ")) == {f"balai-{other}" for other in PARTS} - {f"balai-{name}"}


def test_a_device_finds_the_hall_by_its_name_and_the_hub_has_what_its_address_stands_on() -> None:
    assert {"nginx", "avahi-daemon", "openssl"} <= set(PARTS["hub"].depends)
    assert all({"libnss-mdns", "avahi-daemon"} <= set(PARTS[name].depends) for name in PARTS if name != "hub")
    for name in ("kiosk", "display"):
        assert 'url = "https://balai.local"' in (DEPLOY / "examples" / f"{name}.toml").read_text()
