"""A device is let in by the six digits that it shows: whoever guesses, floods, stands between, or comes
late is not."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.protocol.devices.admission import CODE_SECONDS, AskAdmission, code_of, digest_of
from server.store.kept.accounts import token_hash
from server.usecases.address.authority import make_authority
from server.usecases.devices.admission import ASKS_A_MINUTE, KEPT, WRONG_A_MINUTE
from tests.support.hub.inside import Asker, Inside


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papers")
    for name in ("hall", "other"):
        (folder / name).mkdir()
        make_authority(folder / name, "balai.local", datetime.now(UTC))
    return folder


@pytest.fixture
def hub(tmp_path: Path, papers: Path) -> Iterator[Inside]:
    with Inside(tmp_path, proxies=1, ca=papers / "hall" / "ca.pem") as inside:
        yield inside


@pytest.fixture
def manager(hub: Inside) -> Asker:
    return hub.staff("citra")


@dataclass
class Machine:
    """A device without a token, at an address of its own."""

    hub: Inside
    address: str = "192.168.1.30"
    kind: str = "kiosk"
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    secret: str = field(default_factory=lambda: secrets.token_hex(32))
    answer: dict[str, Any] = field(default_factory=dict)

    @property
    def asked(self) -> AskAdmission:
        told = {"kind": self.kind, "token_hash": digest_of(self.token), "commitment": digest_of(self.secret)}
        return AskAdmission.model_validate(told)

    def post(self, path: str, body: dict[str, Any]) -> Any:
        return Asker(self.hub.app.test_client()).send(path, body, **{"X-Forwarded-For": self.address})

    def ask(self) -> int:
        """Ask; the answer's status."""
        response = self.post("/devices/asks", self.asked.model_dump())
        self.answer = response.get_json()
        return int(response.status_code)

    def tell(self, secret: str = "") -> Any:
        return self.post(f"/devices/asks/{self.answer['id']}", {"secret": secret or self.secret})

    @property
    def code(self) -> str:
        return code_of(self.asked, self.answer["nonce"], self.answer["authority"], self.secret)

    def shows(self) -> str:
        """Ask, tell, and the code that it shows then."""
        assert self.ask() == 201
        assert self.tell().get_json() == {"admitted": False, "device_id": ""}
        return self.code

    @property
    def status(self) -> int:
        """Whether the hub knows its token."""
        return self.hub.device(self.token).get("/hall").status_code


def trail_of(hub: Inside) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = hub.staff("fani").get("/trail").get_json()["entries"]
    return entries


def test_the_manager_types_the_code_and_the_device_is_in_by_a_token_that_nobody_typed(
    hub: Inside, manager: Asker, papers: Path
) -> None:
    machine = Machine(hub)
    code = machine.shows()
    assert machine.answer["authority"] == (papers / "hall" / "ca.pem").read_text()
    assert machine.status == 401
    let_in = manager.done("/devices/admit", code=code, id="kios-7", name="Kios pintu")
    assert let_in == {"id": "kios-7", "kind": "kiosk"}
    assert machine.status == 200
    assert machine.tell().get_json() == {"admitted": True, "device_id": "kios-7"}
    (row,) = [one for one in manager.get("/devices").get_json()["devices"] if one["id"] == "kios-7"]
    assert (row["name"], row["kind"]) == ("Kios pintu", "kiosk")
    told = [(one["what"], one["actor"], one["about"]) for one in trail_of(hub)]
    assert ("device_admitted", "staff:id-citra", "kios-7") in told


def test_the_answer_that_was_lost_is_given_again_and_the_code_opens_nothing_more(
    hub: Inside, manager: Asker
) -> None:
    code = Machine(hub).shows()
    first = manager.done("/devices/admit", code=code, id="kios-7")
    assert manager.done("/devices/admit", code=code, id="kios-7") == first
    assert manager.change("/devices/admit", code=code, id="kios-8").status_code == 404


def test_a_new_machine_takes_the_place_of_a_broken_one_of_its_kind(hub: Inside, manager: Asker) -> None:
    machine = Machine(hub)
    code = machine.shows()
    taken = manager.change("/devices/admit", code=code, id="kiosk-1")
    assert (taken.status_code, taken.get_json()["code"]) == (409, "device_exists")
    other = manager.change("/devices/admit", code=code, id="display-1", replaces=True)
    assert (other.status_code, other.get_json()["code"]) == (404, "device_unknown")
    assert hub.device("kiosk-token").get("/hall").status_code == 200
    manager.done("/devices/admit", code=code, id="kiosk-1", replaces=True)
    assert machine.status == 200
    assert hub.device("kiosk-token").get("/hall").status_code == 401


