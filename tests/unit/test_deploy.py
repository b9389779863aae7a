"""What is shipped for installing: settings that the programs read, scripts that a shell reads."""

import configparser
import subprocess
from pathlib import Path

import pytest

from display.config import load_display_config
from kiosk.config import load_kiosk_config
from server.config import load_config

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """The examples as they would lie in /etc/balai, with the tokens that the hub gave."""
    for example in (DEPLOY / "examples").glob("*.toml"):
        (tmp_path / example.name).write_text(example.read_text(encoding="utf-8"), encoding="utf-8")
    for device in ("kios-1", "layar-1"):
        (tmp_path / f"{device}.token").write_text(f"token-of-{device}\n")
    return tmp_path


def test_the_hub_reads_its_examples(settings: Path) -> None:
    assert load_config(settings / "hub.toml").hub.https
    assert load_config(settings / "hub-scale.toml").redis is not None


def test_the_devices_read_their_examples(settings: Path) -> None:
    kiosk = load_kiosk_config(settings / "kiosk.toml")
    assert kiosk.hub.token == "token-of-kios-1"
    assert len(kiosk.button) == 3
    assert load_display_config(settings / "display.toml").hub.token == "token-of-layar-1"


def test_the_install_script_is_one_that_a_shell_reads() -> None:
    subprocess.run(["sh", "-n", str(DEPLOY / "install.sh")], check=True)


@pytest.mark.parametrize("part", ["", "toaster"])
def test_the_install_script_refuses_what_it_does_not_know(part: str) -> None:
    done = subprocess.run(
        ["sh", str(DEPLOY / "install.sh"), part], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "usage" in done.stderr


@pytest.mark.parametrize("unit", sorted(path.name for path in (DEPLOY / "systemd").iterdir()))
def test_a_unit_starts_a_command_that_exists_with_the_file_that_is_installed(unit: str) -> None:
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's keys have capitals
    parsed.read(DEPLOY / "systemd" / unit)
    part = unit.removeprefix("balai-").removesuffix(".service")
    started = parsed["Service"]["ExecStart"]
    settings = {"estimate": "hub"}.get(part, part)
    assert started == f"/opt/balai/bin/balai {part} --config /etc/balai/{settings}.toml"
    unit_installed = "balai-estimate.service" if part == "estimate" else "balai-$service.service"
    assert unit_installed in (DEPLOY / "install.sh").read_text()
