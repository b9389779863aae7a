"""decide: what a command makes happen, or why not. Reads the day, changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.commands import chains as cc
from balai.domain.commands import everyday as ec
from balai.domain.decide import calls, collecting, configuring, correcting, hearing, stopping, waiting, walkin
from balai.domain.decide import counters as at_counter
from balai.domain.decide import visits as of_visit
from balai.domain.decide.closing import places_kept
from balai.domain.decide.issuing import adopting, booking, holding, turning_away
from balai.domain.errors import Refusal
from balai.domain.state import HallDay


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
    opened = e.DayOpened(
        command.date, command.config, command.previous_hash, command.carried, command.learned,
        command.scheduled, command.booked, command.voided, command.standing,
    )  # fmt: skip
    return [opened, *places_kept(command.config, command.date, command.carried)]


def _void(day: HallDay, command: c.VoidDay, now: datetime) -> list[e.Event]:
    if command.date <= day.date:
        raise Refusal("day_not_ahead", f"{command.date} is not ahead of {day.date}.")
    voided = e.DayVoided(
        command.date, command.entries, command.last_hash, command.visits, command.voided,
    )  # fmt: skip
    return [voided]


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
    c.ChangeConfiguration: configuring.change,
    c.WithdrawChange: configuring.withdraw,
    c.VoidDay: _void,
    c.CloseDay: of_visit.close_day,
    c.EndDay: of_visit.end_day,
    c.Reopen: of_visit.reopen,
    c.StopNumbers: stopping.stop,
    c.GoOn: stopping.go_on,
    c.IssueVisit: of_visit.issue,
    c.CancelVisit: of_visit.cancel,
    c.ReserveNumbers: of_visit.reserve,
    cc.HoldNumbers: holding.hold_numbers,
    cc.AdoptVisit: adopting.adopt,
    cc.VoidVisit: adopting.void,
    c.MakeAnnouncement: _announce,
    c.WithdrawAnnouncement: hearing.withdraw_announcement,
    ec.SetAside: waiting.set_aside,
    ec.ChangeVisit: waiting.change,
    ec.MarkTicket: waiting.mark_ticket,
    ec.AskForCopy: waiting.ask_for_copy,
    ec.ServeNow: walkin.serve_now,
    ec.PromiseCollection: collecting.promise,
    ec.MakeBooking: booking.make,
    ec.CancelBooking: booking.cancel,
    ec.ReleaseBookings: booking.release,
    ec.RaiseQuota: turning_away.raise_quota,
    ec.TurnAway: turning_away.turn_away,
    ec.CorrectLeg: correcting.correct,
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