@pytest.mark.parametrize(("name", "status"), [("ani", 403), ("dewi", 403), ("eko", 403), ("fani", 201)])
def test_only_managers_and_administrators_let_devices_in(hub: Inside, name: str, status: int) -> None:
    code = Machine(hub).shows()
    assert hub.staff(name).change("/devices/admit", code=code, id="kios-7").status_code == status


def test_two_devices_each_get_their_own(hub: Inside, manager: Asker) -> None:
    wall, kiosk = Machine(hub, "192.168.1.31", "display"), Machine(hub)
    codes = wall.shows(), kiosk.shows()
    assert manager.done("/devices/admit", code=codes[1], id="kios-7")["kind"] == "kiosk"
    assert (wall.status, kiosk.status) == (401, 200)
    in_zone = manager.done("/devices/admit", code=codes[0], id="layar-7", zone_id="utama")
    assert in_zone["kind"] == "display"


def test_wrong_codes_are_few(hub: Inside, manager: Asker) -> None:
    machine = Machine(hub)
    code = machine.shows()
    guesses = (f"{(int(code) + n) % 10**6:06d}" for n in range(1, WRONG_A_MINUTE + 1))
    told = [manager.change("/devices/admit", code=guess, id="kios-7") for guess in guesses]
    assert {(one.status_code, one.get_json()["code"]) for one in told} == {(404, "admission_code_unknown")}
    late = manager.change("/devices/admit", code=code, id="kios-7")
    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) > 0
    assert machine.status == 401
    # Another account's tries are its own.
    hub.staff("fani").done("/devices/admit", code=code, id="kios-7")


def test_a_code_is_good_for_minutes_alone(hub: Inside, manager: Asker) -> None:
    machine = Machine(hub)
    code = machine.shows()
    hub.clock.advance(CODE_SECONDS + 1)
    assert machine.tell().status_code == 404
    assert manager.change("/devices/admit", code=code, id="kios-7").status_code == 404
    again = machine.shows()
    assert manager.change("/devices/admit", code=again, id="kios-7").status_code == 201


def test_nobody_asks_without_end_and_nobody_else_waits_for_it(hub: Inside, manager: Asker) -> None:
    friend = Machine(hub)
    code = friend.shows()
    flood = Machine(hub, "192.168.1.66")
    assert [flood.ask() for _ in range(ASKS_A_MINUTE + 2)] == [201] * ASKS_A_MINUTE + [429] * 2
    many = [Machine(hub, f"10.0.{n // 250}.{n % 250 + 1}").ask() for n in range(KEPT + 20)]
    assert set(many) == {201, 429}
    manager.done("/devices/admit", code=code, id="kios-7")
    assert friend.status == 200


def test_who_does_not_know_the_secret_hears_and_changes_nothing(hub: Inside) -> None:
    machine = Machine(hub)
    machine.ask()
    assert machine.tell(secrets.token_hex(32)).status_code == 404
    machine.answer["id"] = "nobody"
    assert machine.tell().status_code == 404
    for body in ({}, {"secret": "x"}, {"secret": "A" * 64}, {"secret": "0" * 64, "more": 1}):
        assert machine.post("/devices/asks/nobody", body).status_code == 422


def test_who_has_another_certificate_or_token_shows_another_code(hub: Inside, papers: Path) -> None:
    machine = Machine(hub)
    code = machine.shows()
    other = (papers / "other" / "ca.pem").read_text()
    assert code_of(machine.asked, machine.answer["nonce"], other, machine.secret) != code
    assert code_of(machine.asked, machine.answer["nonce"], "", machine.secret) != code
    thief = Machine(hub, token=secrets.token_urlsafe(32), secret=machine.secret)
    assert code_of(thief.asked, machine.answer["nonce"], machine.answer["authority"], machine.secret) != code


HEX = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(HEX, HEX, HEX, HEX)
def test_every_code_has_six_digits_and_both_sides_make_the_same(
    hashed: str, nonce: str, secret: str, commitment: str
) -> None:
    asked = AskAdmission(kind="kiosk", token_hash=hashed, commitment=commitment)
    code = code_of(asked, nonce, "", secret)
    assert len(code) == 6
    assert code.isdecimal()
    assert code_of(AskAdmission.model_validate(asked.model_dump()), nonce, "", secret) == code
    assert token_hash(secret) == digest_of(secret)
