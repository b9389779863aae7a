"""`balai hub init` on a machine's files: once and again, another name, another address, a wrong clock."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from balai.cli import main
from server.config import load_config
from server.usecases.address.addresses import private_ones
from server.usecases.address.authority import AUTHORITY_LASTS, HUB_LASTS, RENEWED_AT, shown
from server.usecases.address.mdns import SERVICE, with_name
from server.usecases.address.setting_up import Machine, NotSetUp, renew, set_up

EXAMPLE = Path(__file__).resolve().parents[3] / "deploy" / "examples" / "hub.toml"
NAME, NOW = "balai.local", datetime(2026, 4, 14, 1, tzinfo=UTC)
AVAHI = "[server]\n#host-name=foo\nuse-ipv4=yes\n"


class Network:
    """Where the machine is."""

    def __init__(self) -> None:
        self.addresses: tuple[str, ...] = ("192.168.1.10",)

    def __call__(self) -> tuple[str, ...]:
        return self.addresses


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def machine(tmp_path: Path, network: Network) -> Machine:
    """A Debian with nginx and avahi, as packages leave them."""
    for folder in ("balai", "nginx/sites-enabled", "avahi"):
        (tmp_path / "etc" / folder).mkdir(parents=True)
    config = tmp_path / "etc/balai/hub.toml"
    config.write_text(EXAMPLE.read_text())
    config.chmod(0o640)
    (tmp_path / "etc/nginx/sites-enabled/default").symlink_to("/etc/nginx/sites-available/default")
    (tmp_path / "etc/avahi/avahi-daemon.conf").write_text(AVAHI)
    return Machine(tmp_path, config, network)


def kept(machine: Machine) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in (machine.root / "etc").rglob("*") if path.is_file()}


def test_one_command_sets_up_everything_and_again_changes_nothing(machine: Machine) -> None:
    set_up(machine, NAME, NOW)
    hub = load_config(machine.config).hub
    assert (hub.name, hub.https, hub.proxies, hub.ca) == (NAME, True, 1, machine.tls / "ca.pem")
    assert "# Where balai-backup.timer puts a copy each hour" in machine.config.read_text()
    assert machine.config.stat().st_mode & 0o777 == 0o640
    assert shown(machine.tls / "hub.crt").names >= {NAME, "192.168.1.10"}
    site = (machine.root / "etc/nginx/conf.d/balai.conf").read_text()
    assert "ssl_certificate     /etc/balai/tls/hub.pem;" in site
    assert not (machine.root / "etc/nginx/sites-enabled/default").is_symlink()
    assert "\nhost-name=balai\n" in (machine.root / "etc/avahi/avahi-daemon.conf").read_text()
    before = kept(machine)
    set_up(machine, NAME, NOW + timedelta(days=1))
    assert kept(machine) == before


def test_the_network_is_told_where_the_hall_is() -> None:
    services = ET.fromstring(SERVICE).findall("service")  # noqa: S314  # our own
    assert [(one.findtext("type"), one.findtext("port")) for one in services] == [
        ("_https._tcp", "443"),
        ("_http._tcp", "80"),
    ]
    assert with_name("[server]\nuse-ipv4=yes\n", NAME) == "[server]\nhost-name=balai\nuse-ipv4=yes\n"
    assert with_name(with_name(AVAHI, NAME), NAME) == with_name(AVAHI, NAME)


def test_a_real_name_is_nobodys_to_announce(machine: Machine) -> None:
    set_up(machine, "mpp.kutaikartanegarakab.go.id", NOW)
    assert (machine.root / "etc/avahi/avahi-daemon.conf").read_text() == AVAHI
    assert not (machine.root / "etc/avahi/services").exists()


def test_another_name_needs_another_authority_and_is_not_had_by_accident(machine: Machine) -> None:
    set_up(machine, NAME, NOW)
    before = kept(machine)
    with pytest.raises(NotSetUp, match=r"balai\.local"):
        set_up(machine, "hall.local", NOW)
    assert kept(machine) == before
    set_up(machine, "hall.local", NOW, anew=True)
    assert "hall.local" in shown(machine.tls / "hub.crt").names
    (aside,) = machine.tls.glob("before-*")
    assert (aside / "ca.pem").read_bytes() == before[str(machine.tls / "ca.pem")]
    assert aside.stat().st_mode & 0o777 == 0o700


def test_several_who_renew_at_once_leave_one_certificate_with_its_key(machine: Machine) -> None:
    set_up(machine, NAME, NOW)
    (machine.tls / "hub.crt").unlink()
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: renew(machine, NOW), range(8)))
    assert [why is None for why in sorted(told, key=bool)] == [True] * 7 + [False]
    assert (machine.tls / "hub.pem").read_text().startswith((machine.tls / "hub.crt").read_text())


def test_a_certificate_is_renewed_in_time_by_the_same_authority(machine: Machine) -> None:
    set_up(machine, NAME, NOW)
    authority, first = (machine.tls / "ca.pem").read_bytes(), (machine.tls / "hub.pem").read_bytes()
    late = NOW + HUB_LASTS - RENEWED_AT
    assert renew(machine, NOW + timedelta(days=400)) is None
    assert renew(machine, late) is not None
    assert (machine.tls / "hub.pem").read_bytes() != first
    assert shown(machine.tls / "hub.crt").ends > late + timedelta(days=365)
    assert (machine.tls / "ca.pem").read_bytes() == authority
    assert renew(machine, late) is None


def test_an_address_that_the_network_gave_anew_is_named(machine: Machine, network: Network) -> None:
    set_up(machine, NAME, NOW)
    network.addresses = ("10.0.0.7", "192.168.1.10")
    assert "10.0.0.7" in (renew(machine, NOW) or "")
    assert "10.0.0.7" in shown(machine.tls / "hub.crt").names
    # A cable that is out takes no name away.
    network.addresses = ()
    assert renew(machine, NOW) is None


def test_a_clock_that_starts_in_the_past_spoils_nothing(machine: Machine) -> None:
    with pytest.raises(NotSetUp, match="1970"):
        set_up(machine, NAME, datetime(1970, 1, 1, tzinfo=UTC))
    assert not machine.tls.exists()
    set_up(machine, NAME, NOW)
    before = kept(machine)
    assert renew(machine, datetime(2020, 1, 1, tzinfo=UTC)) is None
    assert kept(machine) == before


def test_one_made_on_a_clock_that_was_ahead_is_made_again(machine: Machine) -> None:
    set_up(machine, NAME, NOW)
    ahead = NOW + timedelta(days=3000)
    assert ahead < NOW + AUTHORITY_LASTS
    assert renew(machine, ahead) is not None
    assert renew(machine, NOW) is not None
    assert shown(machine.tls / "hub.crt").begins <= NOW


def test_what_was_half_written_is_made_whole(machine: Machine) -> None:
    set_up(machine, NAME, NOW)
    (machine.tls / "hub.pem").unlink()
    assert renew(machine, NOW) is not None
    assert (machine.tls / "hub.pem").exists()


def test_the_check_of_the_hubs_machine_tells_when_it_ends(machine: Machine) -> None:
    set_up(machine, NAME, NOW)
    words = ["hub", "--check", "--config", str(machine.config), "--clock"]
    well = CliRunner().invoke(main, [*words, "scaled:0:0.001:2026-04-14T01:00:00+00:00"]).output
    assert "certificate  trusted, good until 2028-04-13." in well
    late = CliRunner().invoke(main, [*words, "scaled:0:0.001:2028-03-01T01:00:00+00:00"]).output
    assert "sudo balai hub renew" in late


@pytest.mark.parametrize(
    ("command", "told"),
    [(("no-such-nginx", "-t"), "apt install no-such-nginx"), (("false",), "false failed")],
)
def test_a_program_of_the_system_that_is_missing_or_says_no_is_named(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], told: str
) -> None:
    machine.told(*command)  # in an image nothing runs that could be told
    monkeypatch.setattr(Machine, "runs", True)
    with pytest.raises(NotSetUp, match=told):
        machine.told(*command)


def test_only_addresses_of_private_networks_that_lead_here_are_named() -> None:
    asked = ("127.0.0.1", "192.168.1.10", "192.168.1.10", "8.8.8.8", "10.1.2.3", "172.32.0.1", "fd00::5")
    assert private_ones(asked) == ("192.168.1.10", "10.1.2.3", "fd00::5")


def test_the_command_asks_nothing_and_tells_the_address_and_its_code(machine: Machine) -> None:
    words = ["hub", "init", "--name", NAME, "--root", str(machine.root)]
    done = CliRunner().invoke(main, words, input="")
    assert done.exit_code == 0, done.output
    assert "https://balai.local" in done.output
    assert "▄" in done.output
    again = CliRunner().invoke(main, ["hub", "renew", "--root", str(machine.root)])
    assert again.output == "The certificate is in order; nothing was changed.\n"
    refused = CliRunner().invoke(main, [*words[:3], "not a name", *words[4:]])
    assert refused.exit_code == 1
    assert "'not a name' is no name" in refused.output


@pytest.mark.parametrize(
    ("state", "waits"), [("starting", False), ("initializing", False), ("running", True), ("degraded", True)]
)
def test_a_machine_that_is_being_switched_on_waits_for_no_service(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, state: str, waits: bool
) -> None:
    """Its services wait for what sets the address up, so that neither would ever go on."""
    done = tmp_path / "done"
    for name in ("systemctl", "nginx"):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        told = f'#!/bin/sh\n[ "$1" != is-system-running ] || {{ echo {state}; exit 1; }}\n'
        program.write_text(f'{told}echo "{name} $*" >> {done}\n')
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    monkeypatch.setattr(Machine, "runs", True)
    set_up(machine, NAME, NOW)
    asked = [line.split() for line in done.read_text().splitlines() if line.startswith("systemctl")]
    assert ["nginx" in line for line in asked].count(True) >= 2
    assert [line[1] == "--no-block" for line in asked] == [not waits] * len(asked)
