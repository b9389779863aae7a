"""What the reports of displays make happen, and from when a called visitor's time counts."""

from __future__ import annotations

from datetime import datetime

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.decide.named import leg_of
from balai.domain.errors import Refusal
from balai.domain.events.announcing import REACHED
from balai.domain.heard import Heard
from balai.domain.state import HallDay
from balai.domain.visit import Leg


def announce_call(day: HallDay, command: c.AnnounceCall, now: datetime) -> list[e.Event]:
    """Keep the first report of each kind of the call it names; another display's, and one of a call that
    is past, change nothing."""
    if command.kind not in REACHED:
        raise Refusal("invalid", "A call is shown, spoken, dropped or has no wall.", known=list(REACHED))
    leg = leg_of(day, command.leg_id)
    heard = day.heard.get(leg.id)
    if heard is None or leg.counter_id is None or heard.called_at != command.called_at:
        return []
    if heard.recalls != command.recalls or heard.knows(command.kind) or not _covers(day, leg, command):
        return []
    event = e.CallAnnounced(
        leg.id, leg.counter_id, command.called_at, command.recalls, command.kind, command.zone_id
    )
    return [event]


def withdraw_announcement(day: HallDay, command: c.WithdrawAnnouncement, now: datetime) -> list[e.Event]:
    """Harmless to repeat."""
    found = next((one for one in day.announcements if one.id == command.announcement_id), None)
    if found is None:
        raise Refusal("announcement_unknown", "This was not announced today, or long ago.")
    if found.actor != command.actor and not command.anyones:
        raise Refusal("announcement_not_yours", "Somebody else has made this announcement.")
    return [] if found.withdrawn else [e.AnnouncementWithdrawn(found.id, found.zone_id)]


def _covers(day: HallDay, leg: Leg, command: c.AnnounceCall) -> bool:
    counter = day.config.counter_by_id.get(leg.counter_id or "")
    return command.zone_id is None or counter is None or counter.zone_id == command.zone_id


def last_call(day: HallDay, leg: Leg) -> Heard | None:
    """How far the last call of a leg has come; None where it is not called."""
    heard = day.heard.get(leg.id)
    return heard if heard is not None and heard.called_at == leg.called_at else None


def counts_from(day: HallDay, leg: Leg) -> datetime | None:
    """From when (aware) the time of a called visitor counts: when the call had been seen and heard, or the
    press where no display is alive; None while it is on its way, and nobody can know of it yet."""
    heard = last_call(day, leg)
    return heard.first_at if heard is not None else leg.called_at


def on_its_way(day: HallDay, leg: Leg) -> bool:
    """Whether the last call or recall of a leg has not reached the visitor yet."""
    heard = last_call(day, leg)
    return heard is not None and heard.reached_at is None
