"""What a manager may put right of a leg that has ended, and what not: nothing that was called changes."""

from __future__ import annotations

from datetime import datetime

from balai.domain import events as e
from balai.domain.commands import everyday as ec
from balai.domain.decide.named import check_outcome, leg_of, service_of
from balai.domain.errors import Refusal
from balai.domain.events.corrections import CORRECTED
from balai.domain.state import HallDay
from balai.domain.visit import Leg, LegState

#: Ended at a counter. Whoever is still in the hall is served on by undoing, sending on or coming back.
_ENDED = frozenset({LegState.FINISHED, LegState.MISSED, LegState.LAPSED, LegState.TRANSFERRED})


def correct(day: HallDay, command: ec.CorrectLeg, now: datetime) -> list[e.Event]:
    """Put right what became of a leg, its service, outcome or times: of one that has ended, and naming the
    event that says so, so that two who correct at once do not undo each other."""
    leg = leg_of(day, command.leg_id)
    if leg.state not in _ENDED:
        raise Refusal("correct_open", f"{leg.number} is {leg.state}; only what ended is put right.")
    if command.corrects != leg.ended_seq:
        raise Refusal(
            "correct_other", "Something else was said of this visit meanwhile.", corrects=leg.ended_seq
        )
    event = e.LegCorrected(
        leg.id,
        command.corrects,
        _state(day, leg, command.state),
        _service(day, leg, command.service_id),
        _outcome(day, leg, command),
        _other(_began(leg, command), leg.started_at),
        _other(command.ended_at, leg.ended_at),
    )
    _check_times(day, leg, event, now)
    return [] if event == e.LegCorrected(leg.id, command.corrects) else [event]


def _began(leg: Leg, command: ec.CorrectLeg) -> datetime | None:
    """When service began. Where that was only presumed, it began with the call if it ended before it."""
    if command.started_at is not None or command.ended_at is None or not leg.presumed:
        return command.started_at
    return leg.called_at if leg.started_at and leg.started_at > command.ended_at else None


def _other(said: datetime | None, known: datetime | None) -> datetime | None:
    return None if said == known else said


def _state(day: HallDay, leg: Leg, state: str | None) -> str | None:
    if state is None or state == leg.state:
        return None
    if state not in CORRECTED:
        raise Refusal("correct_state", "A visitor was served or did not come.", known=list(CORRECTED))
    if day.visits[leg.visit_id].leg_ids[-1] != leg.id:
        raise Refusal(
            "correct_followed", f"{leg.number} went on from there; that cannot be changed any more."
        )
    return state


def _service(day: HallDay, leg: Leg, service_id: str | None) -> str | None:
    if service_id is None or service_id == leg.service_id:
        return None
    return service_of(day, service_id).id


def _outcome(day: HallDay, leg: Leg, command: ec.CorrectLeg) -> str | None:
    said = command.outcome
    if said is None or said == (leg.outcome or ""):
        return None
    if said:
        check_outcome(day, said)
    if said and (command.state or leg.state) != LegState.FINISHED:
        raise Refusal("correct_outcome", "Only who was served has an outcome.")
    return said


def _check_times(day: HallDay, leg: Leg, event: e.LegCorrected, now: datetime) -> None:
    """A service lies between its call and now, and ends before the next call of its counter or visit."""
    if event.started_at is None and event.ended_at is None:
        return
    began = event.started_at or leg.started_at or leg.called_at or leg.joined_at
    ended = event.ended_at or leg.ended_at or now
    earliest, latest = leg.called_at or leg.joined_at, _latest_end(day, leg, now)
    fits = earliest <= began <= ended
    if event.ended_at is not None:
        fits = fits and ended <= latest
    if not fits:
        zone = day.config.zone
        raise Refusal(
            "correct_time",
            "These times cannot be: a service lies between its call and the next one.",
            earliest=f"{earliest.astimezone(zone):%H:%M:%S}",
            latest=f"{latest.astimezone(zone):%H:%M:%S}",
        )


def _latest_end(day: HallDay, leg: Leg, now: datetime) -> datetime:
    called = leg.called_at or leg.joined_at
    of_visit = day.visits[leg.visit_id].leg_ids
    later = (
        other.called_at
        for other in day.legs.values()
        if other.called_at is not None
        and other.id != leg.id
        and (other.counter_id == leg.counter_id or other.id in of_visit)
        and other.called_at >= called
    )
    return min((now, *later))
