"""How a snapshot changes by pushes: a view at one seq and the pushes after it give the later view. Pure.

Queue lengths (`waiting` of a device, `next` of staff) come by `Queues`, not here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from balai.protocol import pushes as p
from balai.protocol.views import (
    AsideLeg,
    BoardView,
    CallView,
    CounterView,
    LastStep,
    LegAtCounter,
    StaffCounter,
    StaffView,
    WaitingLeg,
)

RECENT_CALLS = 8

C = TypeVar("C", bound=CounterView)
W = TypeVar("W", bound=WaitingLeg)
Fold = Callable[[CounterView, p.Push], CounterView]


def fold_board(view: BoardView, push: p.Push) -> BoardView:
    """The board after a push. A type this version does not know changes nothing."""
    changes: dict[str, Any] = {"counters": _counters(view.counters, push)}
    if push.type == "leg_called":
        changes["calls"] = _calls(view.calls, push)
    return view.model_copy(update=changes)


def fold_staff(view: StaffView, push: p.Push) -> StaffView:
    """The tablet's view after a push; `next` and `full` stay until the next `Queues`."""
    changes = {
        "counters": tuple(_stepped(c, push) for c in _counters(view.counters, push)),
        "waiting": _about(_waiting(view.waiting, push), push),
        "parked": _about(_aside(view.parked, push, "leg_parked", "leg_set_aside", "leg_transferred"), push),
        "missed": _about(_aside(view.missed, push, "leg_missed"), push),
    }
    return view.model_copy(update=changes)


def _counters(counters: tuple[C, ...], push: p.Push) -> tuple[C, ...]:
    fold = _FOLDS.get(push.type)
    if fold is None:
        return counters
    counter_id = push.data.get("counter_id")
    return tuple(fold(c, push) if c.id == counter_id else c for c in counters)  # type: ignore[misc]


def _calls(calls: tuple[CallView, ...], push: p.Push) -> tuple[CallView, ...]:
    news = p.Called.model_validate(push.data)
    call = CallView(
        leg_id=news.leg_id,
        number=news.number,
        service_id=news.service_id,
        counter_id=news.counter_id,
        at=news.called_at,
    )
    return (call, *(c for c in calls if c.leg_id != news.leg_id))[:RECENT_CALLS]


def _waiting(waiting: tuple[WaitingLeg, ...], push: p.Push) -> tuple[WaitingLeg, ...]:
    if push.type in ("leg_called", "leg_set_aside", "visit_cancelled", "visit_unserved"):
        return tuple(leg for leg in waiting if leg.leg_id != push.data["leg_id"])
    if push.type == "leg_taken":
        return tuple(leg for leg in waiting if leg.leg_id != push.data["leg"]["leg_id"])
    if push.type == "step_undone":
        return tuple(leg for leg in waiting if leg.leg_id != push.data["removed_leg_id"])
    if push.type in ("visit_issued", "leg_returned", "leg_reinstated", "leg_begun"):
        arrived = WaitingLeg.model_validate(push.data)
    elif push.type == "leg_transferred" and push.data["waits"] is not None:
        arrived = WaitingLeg.model_validate(push.data["waits"])
    else:
        return waiting
    return _in_place(waiting, arrived)


def _in_place(legs: tuple[W, ...], arrived: W) -> tuple[W, ...]:
    return tuple(sorted((*legs, arrived), key=lambda leg: (leg.arrived_at, leg.order)))


def _about(legs: tuple[W, ...], push: p.Push) -> tuple[W, ...]:
    """What is told of people where they are, in whatever list."""
    told: tuple[str, ...]
    if push.type == "visit_changed":
        of, key, told = "leg_id", push.data["leg_id"], ("service_id", "priority_class")
    elif push.type == "ticket_marked":
        of, key, told = "visit_id", push.data["visit_id"], ("unprinted", "print_unsure")
    else:
        return legs
    # An earlier version does not say all of it.
    news = {name: push.data[name] for name in told if name in push.data}
    return tuple(_with(leg, news) if getattr(leg, of) == key else leg for leg in legs)


def _with(leg: W, news: dict[str, Any]) -> W:
    # Another service may not be the counter's that alone was to call.
    if isinstance(leg, AsideLeg) and news.get("service_id", leg.service_id) != leg.service_id:
        news = {**news, "bound": None}
    return leg.model_copy(update=news)


def _aside(legs: tuple[AsideLeg, ...], push: p.Push, *joins: str) -> tuple[AsideLeg, ...]:
    if push.type in joins and push.data["aside"] is not None:
        return _in_place(legs, AsideLeg.model_validate(push.data["aside"]))
    if push.type not in _LEAVES:
        return legs
    undone = push.type == "step_undone"
    gone = (push.data["leg"]["leg_id"], push.data["removed_leg_id"]) if undone else (push.data["leg_id"],)
    return tuple(leg for leg in legs if leg.leg_id not in gone)


_LEAVES = frozenset({
    "leg_called", "leg_returned", "leg_reinstated", "visit_cancelled", "visit_unserved", "step_undone",
})  # fmt: skip


