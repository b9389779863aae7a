"""Routes of a counter."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response
from pydantic import BaseModel

from balai.protocol import requests as r
from balai.protocol.answers.counters import CallAnswer, CounterAnswer
from balai.protocol.answers.visits import LegAnswer
from server.api.paths import CounterPath, of_counter
from server.api.routing import Handler, Routes, kept
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.usecases.asking import Submits
from server.usecases.day import counters
from server.views.days import Today

#: Which services an account may serve, those preferred first; None for all.
Skills = Callable[[str], tuple[str, ...] | None]


def add_counters(
    routes: Routes, dispatcher: Submits, days: Today, walls: counters.Walls, skills: Skills
) -> None:
    """Sit down and leave, take a break, call, and what follows a call."""
    _add_seats(routes, dispatcher, days, skills)
    _add_calls(routes, dispatcher, walls)
    _add_steps(routes, dispatcher)
    add = _at_counter(routes)
    for verb in counters.LEG_VERBS:
        path = f"/counters/<counter_id>/{verb}"
        add(path, _leg_handler(dispatcher, verb, walls), answers=LegAnswer)


def _at_counter(routes: Routes) -> Callable[..., None]:
    """Adds changes at a counter, for whoever works at it."""

    def add(rule: str, handler: Handler, *, answers: type[BaseModel]) -> None:
        routes.add(
            "POST", rule, handler,
            may=Permission.COUNTERS_WORK, about=of_counter, answers=answers, refuses=True, short=True,
        )  # fmt: skip

    return add


def _add_seats(routes: Routes, dispatcher: Submits, days: Today, skills: Skills) -> None:
    def open_counter(who: Principal, path: CounterPath, body: r.Change) -> Response:
        """Sit down at a counter, for those of its services that the asker may serve."""
        own = skills(who.id)
        return kept(counters.open_counter(dispatcher, who.actor, path.counter_id, body, own))

    def close_counter(who: Principal, path: CounterPath, body: r.CloseCounter) -> Response:
        """Leave a counter; refused with a visitor at it, and asked back (`last_counter`) where nobody else
        serves who waits."""
        return kept(counters.close_counter(dispatcher, who.actor, days.current(), path.counter_id, body))

    def pause_counter(who: Principal, path: CounterPath, body: r.Pause) -> Response:
        """Take a break; refused with a visitor at the counter."""
        return kept(counters.pause_counter(dispatcher, who.actor, path.counter_id, body))

    def resume_counter(who: Principal, path: CounterPath, body: r.Change) -> Response:
        """End a break."""
        return kept(counters.resume_counter(dispatcher, who.actor, path.counter_id, body))

    seats: dict[str, Handler] = {
        "open": open_counter,
        "close": close_counter,
        "pause": pause_counter,
        "resume": resume_counter,
    }
    add = _at_counter(routes)
    for verb, handler in seats.items():
        path = f"/counters/<counter_id>/{verb}"
        add(path, handler, answers=CounterAnswer)


def _add_calls(routes: Routes, dispatcher: Submits, walls: counters.Walls) -> None:
    def call_next(who: Principal, path: CounterPath, body: r.CallNext) -> Response:
        """Finish the leg in hand and call the next; `called` is null where nobody waits."""
        return kept(counters.call_next(dispatcher, who.actor, path.counter_id, body, walls()))

    def call_chosen(who: Principal, path: CounterPath, body: r.CallChosen) -> Response:
        """Finish the leg in hand and call this one instead of the next, for a recorded reason."""
        return kept(counters.call_chosen(dispatcher, who.actor, path.counter_id, body, walls()))

    add, at = _at_counter(routes), "/counters/<counter_id>"
    add(f"{at}/call", call_next, answers=CallAnswer)
    add(f"{at}/call-chosen", call_chosen, answers=CallAnswer)


def _add_steps(routes: Routes, dispatcher: Submits) -> None:
    def undo_step(who: Principal, path: CounterPath, body: r.Change) -> Response:
        """Take the last step at the counter back, while it is fresh."""
        return kept(counters.undo(dispatcher, who.actor, path.counter_id, body))

    def finish_leg(who: Principal, path: CounterPath, body: r.FinishLeg) -> Response:
        """Service is over."""
        return kept(counters.finish(dispatcher, who.actor, path.counter_id, body))

    def serve_now(who: Principal, path: CounterPath, body: r.ServeNow) -> Response:
        """Serve somebody who stands at the counter without a ticket, or with a number from a paper roll."""
        return kept(counters.serve_now(dispatcher, who.actor, path.counter_id, body))

    def park_leg(who: Principal, path: CounterPath, body: r.ParkLeg) -> Response:
        """Let the leg in hand wait aside."""
        return kept(counters.park(dispatcher, who.actor, path.counter_id, body))

    def transfer_leg(who: Principal, path: CounterPath, body: r.TransferLeg) -> Response:
        """Send the visitor on to another service, under the same number."""
        return kept(counters.transfer(dispatcher, who.actor, path.counter_id, body))

    add, at = _at_counter(routes), "/counters/<counter_id>"
    add(f"{at}/undo", undo_step, answers=LegAnswer)
    add(f"{at}/finish", finish_leg, answers=LegAnswer)
    add(f"{at}/serve", serve_now, answers=LegAnswer)
    add(f"{at}/park", park_leg, answers=LegAnswer)
    add(f"{at}/transfer", transfer_leg, answers=LegAnswer)


_TEXTS = {
    "recall": "Call the same visitor once more.",
    "start": "The visitor is present; service begins.",
    "miss": "The visitor did not come.",
}


def _leg_handler(dispatcher: Submits, verb: str, walls: counters.Walls) -> Handler:
    def handler(who: Principal, path: CounterPath, body: r.OnLeg) -> Response:
        return kept(counters.on_leg(dispatcher, who.actor, path.counter_id, verb, body, walls))

    handler.__name__, handler.__doc__ = f"{verb}_leg", _TEXTS[verb]
    return handler
