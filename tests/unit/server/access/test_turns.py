"""The queue for what is dear: bounded, and one address after another."""

from __future__ import annotations

import gevent
import pytest
from gevent.event import Event

from server.auth.turns import TooBusy, Turns


class Line:
    """Greenlets that have their turn one after another, as this lets them."""

    def __init__(self, at_once: int = 1, most: int = 6, most_of_one: int = 3) -> None:
        self.turns = Turns(at_once, most, most_of_one)
        self.served: list[str] = []
        self.go = Event()

    def come(self, *who: str) -> list[gevent.Greenlet[..., str]]:
        """They come in this order."""
        made = [gevent.spawn(self._have, one) for one in who]
        gevent.idle()
        return made

    def _have(self, who: str) -> str:
        try:
            with self.turns.turn(who):
                self.go.wait()
                self.served.append(who)
        except TooBusy:
            return "busy"
        return "served"


def test_addresses_take_turns_however_often_one_of_them_asks() -> None:
    line = Line()
    came = line.come("a", "a", "a", "a", "b", "c", "b")
    line.go.set()
    gevent.joinall(came)
    assert line.served == ["a", "a", "b", "c", "a", "b", "a"]
    assert line.turns.waiting == 0


def test_who_finds_the_queue_full_is_told_at_once() -> None:
    line = Line()
    came = line.come(*"aaaaa", *"bbbb", "c")
    assert [g.value for g in came] == [None] * 4 + ["busy"] + [None] * 3 + ["busy"] * 2
    line.go.set()
    gevent.joinall(came)
    assert sorted(line.served) == list("aaaabbb")


def test_who_goes_away_leaves_the_queue_to_the_others() -> None:
    line = Line(at_once=2)
    came = line.come("a", "b", "c", "d")
    came[2].kill()
    assert line.turns.waiting == 1
    line.go.set()
    gevent.joinall(came)
    assert line.served == ["a", "b", "d"]
    with pytest.raises(ValueError, match="inside"), line.turns.turn("x"):
        raise ValueError("inside")
    assert line.come("y", "z")[1].get() == "served"
