"""Who asks much at once gives way while others ask, and only then."""

from __future__ import annotations

import gevent
from gevent.event import Event
from gevent.greenlet import Greenlet

from server.auth.fair_share import ASKS_SECONDS, AT_ONCE, FairShare

MANY = 20


class Stage:
    """Requests that take until they are let go."""

    def __init__(self) -> None:
        self.now = 100.0
        self.share = FairShare(lambda: self.now)
        self.begun: list[str] = []
        self.greenlets: list[Greenlet[..., None]] = []
        self.gates: list[Event] = []

    def ask(self, token: str, count: int = 1) -> None:
        for _ in range(count):
            gate = Event()
            self.gates.append(gate)
            self.greenlets.append(gevent.spawn(self._answer, token, gate))
        self.settle()

    def _answer(self, token: str, gate: Event) -> None:
        self.share.begin(token)
        try:
            self.begun.append(token)
            gate.wait()
        finally:
            self.share.end(token)

    def settle(self) -> None:
        for _ in range(3):
            gevent.idle()

    def let_go(self) -> None:
        for gate in self.gates:
            gate.set()
        gevent.joinall(self.greenlets, raise_error=True)


def test_where_nobody_else_asks_all_are_answered_at_once() -> None:
    stage = Stage()
    stage.ask("kiosk", MANY)
    assert len(stage.begun) == MANY
    stage.let_go()


def test_who_asks_much_waits_while_another_asks_and_the_other_does_not() -> None:
    stage = Stage()
    stage.ask("tablet")
    stage.ask("wild", MANY)
    assert stage.begun == ["tablet"] + ["wild"] * AT_ONCE
    stage.ask("tablet")
    assert stage.begun[-1] == "tablet"
    stage.let_go()
    assert stage.begun.count("wild") == MANY


def test_each_that_ends_lets_the_next_of_its_token_in_while_nobody_else_is_being_answered() -> None:
    stage = Stage()
    stage.ask("tablet")
    stage.ask("wild", AT_ONCE + 3)
    stage.gates[1].set()
    stage.settle()
    assert stage.begun.count("wild") == AT_ONCE, "the tablet is being answered"
    stage.gates[0].set()
    stage.settle()
    assert stage.begun.count("wild") == AT_ONCE + 1
    stage.gates[2].set()
    stage.settle()
    assert stage.begun.count("wild") == AT_ONCE + 2
    stage.let_go()


def test_when_the_other_has_gone_nobody_waits_any_more() -> None:
    stage = Stage()
    stage.ask("tablet")
    stage.now += ASKS_SECONDS
    stage.ask("wild", MANY)
    assert stage.begun.count("wild") == MANY
    stage.let_go()


def test_nothing_is_kept_of_who_has_been_answered() -> None:
    stage = Stage()
    for name in map(str, range(50)):
        stage.ask(name, AT_ONCE + 2)
    stage.let_go()
    assert not stage.share._answered
    assert not stage.share._waiting
