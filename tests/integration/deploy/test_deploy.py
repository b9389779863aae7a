"""What is shipped for installing: settings that the programs read, scripts that a shell reads."""

from __future__ import annotations

import configparser
import re
import subprocess
from pathlib import Path

import click
import pytest

from balai.cli import LibraryMissing
from balai.program.shell import WillNotMend
from display.config import load_display_config
from kiosk.config import load_kiosk_config
from server.config import load_config

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "deploy"


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """The examples as they would lie in /etc/balai."""
    for example in (DEPLOY / "examples").glob("*.toml"):
        (tmp_path / example.name).write_text(example.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def test_the_hub_reads_its_examples(settings: Path) -> None:
    assert load_config(settings / "hub.toml").hub.https
    assert load_config(settings / "hub-scale.toml").redis is not None


def test_the_devices_read_their_examples(settings: Path) -> None:
    kiosk = load_kiosk_config(settings / "kiosk.toml")
    # Nobody has let it in yet: it will ask.
    assert (kiosk.hub.url, kiosk.hub.token) == ("https://balai.local", "")
    assert len(kiosk.button) == 3
    assert load_kiosk_config(settings / "kiosk-screen.toml").screen is not None
    assert load_display_config(settings / "display.toml").hub.token == ""


def test_a_display_has_a_watchdog_its_devices_and_no_last_attempt() -> None:
    unit = (DEPLOY / "systemd" / "balai-display.service").read_text()
    lines = set(unit.splitlines())
    assert {"Type=notify", "WatchdogSec=30", "Restart=always", "StartLimitIntervalSec=0"} <= lines
    groups = next(line for line in lines if line.startswith("SupplementaryGroups=")).partition("=")[2]
    assert {"video", "render", "audio", "input"} <= set(groups.split())


@pytest.mark.parametrize(("timer", "when"), [("backup", "hourly"), ("archive", "20:00")])
def test_a_timer_starts_its_unit_and_makes_up_for_what_was_missed(timer: str, when: str) -> None:
    parsed = configparser.ConfigParser(interpolation=None)
    parsed.read(DEPLOY / "systemd" / f"balai-{timer}.timer")
    assert parsed["Timer"]["OnCalendar"] == when
    assert parsed["Timer"]["Persistent"] == "yes", "a machine that was off at that time"
    assert parsed["Timer"].get("Unit", f"balai-{timer}.service") in UNITS


UNITS = sorted(path.name for path in (DEPLOY / "systemd").glob("*.service"))


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_starts_a_command_that_exists_with_the_file_that_is_installed(unit: str) -> None:
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's keys have capitals
    parsed.read(DEPLOY / "systemd" / unit)
    part = unit.removeprefix("balai-").removesuffix(".service")
    words = {"archive": "db archive", "certificate": "hub renew"}.get(part, part)
    settings = {"estimate": "hub", "backup": "hub", "archive": "hub"}.get(part, part)
    # Which names no file reads the hub's where it always lies.
    file = "" if part == "certificate" else f" --config /etc/balai/{settings}.toml"
    assert parsed["Service"]["ExecStart"] == f"/opt/balai/bin/balai {words}{file}"


#: Root's alone, and keeps nothing in the program's folder.
ROOTS = "balai-certificate.service"


def test_the_certificates_unit_may_write_beside_the_authority_alone() -> None:
    lines = (DEPLOY / "systemd" / ROOTS).read_text().splitlines()
    assert {"User=root", "CapabilityBoundingSet=", "ReadWritePaths=/etc/balai/tls"} <= set(lines)
    assert not [line for line in lines if line.startswith("StateDirectory")]


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit != ROOTS])
def test_what_a_unit_keeps_is_for_its_own_user_alone(unit: str) -> None:
    lines = (DEPLOY / "systemd" / unit).read_text().splitlines()
    assert {"StateDirectory=balai", "StateDirectoryMode=0700", "UMask=0077"} <= set(lines)


PROGRAMS = [name for name in UNITS if "Restart=always" in (DEPLOY / "systemd" / name).read_text()]


@pytest.mark.parametrize("unit", PROGRAMS)
def test_a_program_is_not_started_again_where_time_will_not_mend_the_reason(unit: str) -> None:
    lines = (DEPLOY / "systemd" / unit).read_text().splitlines()
    codes = {click.UsageError.exit_code, LibraryMissing.exit_code, WillNotMend.exit_code}
    (left,) = (line.partition("=")[2] for line in lines if line.startswith("RestartPreventExitStatus="))
    assert {int(code) for code in left.split()} == codes
    assert click.ClickException.exit_code not in codes


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit not in PROGRAMS])
def test_what_an_upgrade_ends_in_the_middle_has_not_failed(unit: str) -> None:
    lines = (DEPLOY / "systemd" / unit).read_text().splitlines()
    assert {"Type=oneshot", "SuccessExitStatus=SIGTERM"} <= set(lines)


#: systemd-analyze's exposure, of 10; and in which order the kernel takes memory back, the first first.
MOST_EXPOSED = 2.0
DIES_FIRST = ("archive", "backup", "certificate", "estimate", "display", "kiosk", "hub")


def test_no_unit_may_do_more_than_its_program_needs() -> None:
    files = [str(DEPLOY / "systemd" / unit) for unit in UNITS]
    for file in files:
        told = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", file],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        found = re.search(r"exposure level for \S+: ([0-9.]+)", told)
        assert found, told
        assert float(found[1]) <= MOST_EXPOSED, told


def test_what_asks_the_kernel_whether_network_time_holds_the_clock_may_do_so() -> None:
    for name in ("hub", "estimate"):
        lines = (DEPLOY / "systemd" / f"balai-{name}.service").read_text().splitlines()
        # The last word on a call counts, and @privileged holds this one.
        assert lines.index("SystemCallFilter=adjtimex") > lines.index("SystemCallFilter=~@privileged")
        assert "ProtectClock=yes" not in lines


def test_each_program_has_a_bound_of_memory_and_the_hub_dies_last() -> None:
    units = [(DEPLOY / "systemd" / f"balai-{name}.service").read_text() for name in DIES_FIRST]
    scores = [
        int(found[1])
        for unit in units
        if (found := re.search(r"^OOMScoreAdjust=(-?\d+)$", unit, re.MULTILINE))
    ]
    assert len(scores) == len(DIES_FIRST) == len(UNITS)
    assert scores == sorted(scores, reverse=True)
    assert all(re.search(r"^MemoryMax=\d+[MG]$", unit, re.MULTILINE) for unit in units)
