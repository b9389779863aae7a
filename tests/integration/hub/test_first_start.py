"""A hub without a hall: one page and a code, a hall made whole or not at all, then the hub as any other."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from balai.hall_file.read import load_hall
from demo.driving.api import Api
from demo.driving.hubs import SAMPLE_HALL, steady_port
from demo.driving.programs import Program
from demo.driving.wait import eventually

WANTED = {
    "username": "kepala", "password": "kuda-benar-9", "district_code": "64.02.12", "district": "Tabang",
    "name": "MPP Kecamatan Tabang", "regency": "Kabupaten Kutai Kartanegara", "time_zone": "Asia/Makassar",
}  # fmt: skip


class Machine:
    """A hub's machine whose store is empty."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, steady_port()
        store = f"sqlite:///{folder / 'balai.db'}"
        (folder / "hub.toml").write_text(
            f'[hub]\nhost = "127.0.0.1"\nport = {self.port}\n\n[store]\nurl = "{store}"\n'
        )
        self.hub = self.start()
        self.api = Api("127.0.0.1", self.port)

    def start(self) -> Program:
        return Program("hub", ["--config", "hub.toml"], self.folder / "hub.log")

    def code(self) -> str:
        """The code on its console."""

        def shown() -> str:
            assert self.hub.runs, self.hub.log
            found = re.findall(r"(\d{3}) (\d{3})$", self.hub.said, re.MULTILINE)
            return "".join(found[-1]) if found else ""

        return eventually(shown, what="the code")

    def found(self, **other: Any) -> Any:
        return self.api.ask("POST", "/founding", {"code": self.code(), **WANTED, **other})

    def close(self) -> None:
        self.api.close()
        self.hub.close()


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    yield machine
    machine.close()


def test_a_hall_is_made_with_the_code_of_the_console_and_the_hub_goes_on_as_any_other(
    machine: Machine,
) -> None:
    code = machine.code()
    assert f"http://127.0.0.1:{machine.port}/start" in machine.hub.said
    # Nothing else is there yet, and says so.
    for path in ("/session", "/hall", "/devices"):
        assert (machine.api.get(path).status, machine.api.get(path).code) == (503, "no_hall")
    refused = machine.found(code=f"{(int(code) + 1) % 10**6:06d}")
    assert (refused.status, refused.code) == (409, "start_code_wrong")
    wrong = machine.found(time_zone="Mars/Olympus", district_code="64.00.12")
    assert {fault["pointer"] for fault in wrong.data["errors"]} == {"/time_zone", "/district_code"}
    short = machine.found(password="1234")
    assert [fault["pointer"] for fault in short.data["errors"]] == ["/password"]
    made = machine.found().ok()
    assert made["hall_id"] == "tabang"
    assert machine.hub.ready()["hall"] == "tabang"
    # The code has ended with the page that took it.
    assert machine.found().status == 404
    manager = Api("127.0.0.1", machine.port)
    manager.sign_in(WANTED["username"], WANTED["password"])
    assert manager.get("/session").ok()["account"]["role"] == "manager"
    [version] = manager.get("/hall/versions").ok()["versions"]
    assert version["by"]["actor"] == f"staff:{manager.account_id}"
    manager.sign_in(made["administrator"], made["administrator_password"])
    assert manager.get("/session").ok()["account"]["role"] == "administrator"
    told = [row for row in manager.get("/trail").ok()["entries"] if row["what"] == "account_added"]
    assert {row["detail"] for row in told} == {"manager", "administrator"}
    manager.close()


def test_power_that_goes_right_after_leaves_the_hall_and_before_it_nothing(machine: Machine) -> None:
    first = machine.code()
    machine.hub.kill()
    machine.hub = machine.start()
    second = machine.code()
    assert machine.found().ok()["hall_id"] == "tabang"
    machine.hub.kill()
    machine.hub = machine.start()
    assert machine.hub.ready()["hall"] == "tabang"
    again = Api("127.0.0.1", machine.port)
    again.sign_in(WANTED["username"], WANTED["password"])
    again.close()
    assert {len(first), len(second)} == {6}


def test_an_answer_that_was_lost_is_given_again_and_no_password_is_lost_with_it(machine: Machine) -> None:
    chosen = {"administrator_password": "baru-kuda-benar-9"}
    request = {"code": machine.code(), **WANTED, **chosen}
    line = http.client.HTTPConnection("127.0.0.1", machine.port)
    line.request("POST", "/api/v1/founding", json.dumps(request))
    again = machine.api.ask("POST", "/founding", request)
    # The page that makes halls may have ended by then; the password is the one that was chosen.
    assert (again.status, again.code) in ((201, ""), (404, "not_found"))
    assert machine.hub.ready()["hall"] == "tabang"
    line.close()  # nobody has read the first answer
    api = Api("127.0.0.1", machine.port)
    api.sign_in("admin", chosen["administrator_password"])
    assert api.get("/session").ok()["account"]["role"] == "administrator"
    api.close()


def test_a_file_that_is_loaded_beside_it_ends_the_first_start(machine: Machine) -> None:
    from balai.clock import SystemClock
    from server.auth.roles import Permission
    from server.cli.common import opened
    from server.usecases.configuration import put_in_force

    machine.code()
    with opened(machine.folder / "hub.toml", Permission.HALL_CHANGE) as (_, store):
        put_in_force(store, load_hall(SAMPLE_HALL), SystemClock())
    assert machine.hub.ready()["hall"] == "tenggarong"
    assert machine.found().status == 404