def _stepped(counter: StaffCounter, push: p.Push) -> StaffCounter:
    if push.data.get("counter_id") != counter.id:
        return counter
    if push.type in _STEPS:
        told = push.data.get("aside") or push.data
        number = told["number"] if "number" in told else _number(counter)
        step = LastStep(leg_id=push.data["leg_id"], number=number, state=_STEPS[push.type], at=push.at)
        return counter.model_copy(update={"step": step})
    begun = push.type == "leg_started" and counter.step is not None and counter.step.state == "called"
    return counter.model_copy(update={"step": None}) if begun or push.type in _CLOSES_STEP else counter


def _number(counter: StaffCounter) -> str:
    return counter.leg.number if counter.leg else ""


_STEPS: Mapping[str, str] = {
    "leg_called": "called",
    "leg_finished": "finished",
    "leg_missed": "missed",
    "leg_parked": "parked",
    "leg_transferred": "transferred",
}
_CLOSES_STEP = frozenset(
    {"step_undone", "leg_taken", "counter_opened", "counter_paused", "counter_closed", "counter_released"}
)


def _called(counter: CounterView, push: p.Push) -> CounterView:
    news = p.Called.model_validate(push.data)
    leg = LegAtCounter(
        leg_id=news.leg_id,
        number=news.number,
        service_id=news.service_id,
        state="called",
        called_at=news.called_at,
        asked_at=push.at,
        wall=news.wall,
        counts_from=news.counts_from,
        persons=news.persons,
    )
    return counter.model_copy(update={"leg": leg})


def _taken(counter: CounterView, push: p.Push) -> CounterView:
    return counter.model_copy(update={"leg": p.Taken.model_validate(push.data).leg})


def _on_leg(counter: CounterView, leg_id: object, **changes: Any) -> CounterView:
    if counter.leg is None or counter.leg.leg_id != leg_id:
        return counter
    return counter.model_copy(update={"leg": counter.leg.model_copy(update=changes)})


def _recalled(counter: CounterView, push: p.Push) -> CounterView:
    news = p.Called.model_validate(push.data)
    again: dict[str, Any] = {
        "recalls": news.recalls,
        "asked_at": push.at,
        "wall": news.wall,
        "shown": False,
        "voice": "",
    }
    again["counts_from"] = news.counts_from
    return _on_leg(counter, news.leg_id, **again)


def _announced(counter: CounterView, push: p.Push) -> CounterView:
    news, leg = p.CallAnnounced.model_validate(push.data), counter.leg
    if leg is None or (leg.called_at, leg.recalls) != (news.called_at, news.recalls):
        return counter
    what: dict[str, Any] = {"shown": True} if news.kind == "shown" else {"voice": news.kind}
    return _on_leg(counter, news.leg_id, counts_from=news.counts_from, **what)


def _started(counter: CounterView, push: p.Push) -> CounterView:
    news = p.AtCounter.model_validate(push.data)
    when = news.when or push.at
    return _on_leg(counter, news.leg_id, state="serving", started_at=when, presumed=news.presumed)


def _ended(state: str) -> Fold:
    def fold(counter: CounterView, push: p.Push) -> CounterView:
        news = p.AtCounter.model_validate(push.data)
        return _on_leg(counter, news.leg_id, state=state, ended_at=news.when or push.at)

    return fold


def _parked(counter: CounterView, push: p.Push) -> CounterView:
    return counter.model_copy(update={"leg": None})


def _gone(counter: CounterView, push: p.Push) -> CounterView:
    ours = counter.leg is not None and counter.leg.leg_id == push.data["leg_id"]
    return counter.model_copy(update={"leg": None}) if ours else counter


def _restored(counter: CounterView, push: p.Push) -> CounterView:
    return counter.model_copy(update={"leg": p.Restored.model_validate(push.data).leg})


def _counter_news(counter: CounterView, push: p.Push) -> CounterView:
    news = p.StaffCounterNews.model_validate(push.data)
    changes: dict[str, Any] = {"status": news.status, "until": news.until}
    if "holder" in type(counter).model_fields:
        changes |= {"holder": news.holder, "reason": news.reason, "overdue": False}
        changes |= {"service_ids": news.service_ids} if news.service_ids is not None else {}
    return counter.model_copy(update=changes)


def _break_passed(counter: CounterView, push: p.Push) -> CounterView:
    staff = "overdue" in type(counter).model_fields
    return counter.model_copy(update={"overdue": True} if staff else {"until": None})


_FOLDS: Mapping[str, Fold] = {
    "break_passed": _break_passed,
    "leg_called": _called,
    "leg_recalled": _recalled,
    "call_announced": _announced,
    "leg_taken": _taken,
    "leg_started": _started,
    "leg_finished": _ended("finished"),
    "leg_missed": _ended("missed"),
    "leg_transferred": _ended("transferred"),
    "leg_parked": _parked,
    "counter_opened": _counter_news,
    "counter_paused": _counter_news,
    "counter_resumed": _counter_news,
    "counter_closed": _counter_news,
    "counter_released": _counter_news,
    "step_undone": _restored,
    "leg_reinstated": _gone,
}
