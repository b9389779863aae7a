"""What the hall offers now as a visitor is to see it: what gives numbers, what does not and why. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from balai.domain.hall.config import Agency
from balai.domain.hall.localtime import local_date
from balai.protocol.views import DeviceView, ServiceView
from kiosk.flow.ports import Standing

#: Waits are told in steps of so many minutes.
STEP = 5


class Why(Enum):
    """Whether a service gives numbers here now, and if not why."""

    OPEN = "open"
    FULL = "full"
    SHUT = "shut"
    STOPPED = "stopped"
    AWAY = "away"


@dataclass(frozen=True)
class Opening:
    """One service now. Numbers are given again from `again` (aware, in the hall's zone) or on the day `on`,
    where that is known; so many persons a day at most."""

    why: Why
    again: datetime | None = None
    on: date | None = None
    quota: int | None = None


@dataclass(frozen=True)
class Closed:
    """Nothing gives numbers now. `closed_at` is when the counters closed today, `again` from when numbers are
    given (aware, in the hall's zone), `opens` when counters open then; `holiday` what closes the hall."""

    closed_at: datetime | None
    again: datetime | None
    opens: datetime | None
    holiday: str = ""


class Offer:
    """The offer of a hall at one moment (aware)."""

    def __init__(self, standing: Standing, now: datetime) -> None:
        """`standing` has a hall."""
        assert standing.hall is not None
        self.standing, self.hall = standing, standing.hall
        self.zone = ZoneInfo(self.hall.hall.time_zone)
        self.now = now.astimezone(self.zone)

    @cached_property
    def agencies(self) -> tuple[Agency, ...]:
        """The agencies that have services, in the hall's order."""
        return tuple(agency for agency in self.hall.agencies if agency.id in self._by_agency)

    def agency(self, agency_id: str) -> Agency | None:
        """One agency; None where the hall has it no more."""
        return next((agency for agency in self.agencies if agency.id == agency_id), None)

    def services(self, agency_id: str) -> tuple[ServiceView, ...]:
        """An agency's services in the hall's order."""
        return tuple(self._by_agency.get(agency_id, ()))

    def service(self, service_id: str) -> ServiceView | None:
        """One service; None where the hall has it no more."""
        return next((service for service in self.hall.services if service.id == service_id), None)

    def waiting(self, *service_ids: str) -> int | None:
        """How many wait for these services; None where nobody knows: cut off from the hub."""
        if self.standing.cut_off is not None:
            return None
        queues = self.standing.queues
        counts = queues.waiting if queues is not None else self.hall.waiting
        return sum(counts.get(service_id, 0) for service_id in service_ids)

    def wait(self, service_id: str) -> tuple[int, int] | None:
        """From and to how many minutes who comes now waits, in whole steps; None where nobody knows."""
        found = self.standing.waits.get(service_id)
        if found is None or self.standing.cut_off is not None:
            return None
        least, most = (
            max(0.0, (moment - self.now).total_seconds() / 60)
            for moment in (found.expected_from, found.expected_until)
        )
        low = int(least // STEP) * STEP
        return low, max(low + STEP, -int(-most // STEP) * STEP)

    def opening(self, service_id: str) -> Opening:
        """Whether a service gives numbers here now."""
        if service_id in self._stopped:
            return Opening(Why.STOPPED)
        queues, quota = self.standing.queues, self._quota(service_id)
        if queues is not None and service_id in queues.full:
            return Opening(Why.FULL, self._again(service_id, later=True), queues.again.get(service_id), quota)
        if not self._gives_now(service_id):
            return Opening(Why.SHUT, self._again(service_id))
        if service_id not in self.standing.offered:
            return Opening(Why.AWAY)
        return Opening(Why.OPEN, quota=quota)

    def gives(self, service_id: str) -> bool:
        """Whether the hall gives numbers of a service now: within its hours, and some are left."""
        queues = self.standing.queues
        return not (queues is not None and service_id in queues.full) and self._gives_now(service_id)

    def openings(self, agency_id: str) -> Opening:
        """The same of an agency: open where any service is, else what opens first."""
        found = [self.opening(service.id) for service in self.services(agency_id)]
        return min(found, key=lambda opening: (opening.why is not Why.OPEN, *_soonest(opening)))

    @cached_property
    def closed(self) -> Closed | None:
        """Whether the whole hall gives no numbers now by its hours; None where any service may."""
        if not self.hall.services or any(self._gives_now(service.id) for service in self.hall.services):
            return None
        again = min(filter(None, (self._again(s.id) for s in self.hall.services)), default=None)
        wall, today = self.hall.wall, self.now.date()
        theirs = [hours for hours in wall.hours if local_date(hours.opens, self.zone) == today]
        closes = max((hours.closes for hours in theirs), default=None)
        over = closes is not None and closes <= self.now
        opens = min((hours.opens for hours in theirs if hours.opens > self.now), default=wall.next_opens)
        same_day = opens and again and local_date(opens, self.zone) == again.date() and opens > self.now
        return Closed(
            closes.astimezone(self.zone) if closes and over else None, again,
            opens.astimezone(self.zone) if opens and same_day else None,
            wall.closed_for if not theirs else "",
        )  # fmt: skip

    def find(self, typed: str, asked: Mapping[str, int]) -> list[ServiceView]:
        """The services of which every word begins as one of those `typed` does: in its name first, then at
        its agency, then in its papers; of those alike the most asked for first. All of them for no word."""
        wanted = plain(typed).split()
        found = []
        for at, service in enumerate(self.hall.services):
            agency = self.agency(service.agency_id)
            fits = [_fit(word, service, agency) for word in wanted]
            if agency is not None and all(fits):
                found.append(((-sum(fits), -asked.get(service.id, 0), at), service))
        return [service for _, service in sorted(found, key=lambda pair: pair[0])]

    @cached_property
    def _by_agency(self) -> dict[str, list[ServiceView]]:
        found: dict[str, list[ServiceView]] = {}
        for service in self.hall.services:
            found.setdefault(service.agency_id, []).append(service)
        return found

    @cached_property
    def _stopped(self) -> frozenset[str]:
        every = frozenset(service.id for service in self.hall.services)
        return every - not_stopped(self.hall)

    def _quota(self, service_id: str) -> int | None:
        facts = self.standing.facts
        offered = facts.services.get(service_id) if facts else None
        return offered.quota if offered else None

    def _spans(self, service_id: str) -> tuple[tuple[int, int], ...] | None:
        """When numbers of a service are given in the coming days; None where not known, or always."""
        facts = self.standing.facts
        offered = facts.services.get(service_id) if facts else None
        return facts.hours[offered.hours] if facts and facts.hours is not None and offered else None

    def _gives_now(self, service_id: str) -> bool:
        spans, now = self._spans(service_id), self.now.timestamp()
        return spans is None or any(begins <= now <= ends for begins, ends in spans)

    def _again(self, service_id: str, *, later: bool = False) -> datetime | None:
        """From when numbers of a service are given next; on a `later` day than today."""
        after = self.now
        if later:
            after = datetime.combine(self.now.date() + timedelta(days=1), time(), self.zone)
        begins = [first for first, _ in self._spans(service_id) or () if first >= after.timestamp()]
        return datetime.fromtimestamp(min(begins), UTC).astimezone(self.zone) if begins else None


def not_stopped(hall: DeviceView, kiosk_id: str = "", ours: frozenset[str] = frozenset()) -> frozenset[str]:
    """The services of a hall whose numbers nobody has stopped (at one kiosk alone, where it is named);
    `ours`: of these alone, where any are named."""
    scopes = {stopped.scope for stopped in hall.stopped}
    return frozenset(
        service.id
        for service in hall.services
        if (not ours or service.id in ours)
        and not scopes & {"hall", f"kiosk:{kiosk_id}", f"agency:{service.agency_id}", f"service:{service.id}"}
    )


def _soonest(opening: Opening) -> tuple[bool, float]:
    if opening.again is not None:
        return False, opening.again.timestamp()
    return opening.on is None, datetime.combine(opening.on or date.max, time(), UTC).timestamp()


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A text as it is looked for: small letters without marks, and words of letters and digits alone."""
    spelt = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign if sign.isalnum() else " " for sign in spelt if not unicodedata.combining(sign))


def _fit(word: str, service: ServiceView, agency: Agency | None) -> int:
    """How well a word fits to a service; 0 where it does not."""
    fields: list[tuple[int, tuple[str, ...]]] = [(4, (service.name, service.name_en))]
    if agency is not None:
        fields.append((2, (agency.short_name, agency.name, agency.letter, agency.tagline)))
    fields.append((1, (service.product, *service.requirements, *service.requirements_en)))
    for weight, texts in fields:
        if any(part.startswith(word) for text in texts for part in plain(text).split()):
            return weight
    return 0
