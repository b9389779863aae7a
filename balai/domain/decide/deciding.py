"""decide: what a command makes happen, or why not. Reads the day, changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain import everyday_commands as ec
from balai.domain.decide import calls, collecting, hearing, stopping, waiting, walkin
from balai.domain.decide import counters as at_counter
from balai.domain.decide import visits as of_visit
from balai.domain.errors import Refusal
from balai.domain.state import HallDay
from balai.domain.visit import CounterStatus, LegState


def decide(day: HallDay | None, command: c.Command, now: datetime) -> list[e.Event]:
    """The events that `command` makes at `now` (aware); an empty list where it changes nothing.

    Raises Refusal with a stable code where the rules do not allow it.
    """
    if isinstance(command, c.OpenDay):
        return _open_day(day, command)
    if day is None:
        raise Refusal("day_not_open", "The hall's day has not been opened yet.")
    return _DECISIONS[type(command)](day, command, now)


def _open_day(day: HallDay | None, command: c.OpenDay) -> list[e.Event]:
    if day is not None and day.date == command.date:
        return []
    if day is not None:
        raise Refusal("day_open", f"This log is of {day.date}; {command.date} needs its own.")
    return [
        e.DayOpened(command.date, command.config, command.previous_hash, command.carried, command.learned)
    ]


def _configure(day: HallDay, command: c.ChangeConfiguration, now: datetime) -> list[e.Event]:
    if command.config.hall.id != day.config.hall.id:
        raise Refusal("hall_mismatch", f"This is the day of {day.config.hall.id}, not of another hall.")
    if command.config == day.config:
        return []
    _keeps_what_is_in_use(day, command)
    return [e.ConfigurationChanged(command.config)]


def _keeps_what_is_in_use(day: HallDay, command: c.ChangeConfiguration) -> None:
    config = command.config
    # A missed visitor may come back and a step may be taken back, so they count as well.
    coming_back = {LegState.PARKED, LegState.MISSED}
    services = {s for s, lanes in day.lanes.items() if any(lanes.values())}
    services |= {leg.service_id for leg in day.legs.values() if leg.state in coming_back}
    services |= {leg.service_id for leg in day.legs_at_counters()}
    services |= {step.leg.service_id for step in day.steps.values()}
    services |= {service_id for step in day.steps.values() for service_id in step.visit.plan}
    services |= {day.current_leg(day.visits[visit_id]).service_id for visit_id in day.ended.values()}
    services |= {service_id for visit in day.visits.values() for service_id in visit.plan}
    counters = {s.id for s in day.counters.values() if s.status is not CounterStatus.CLOSED}
    offered = {service_id for counter in config.counters for service_id in counter.service_ids}
    gone = sorted(services - (config.service_by_id.keys() & offered))
    gone += sorted(counters - config.counter_by_id.keys())
    # Its days are bounded by it: with somebody in the day it waits for the day's end.
    if config.hall.time_zone != day.config.hall.time_zone and len(day.visits):
        gone.append("time_zone")
    if gone:
        raise Refusal(
            "in_use_today",
            f"Still in use today, so it cannot be taken out yet: {', '.join(gone)}.",
            in_use=gone,
        )


def _announce(day: HallDay, command: c.MakeAnnouncement, now: datetime) -> list[e.Event]:
    zone_id = command.zone_id
    if zone_id is not None and all(zone.id != zone_id for zone in day.config.zones):
        raise Refusal("zone_unknown", f"This hall has no zone {zone_id!r}.", zone_id=zone_id)
    if command.seconds is None:
        raise Refusal("recording_missing", "The recording of this announcement has not come.")
    made = e.AnnouncementMade(
        command.announcement_id,
        zone_id,
        command.language,
        command.times,
        command.length,
        command.seconds,
    )
    return [made]


_DECISIONS: Mapping[type[c.Command], Callable[[HallDay, Any, datetime], list[e.Event]]] = {
    c.ChangeConfiguration: _configure,
    c.CloseDay: of_visit.close_day,
    c.EndDay: of_visit.end_day,
    c.Reopen: of_visit.reopen,
    c.StopNumbers: stopping.stop,
    c.GoOn: stopping.go_on,
    c.IssueVisit: of_visit.issue,
    c.CancelVisit: of_visit.cancel,
    c.ReserveNumbers: of_visit.reserve,
    c.MakeAnnouncement: _announce,
    ec.SetAside: waiting.set_aside,
    ec.ChangeVisit: waiting.change,
    ec.MarkTicket: waiting.mark_ticket,
    ec.ServeNow: walkin.serve_now,
    ec.PromiseCollection: collecting.promise,
    c.AnnounceCall: hearing.announce_call,
    c.ReturnLeg: of_visit.return_leg,
    c.ReinstateLeg: waiting.reinstate,
    c.OpenCounter: at_counter.open_,
    c.CloseCounter: at_counter.close,
    c.ReleaseCounter: at_counter.release,
    c.PauseCounter: at_counter.pause,
    c.ResumeCounter: at_counter.resume,
    c.PassBreak: at_counter.pass_break,
    c.CallNext: calls.call,
    c.CallChosen: calls.call_chosen,
    c.Recall: at_counter.recall,
    c.Start: at_counter.start,
    c.Finish: at_counter.finish,
    c.Miss: at_counter.miss,
    c.Park: at_counter.park,
    c.Transfer: at_counter.transfer,
    c.Undo: calls.undo,
}
