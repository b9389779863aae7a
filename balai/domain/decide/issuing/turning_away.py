"""Whom the hall turned away, for its reports; and more room for a service today."""

from __future__ import annotations

from datetime import datetime, timedelta

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.commands import everyday as ec
from balai.domain.decide.issuing.quota import is_bounded
from balai.domain.decide.named import service_of
from balai.domain.errors import Refusal
from balai.domain.state import HallDay

#: The refusals by which somebody goes without a number. Those of a wrong code, or of one request that came
#: twice, turn nobody away.
TURNED_AWAY = (
    "before_break", "closed_now", "closed_today", "holiday", "no_more_today", "not_open_yet",
    "numbers_stopped", "quota_full",
)  # fmt: skip
#: Who asks once more within so long at the same place, for the same, is the same person.
SAME_PERSON = timedelta(seconds=30)
MOST_MORE = 500


def after_refusal(command: c.Command, refusal: Refusal) -> ec.TurnAway | None:
    """What is to be noted of a command that was refused; None where nobody was turned away by it."""
    if not isinstance(command, c.IssueVisit) or refusal.code not in TURNED_AWAY:
        return None
    return ec.TurnAway(
        actor=command.actor, service_id=command.service_id, code=refusal.code, channel=command.channel,
        priority_class=command.priority_class,
    )  # fmt: skip


def turn_away(day: HallDay, command: ec.TurnAway, now: datetime) -> list[e.Event]:
    """Note that somebody got no number; once for somebody who asks again and again."""
    last = day.asked_in_vain.get((command.actor, command.service_id, command.code))
    if last is not None and now - last < SAME_PERSON:
        return []
    return [e.VisitRefused(command.service_id, command.code, command.channel, command.priority_class)]


def raise_quota(day: HallDay, command: ec.RaiseQuota, now: datetime) -> list[e.Event]:
    """More persons for a service today. Raises Refusal `service_unknown`, `quota_none` where nothing bounds
    it, `persons_invalid`."""
    service = service_of(day, command.service_id)
    if not 1 <= command.persons <= MOST_MORE:
        raise Refusal("persons_invalid", f"1 to {MOST_MORE} more may come.", most=MOST_MORE)
    if not is_bounded(day.config, service):
        raise Refusal("quota_none", f"{service.name} has no quota.", service_id=service.id)
    return [e.QuotaRaised(service.id, command.persons)]
