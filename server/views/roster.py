"""Who holds which counter, and whether a tablet of theirs is heard: what a manager looks at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from balai.domain.hall.config import Counter
from balai.domain.state import HallDay
from balai.domain.waits.standing.passing import passed_over_since
from balai.protocol.answers.counters import CounterList, CounterRow


@dataclass(frozen=True, slots=True)
class Sighting:
    """Whether somebody's tablet is connected (None: it may be at another hub), and when one was last
    heard here (aware; None: not since this hub started)."""

    connected: bool | None
    seen_at: datetime | None


#: By actor id.
SightingOf = Callable[[str], Sighting]


def counters(day: HallDay, sighting: SightingOf, now: datetime, agency_id: str | None = None) -> CounterList:
    """All counters at `now` (aware), or those of one agency, by number. A tablet that vanished is
    shown and frees nothing."""
    shown = [c for c in day.config.counters if agency_id in (None, c.agency_id)]
    ordered = sorted(shown, key=lambda c: c.number)
    return CounterList(counters=tuple(_row(day, counter, sighting, now) for counter in ordered))


def _row(day: HallDay, counter: Counter, sighting: SightingOf, now: datetime) -> CounterRow:
    state, leg = day.counter(counter.id), day.leg_at(counter.id)
    seen = sighting(state.holder) if state.holder else Sighting(connected=None, seen_at=None)
    return CounterRow(
        counter_id=counter.id,
        number=counter.number,
        label=counter.label,
        agency_id=counter.agency_id,
        status=state.status.value,
        holder=state.holder,
        since=state.opened_at,
        until=state.until,
        overdue=state.overdue,
        reason=state.reason,
        leg_number=leg.number if leg else None,
        connected=seen.connected,
        seen_at=seen.seen_at,
        passes_since=passed_over_since(day, day.as_served(counter), now),
    )
