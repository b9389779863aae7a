"""A name of the internet: certbot asks an authority by the hub's own nginx, and what it holds is shown."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from balai.cli import main
from server.config import load_config
from server.usecases.address.authority import AuthorityFault, make_authority, make_certificate, shown
from server.usecases.address.public import WEB, Acme
from server.usecases.address.setting_up import Machine, NotSetUp, renew, set_up
from tests.support.hub.nginx import before, papers_in
from tests.support.hub.pebble import Pebble

EXAMPLE = Path(__file__).resolve().parents[3] / "deploy" / "examples" / "hub.toml"
NAME, MAIL = "mpp.kutaikartanegarakab.go.id", "kepala@contoh.go.id"


@dataclass(frozen=True)
class Internet:
    """A machine that the internet leads to, and the authority."""

    machine: Machine
    acme: Acme


def machine_in(folder: Path) -> Machine:
    (folder / "etc/balai").mkdir(parents=True)
    config = folder / "etc/balai/hub.toml"
    config.write_text(EXAMPLE.read_text())
    return Machine(folder, config, lambda: ("192.168.1.10",))


@pytest.fixture(scope="module")
def internet() -> Iterator[Internet]:
    with ExitStack() as parts:
        # nginx reads it as nobody, who may not enter a test's own folder.
        folder = Path(parts.enter_context(tempfile.TemporaryDirectory(prefix="balai-acme-")))
        folder.chmod(0o755)
        machine = machine_in(folder)
        papers = folder / "papers"
        papers.mkdir()
        proxy = parts.enter_context(before(9, papers_in(papers), challenges=folder / WEB))
        authority = parts.enter_context(Pebble(folder / "pebble", proxy.plain_port))
        yield Internet(machine, Acme(MAIL, authority.directory, authority.environment))


def presented(machine: Machine) -> str:
    """Who signed what nginx shows."""
    asked = ["openssl", "x509", "-in", str(machine.tls / "hub.crt"), "-noout", "-issuer"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout


def test_one_command_asks_for_a_certificate_and_the_hub_shows_it(internet: Internet) -> None:
    machine, now = internet.machine, datetime.now(UTC)
    set_up(machine, NAME, now, acme=internet.acme)
    hub = load_config(machine.config).hub
    assert (hub.name, hub.ca, hub.is_public) == (NAME, None, True)
    assert "Pebble" in presented(machine)
    assert shown(machine.tls / "hub.crt").names == {NAME}
    assert (machine.tls / "hub.pem").stat().st_mode & 0o777 == 0o600
    site = (machine.root / "etc/nginx/conf.d/balai.conf").read_text()
    assert "root /var/lib/letsencrypt/balai;" in site
    assert "/trust" not in site
    # Again, also by who knows nothing of authorities: nothing is asked, nothing changes.
    before_it = (machine.tls / "hub.crt").read_bytes()
    set_up(machine, NAME, now)
    assert load_config(machine.config).hub.is_public
    assert (machine.tls / "hub.crt").read_bytes() == before_it
    checked = CliRunner().invoke(main, ["hub", "--check", "--config", str(machine.config)]).output
    assert "certificate  trusted" in checked


def test_what_certbot_renews_is_taken_over_and_while_it_holds_none_that_is_good_the_hall_signs(
    internet: Internet, tmp_path: Path
) -> None:
    machine, now = machine_in(tmp_path), datetime.now(UTC)
    set_up(machine, NAME, now)
    text = machine.config.read_text().replace('ca = "tls/ca.pem"', 'certificate = "tls/hub.crt"')
    machine.config.write_text(text)
    live = tmp_path / "etc/letsencrypt/live" / NAME
    live.mkdir(parents=True)
    given = tmp_path / "given"
    given.mkdir()
    make_authority(given, NAME, now)
    make_certificate(given, NAME, (), now)
    (live / "fullchain.pem").write_bytes((given / "hub.crt").read_bytes())
    assert renew(machine, now) is None, "without its key it is of no use"
    (live / "privkey.pem").write_text("-----BEGIN PRIVATE KEY-----\n")
    assert renew(machine, now) is not None
    assert (machine.tls / "hub.crt").read_bytes() == (given / "hub.crt").read_bytes()
    assert renew(machine, now) is None
    assert renew(machine, now + timedelta(days=800)) is not None
    assert (machine.tls / "hub.crt").read_bytes() != (given / "hub.crt").read_bytes()


def test_an_authority_that_refuses_is_quoted_and_the_hall_signs_meanwhile(internet: Internet) -> None:
    with tempfile.TemporaryDirectory() as folder:
        # Nobody serves what the authority looks for.
        machine = machine_in(Path(folder))
        with pytest.raises(AuthorityFault, match=f"no certificate for {NAME}.*404"):
            set_up(machine, NAME, datetime.now(UTC), acme=internet.acme)
        assert "Balai" in presented(machine)


def test_a_name_of_the_halls_own_network_is_not_asked_for(internet: Internet, tmp_path: Path) -> None:
    machine, now = machine_in(tmp_path), datetime.now(UTC)
    with pytest.raises(NotSetUp, match="of this network alone"):
        set_up(machine, "balai.local", now, acme=internet.acme)
    # What tablets and devices trust is not taken from them by accident.
    set_up(machine, NAME, now)
    with pytest.raises(NotSetUp, match="--anew"):
        set_up(machine, NAME, now, acme=internet.acme)


def test_a_machine_without_certbot_is_told_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.usecases.address.public.PROGRAM", "no-such-certbot")
    with pytest.raises(AuthorityFault, match="apt install certbot"):
        set_up(machine_in(tmp_path), NAME, datetime.now(UTC), acme=Acme(MAIL))
