"""How more room for a service, and people who were turned away, change a day."""

from __future__ import annotations

from datetime import timedelta

from balai.domain import events as e
from balai.domain.fold.visits import Changes
from balai.domain.state import HallDay, Happened

#: As long as it may matter who asked (see `turning_away.SAME_PERSON`), and some more.
REMEMBERED = timedelta(seconds=60)


def raised(day: HallDay, h: Happened, event: e.QuotaRaised) -> Changes:
    """So many more may come for a service today."""
    had = day.raised.get(event.service_id, 0)
    return {"raised": {**day.raised, event.service_id: had + event.persons}}


def refused(day: HallDay, h: Happened, event: e.VisitRefused) -> Changes:
    """One more was turned away."""
    key = event.service_id, event.code
    recent = {who: at for who, at in day.asked_in_vain.items() if h.at - at < REMEMBERED}
    return {
        "refused": {**day.refused, key: day.refused.get(key, 0) + 1},
        "asked_in_vain": {**recent, (h.actor, *key): h.at},
    }
