"""`balai doctor` names what is wrong with a machine and what to do, and changes nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from balai.clock import ManualClock, SystemClock
from demo.driving.hubs import Site
from server.cli import doctor
from server.config import load_config
from server.store import open_store
from server.store.safety.copies import back_up
from server.usecases.machine.doctor import examined
from server.usecases.machine.keeping import disk
from tests.support.days import MORNING, small_hall
from tests.support.hub import damaged
from tests.support.hub.services import RedisServer, free_port
from tests.support.hub.stores import WriterHarness, issue


class Machine:
    """A folder with hub.toml and a store of a morning."""

    def __init__(self, folder: Path, more: str = "") -> None:
        self.folder, self.port = folder, free_port()
        self.file = folder / "balai.db"
        self.url = f"sqlite:///{self.file}"
        self.config = folder / "hub.toml"
        self.config.write_text(f'[hub]\nport = {self.port}\n[store]\nurl = "{self.url}"\n{more}')
        self.clock = ManualClock(MORNING)
        with open_store(self.url, hub=True) as store:
            store.halls.put(small_hall(), MORNING)
            harness = WriterHarness(store, self.clock)
            harness.commit(issue())
            harness.writer.close()
        self.file.chmod(0o600)

    def found(self, *, held: bool = True) -> dict[str, tuple[bool, str]]:
        """What was found, by part; of several the first that is to be mended."""
        rows = examined(load_config(self.config), self.config, self.clock, lambda: held)
        found = {row.part: (row.well, str(row.told)) for row in rows if row.well}
        return found | {row.part: (row.well, str(row.told)) for row in rows[::-1] if not row.well}

    def ill(self, part: str, **held: bool) -> str:
        """What is to be mended of a part."""
        well, told = self.found(**held)[part]
        assert not well, told
        return told


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_whole_store_is_well_and_nothing_is_changed(machine: Machine) -> None:
    back_up(machine.url, machine.folder / "copies", MORNING)
    before = machine.file.read_bytes()
    found = machine.found()
    assert {part for part, (well, _) in found.items() if well} == {
        "settings", "store", "disk", "clock", "rights",
    }  # fmt: skip
    assert "[[copies]]" in found["copies"][1]
    assert machine.file.read_bytes() == before


def test_damage_is_named_with_what_to_do(machine: Machine) -> None:
    damaged.page("legs")(machine.file)
    assert "newest good copy" in machine.ill("store")


def test_a_store_that_is_not_there_or_of_another_version_is_named(machine: Machine) -> None:
    with open_store(machine.url, hub=True) as store, store.write.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    assert "version 0001" in machine.ill("store")
    machine.file.unlink()
    assert "hall load" in machine.ill("store")


def test_a_postgresql_that_is_away_is_named(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.config.write_text(f'[store]\nurl = "postgresql+psycopg://b@127.0.0.1:{free_port()}/b"\n')
    assert "could not be looked at" in machine.ill("store")


@pytest.mark.parametrize(("host", "past"), [("0.0.0.0", True), ("::", True), ("127.0.0.1", False)])  # noqa: S104  # what is named
def test_a_hub_that_is_reached_past_its_proxy_is_named(machine: Machine, host: str, past: bool) -> None:
    text = machine.config.read_text().replace("[hub]\n", f'[hub]\nhost = "{host}"\nproxies = 1\n')
    machine.config.write_text(text)
    assert ("past the proxy" in machine.ill("hub")) == past


@pytest.mark.parametrize(
    ("days", "held", "says"),
    [
        (-400, True, "before the last entry"),
        (400, False, "long after"),
        (1, False, "watch"),
        (400, True, "held"),
    ],
)
def test_a_clock_is_compared_with_the_log(machine: Machine, days: int, held: bool, says: str) -> None:
    machine.clock.set(MORNING + timedelta(days=days))
    assert says in machine.found(held=held)["clock"][1]


def test_copies_are_told_by_their_age_and_a_stick_that_is_out(tmp_path: Path) -> None:
    away = f'[[copies]]\nfolder = "copies"\n[[copies]]\nfolder = "{tmp_path}/stick"\nother_disk = true\n'
    machine = Machine(tmp_path, away)
    assert "holds no copy" in machine.ill("copies")
    back_up(machine.url, tmp_path / "copies", MORNING)
    assert "put the stick in" in machine.ill("copies")
    machine.clock.advance(4 * 3600)
    rows = examined(load_config(machine.config), machine.config, machine.clock, lambda: True)
    assert any("is 4 h old" in row.told and not row.well for row in rows)


def test_what_everybody_may_read_is_named(machine: Machine) -> None:
    token = machine.folder / "kios-1.token"
    token.write_text("secret")
    token.chmod(0o644)
    assert f"chmod o-rwx {token}" in machine.ill("rights")


def test_a_full_disk_is_named(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.usecases.machine.keeping.LEAST_FREE", 10**18)
    (found,) = disk(load_config(machine.config))
    assert not found.well
    assert "Take away what is not needed" in found.told


def test_a_store_that_was_set_aside_is_named_until_it_is_moved(machine: Machine) -> None:
    aside = machine.file.with_name("balai.db.before-20260414T000000Z")
    aside.touch()
    assert str(aside) in machine.ill("aside")


@contextmanager
def _answering(port: int, status: int, body: bytes) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing is said."""

    server = HTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (200, b"<h1>It works</h1>", "another port"),
        (503, b'{"ok": false, "parts": {"redis": {"ok": false, "detail": "away"}}}', "redis (away)"),
        (404, b"{}", "something else"),
    ],
)
def test_who_answers_at_the_hubs_port_is_looked_at(
    machine: Machine, status: int, body: bytes, says: str
) -> None:
    assert "systemctl start balai-hub" in machine.ill("hub")
    with _answering(machine.port, status, body):
        assert says in machine.ill("hub")


def test_redis_is_asked(tmp_path: Path, redis_server: RedisServer) -> None:
    machine = Machine(tmp_path, f'[redis]\nurl = "{redis_server.url}"\n')
    assert machine.found()["redis"] == (True, "answers.")
    away = Machine(tmp_path, f'[redis]\nurl = "redis://127.0.0.1:{free_port()}/0"\n')
    assert "systemctl restart redis-server" in away.ill("redis")


def test_beside_a_running_hub_it_says_all_in_lines_or_as_json(tmp_path: Path) -> None:
    with Site(tmp_path) as site:
        back_up(site.store, tmp_path / "copies", SystemClock().now())
        site.write_config(port=free_port())
        site.start()
        for file in (tmp_path / "balai.db", tmp_path / "balai.db-wal"):
            file.chmod(0o600)
        done = CliRunner().invoke(doctor, ["--config", str(site.config)])
        assert done.exit_code == 1, done.output
        lines = done.output.splitlines()
        assert [line.split()[1] for line in lines if line.startswith("MEND")] == ["copies"], done.output
        assert any(line.startswith("well") and "every part well" in line for line in lines)
        as_json = json.loads(CliRunner().invoke(doctor, ["--json", "--config", str(site.config)]).output)
        assert [row["part"] for row in as_json["found"] if not row["well"]] == ["copies"]


def test_settings_that_do_not_read_are_all_that_is_told(tmp_path: Path) -> None:
    config = tmp_path / "hub.toml"
    config.write_text("[hub]\nprot = 1\n")
    done = CliRunner().invoke(doctor, ["--config", str(config)])
    assert done.exit_code == 1
    assert 'did you mean "port"' in done.output
