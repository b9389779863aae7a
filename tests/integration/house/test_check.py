"""`balai PART --check` on a real hub: what each program needs, in lines that say what to do."""

from __future__ import annotations

import json
import ssl
import subprocess
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from balai.program.claim import claim
from demo.driving.displays import display_file
from demo.driving.hubs import Hub, Site
from demo.driving.kiosks import kiosk_file
from display.main import display
from kiosk.main import kiosk
from server.cli import estimate, hub
from tests.support.hub.services import free_port


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="module")
def running(site: Site) -> Hub:
    return site.start()


@pytest.fixture(scope="module")
def kiosk_token(site: Site) -> str:
    return site.device("kiosk")


@pytest.fixture(scope="module")
def wall_token(site: Site) -> str:
    return site.device("display")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BALAI_LANG", "en")


def looked(program: click.Command, file: Path, more: Sequence[str] = ()) -> dict[str, tuple[bool, str]]:
    """What --check says of each part; of several the first that is to be mended."""
    done = CliRunner().invoke(program, ["--config", str(file), "--check", "--json", *more])
    assert done.stdout, done.exception
    told = json.loads(done.stdout)
    assert done.exit_code == (0 if told["well"] else 1)
    rows = {row["part"]: (row["well"], row["told"]) for row in told["found"] if row["well"]}
    return rows | {row["part"]: (row["well"], row["told"]) for row in told["found"][::-1] if not row["well"]}


def ill(found: dict[str, tuple[bool, str]]) -> dict[str, str]:
    return {part: told for part, (well, told) in found.items() if not well}


def test_a_kiosk_that_is_well_says_so_of_every_part(kiosk_token: str, running: Hub, tmp_path: Path) -> None:
    file = kiosk_file(tmp_path, running.url, kiosk_token)
    found = looked(kiosk, file)
    assert not ill(found)
    assert set(found) == {"settings", "libraries", "disk", "hub", "token", "clock", "printer", "pins"}
    assert found["pins"][1].startswith("3 buttons")


def test_what_a_kiosk_keeps_has_its_room_wherever_somebody_looks_from(
    kiosk_token: str, running: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere, kept = tmp_path / "elsewhere", tmp_path / "kept"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    file = kiosk_file(tmp_path, running.url, kiosk_token)
    assert looked(kiosk, file)["disk"][1].endswith(f"{tmp_path}.")
    kept.mkdir()
    file.write_text(file.read_text().replace("[hub]\n", f'[hub]\nkept = "{kept}"\n', 1))
    assert looked(kiosk, file)["disk"][1].endswith(f"{kept}.")


def test_a_wall_that_is_well_says_so_of_every_part(
    wall_token: str, running: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    file = display_file(tmp_path, running.url, wall_token)
    found = looked(display, file)
    assert not ill(found)
    assert set(found) == {"settings", "libraries", "disk", "hub", "token", "clock", "screen", "sound"}
    file.write_text(file.read_text().replace('mode = "virtual:"', 'mode = "fullscreen"'))
    assert set(ill(looked(display, file))) == {"screen"}
    monkeypatch.setenv("SDL_AUDIODRIVER", "no-such-driver")
    assert "sound" in ill(looked(display, file))


def test_a_token_is_told_apart_that_nobody_knows_and_that_another_device_has(
    wall_token: str, running: Hub, tmp_path: Path
) -> None:
    unknown = kiosk_file(tmp_path / "a", running.url, "nobodys-token")
    assert "balai device token" in ill(looked(kiosk, unknown))["token"]
    other = kiosk_file(tmp_path / "b", running.url, wall_token)
    assert "another kind" in ill(looked(kiosk, other))["token"]


def test_a_hub_that_is_away_or_is_none_is_told(tmp_path: Path) -> None:
    file = kiosk_file(tmp_path, f"http://127.0.0.1:{free_port()}", "token")
    assert set(ill(looked(kiosk, file))) == {"hub"}
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as nobody:
        threading.Thread(target=nobody.serve_forever, args=(0.01,), daemon=True).start()
        there = kiosk_file(tmp_path, f"http://127.0.0.1:{nobody.server_port}", "token")
        assert set(ill(looked(kiosk, there))) == {"hub"}
        nobody.shutdown()


def test_a_clock_that_is_not_the_hubs_is_told(kiosk_token: str, running: Hub, tmp_path: Path) -> None:
    file = kiosk_file(tmp_path, running.url, kiosk_token)
    found = looked(kiosk, file, ["--clock", "scaled:0:1:2026-04-15T09:00:00+08:00"])
    assert "timedatectl" in ill(found)["clock"]


def test_a_certificate_that_nobody_here_trusts_is_told(tmp_path: Path) -> None:
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    made += ["-subj", "/CN=balai.local", "-keyout", str(tmp_path / "key"), "-out", str(tmp_path / "cert")]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as strange:
        strange.socket = context.wrap_socket(strange.socket, server_side=True)
        threading.Thread(target=strange.serve_forever, args=(0.01,), daemon=True).start()
        file = kiosk_file(tmp_path, f"https://127.0.0.1:{strange.server_port}", "token")
        assert "not trusted" in ill(looked(kiosk, file))["certificate"]
        strange.shutdown()


def test_a_printer_that_does_not_answer_and_pins_that_are_not_there_are_told(
    kiosk_token: str, running: Hub, tmp_path: Path
) -> None:
    printer = f"tcp://127.0.0.1:{free_port()}"
    file = kiosk_file(tmp_path, running.url, kiosk_token, printer=printer)
    assert set(ill(looked(kiosk, file))) == {"printer"}
    file.write_text(file.read_text().replace('pins = "virtual:"', 'pins = "gpio:"'))
    assert "pins" in ill(looked(kiosk, file))


def test_parts_of_a_program_that_runs_are_left_to_it(kiosk_token: str, running: Hub, tmp_path: Path) -> None:
    file = kiosk_file(tmp_path, running.url, kiosk_token, printer=f"tcp://127.0.0.1:{free_port()}")
    held = claim("kiosk", file)
    assert held is not None
    with held:
        found = looked(kiosk, file)
    assert not ill(found)
    assert "in use by balai kiosk" in found["printer"][1]


@pytest.mark.parametrize("program", [kiosk, display, hub, estimate], ids=lambda program: program.name)
def test_settings_that_do_not_read_are_all_that_is_told(program: click.Command, tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text("[hub]\nprot = 1\n")
    found = looked(program, file)
    assert set(found) == {"settings"}
    assert "hub.prot" in ill(found)["settings"]


def test_the_hub_and_its_estimator_look_at_the_machine(site: Site, running: Hub) -> None:
    assert {"libraries", "store", "hub", "disk", "clock"} <= set(looked(hub, site.config))
    assert set(looked(estimate, site.config)) == {"settings", "store"}
    assert not ill(looked(estimate, site.config))
