"""Who is not known waits for a turn; who is known never does, and nobody is charged for having been new."""

from __future__ import annotations

from typing import Any

import pytest

from server.auth.strangers import ADMITTED, AT_ONCE, CONNECTION, LONGEST_WAIT, RATE, Strangers


class Noted:
    """The connections of which it was said that somebody known asks on them."""

    def __init__(self) -> None:
        self.of: list[object] = []

    def known(self, connection: object, whose: str) -> None:
        assert connection == whose
        self.of.append(connection)


class Gate:
    """The application behind the gate; the time stands, and what is waited for is written down."""

    def __init__(self) -> None:
        self.now, self.waited, self.answered = 0.0, list[float](), 0
        self.known = {"staff"}
        self.noted = Noted()
        self.strangers = Strangers(
            self._answer,
            lambda asked: "seen" if asked["who"] == "seen" else "",
            lambda asked: asked["who"] in self.known,
            lambda asked: str(asked["who"]),
            lambda: self.now,
            self.waited.append,
        )
        self.strangers.connections = self.noted

    def ask(
        self, who: str = "nobody", path: str = "/api/v1/time", method: str = "GET", at: str = "::1"
    ) -> str:
        """Ask for a page; the status where it was not the application that answered."""
        said: list[str] = []
        environ = {
            "who": who, "PATH_INFO": path, "REMOTE_ADDR": at, "REQUEST_METHOD": method, CONNECTION: who,
        }  # fmt: skip
        self.strangers(environ, lambda status, _: said.append(status))
        return "".join(said)

    def socket(self, who: str) -> bool:
        """Open a socket; whether it may be."""
        environ = {"who": who, "PATH_INFO": "/socket.io/", "REQUEST_METHOD": "GET", CONNECTION: who}
        may = self.strangers.may_open_socket(environ, "10.0.0.1")
        if who == "display":
            environ[ADMITTED]()  # type: ignore[operator]  # it is called by whoever lets it in
        return may

    def _answer(self, environ: dict[str, Any], _: object) -> list[bytes]:
        self.answered += 1
        return [b""]


def test_who_asks_without_end_is_held_back_and_then_told_to_come_back() -> None:
    gate = Gate()
    said = [gate.ask() for _ in range(AT_ONCE + 200)]
    turns = [n / RATE for n in range(1, int(LONGEST_WAIT * RATE) + 1)]
    late = 200 - len(turns)
    assert gate.waited == pytest.approx([*turns, *[LONGEST_WAIT] * late])
    assert said == [""] * (AT_ONCE + len(turns)) + ["429 Too Many Requests"] * late
    assert gate.answered == AT_ONCE + len(turns)


@pytest.mark.parametrize("who", ["seen", "staff"])
def test_who_is_known_never_waits(who: str) -> None:
    gate = Gate()
    for _ in range(AT_ONCE + 1):
        gate.ask()
    gate.waited.clear()
    gate.now += 10
    assert {gate.ask(who) for _ in range(3 * AT_ONCE)} == {""}
    assert gate.waited == []
    assert set(gate.noted.of) == {who}


def test_somebody_known_asks_freely_beside_a_flood_from_the_same_address() -> None:
    gate = Gate()
    for _ in range(AT_ONCE + 500):
        gate.ask()
    gate.waited.clear()
    gate.ask("seen")
    assert gate.waited == []
    assert gate.ask(path="/api/v1/session", method="POST") == "", "signing in has a line of its own"
    assert gate.ask(path="/assets/x/js/staff/main.js") == ""
    assert gate.ask(at="10.0.0.7") == ""
    assert gate.waited == []


def test_a_socket_that_is_let_in_costs_nothing_and_others_do() -> None:
    gate = Gate()
    for _ in range(10 * AT_ONCE):
        assert gate.socket("display")
    assert gate.waited == []
    opened = [gate.socket("nobody") for _ in range(AT_ONCE)]
    assert opened == [True] * 190 + [False] * 10
    assert len(gate.waited) == AT_ONCE - 150
    gate.waited.clear()
    assert gate.socket("seen")
    assert gate.waited == []
    assert set(gate.noted.of) == {"display", "seen"}


@pytest.mark.parametrize(
    "network", ["2001:db8:1:2::", "2001:db8::", "2001:0DB8:0:0:0:0:0:", "fd00::5:6:7:", "fe80::"]
)
def test_a_network_of_one_person_counts_as_one_address(network: str) -> None:
    gate = Gate()
    for n in range(AT_ONCE + 1):
        gate.ask(at=f"{network}{n:x}")
    assert len(gate.waited) == 1
    gate.ask(at="2001:db8:1:3::1")
    assert len(gate.waited) == 1


def test_plain_requests_where_sockets_are_opened_wait_like_any_other() -> None:
    gate = Gate()
    for method in ("GET", "POST") * 100:
        gate.ask(path="/socket.io/", method=method)
    assert len(gate.waited) == 50
    assert gate.ask("seen", "/socket.io/") == ""


def test_reports_for_monitors_count_for_more() -> None:
    gate = Gate()
    for _ in range(AT_ONCE // 4 + 1):
        gate.ask(path="/metrics")
    assert len(gate.waited) == 1
