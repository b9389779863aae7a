"""When a service is open: the hall, its agency and the service must all be. Pure; days in the hall's zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from balai.domain.hall.calendar import HALL, ClosedDay, Hours, Span, agency_scope, service_scope
from balai.domain.hall.config import Counter, HallConfig, Service
from balai.domain.hall.localtime import day_bounds, instant, local_date

LOOK_AHEAD_DAYS = 60


@dataclass(frozen=True, slots=True)
class Opening:
    """A time without a break in which a service is open: aware, in the hall's zone, without its end.

    Turn both into UTC before subtracting or comparing where the clocks may change.
    """

    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class NextValid:
    """The next day on which numbers are given out, and the local time from which."""

    day: date
    time: time


@dataclass(frozen=True, slots=True)
class ServiceDay:
    """One service on one date, in aware UTC: when it is open, and when numbers are given out."""

    openings: tuple[tuple[datetime, datetime], ...]
    tickets_from: datetime
    tickets_until: datetime
    needs: timedelta
    #: From when to when no numbers are given because of a break.
    pauses: tuple[tuple[datetime, datetime], ...] = ()

    @property
    def latest(self) -> datetime:
        """The time after which no ticket can be served any more, even with nobody waiting."""
        last = max(closes - self.needs for opens, closes in self.openings if closes - opens >= self.needs)
        return min(last, self.tickets_until)


def scopes(service: Service) -> tuple[str, str, str]:
    """Whose hours and closed days bind a service, the widest first."""
    return HALL, agency_scope(service.agency_id), service_scope(service.id)


def closing(config: HallConfig, service: Service, day: date) -> ClosedDay | None:
    """The holiday or other confirmed closed day that closes the service on `day`."""
    return config.calendar.closing(scopes(service), day)


def spans(config: HallConfig, service: Service, day: date) -> tuple[Opening, ...]:
    """The times of `day` in which the service is open, in order and apart; empty where it is closed."""
    zone = config.zone
    return tuple(
        Opening(opens.astimezone(zone), closes.astimezone(zone))
        for opens, closes in _openings(config, service, day)
    )


def is_open(config: HallConfig, service: Service, now: datetime) -> bool:
    """Whether the service's desks are open at `now` (aware)."""
    if config.calendar.always_open:
        return True
    moment = now.astimezone(UTC)
    today = local_date(now, config.zone)
    return any(opens <= moment < closes for opens, closes in _openings(config, service, today))


def service_day(config: HallConfig, service: Service, day: date) -> ServiceDay | None:
    """The service on `day`, or None where it does not open. Worked out once for a configuration."""
    if config.service_by_id.get(service.id) is not service:
        return _service_day(config, service, day)
    key = service.id, day
    if key not in config.days_known:
        config.days_known[key] = _shared_day(config, service, day)
    known: ServiceDay | None = config.days_known[key]
    return known


def _shared_day(config: HallConfig, service: Service, day: date) -> ServiceDay | None:
    """The day of all services that take as long and are bound by hours and closed days of the same scopes."""
    calendar = config.calendar
    written = {one.scope for one in calendar.hours} | {one.scope for one in calendar.closed}
    key = "bound", tuple(scope for scope in scopes(service) if scope in written), service.service_minutes, day
    if key not in config.days_known:
        config.days_known[key] = _service_day(config, service, day)
    known: ServiceDay | None = config.days_known[key]
    return known


def opens_at(config: HallConfig, counter: Counter, day: date) -> datetime | None:
    """The first opening (aware UTC) of anything that a counter offers on `day`; None where nothing opens,
    and in a hall that is always open. Worked out once for a configuration."""
    if config.calendar.always_open:
        return None
    key = "counter", counter.id, day
    if key not in config.days_known:
        services = (config.service_by_id.get(service_id) for service_id in counter.service_ids)
        days = (service_day(config, service, day) for service in services if service)
        config.days_known[key] = min((found.openings[0][0] for found in days if found), default=None)
    known: datetime | None = config.days_known[key]
    return known


def desk_hours(
    config: HallConfig, counter: Counter, day: date
) -> tuple[tuple[datetime, datetime], ...] | None:
    """When anything that a counter offers is open on `day`: in order, aware UTC, with breaks between them;
    None in a hall that is always open. Worked out once for a configuration."""
    if config.calendar.always_open:
        return None
    key = "hours", counter.id, day
    if key not in config.days_known:
        services = (config.service_by_id.get(service_id) for service_id in counter.service_ids)
        days = (service_day(config, service, day) for service in services if service)
        config.days_known[key] = _merged(sorted(span for found in days if found for span in found.openings))
    known: tuple[tuple[datetime, datetime], ...] = config.days_known[key]
    return known


def _merged(spans: list[tuple[datetime, datetime]]) -> tuple[tuple[datetime, datetime], ...]:
    """Spans in order, those that meet or overlap made one."""
    joined: list[tuple[datetime, datetime]] = []
    for opens, closes in spans:
        if joined and opens <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(closes, joined[-1][1])
        else:
            joined.append((opens, closes))
    return tuple(joined)


def _service_day(config: HallConfig, service: Service, day: date) -> ServiceDay | None:
    openings = _openings(config, service, day)
    if not openings:
        return None
    starts, ends = _ticket_times(config, service, day)
    longest = max(closes - opens for opens, closes in openings)
    zone = config.zone
    return ServiceDay(
        openings,
        openings[0][0] if starts is None else instant(day, starts, zone),
        openings[-1][1] if ends is None else min(instant(day, ends, zone), openings[-1][1]),
        min(timedelta(minutes=service.service_minutes), longest),
        _pauses(config, service, day, openings),
    )


def _pauses(
    config: HallConfig, service: Service, day: date, openings: tuple[tuple[datetime, datetime], ...]
) -> tuple[tuple[datetime, datetime], ...]:
    layers = _layers(config, service, day)
    before = [h.stop_before_break for layer in layers for h in layer if h.stop_before_break is not None]
    if not before:
        return ()
    early = timedelta(minutes=max(before))
    return tuple((closes - early, opens) for (_, closes), (opens, _) in pairwise(openings))


def next_valid(config: HallConfig, service: Service, after: date) -> NextValid | None:
    """The first day later than `after`, at most 60 days on, on which the service gives out numbers."""
    zone = config.zone
    for ahead in range(1, LOOK_AHEAD_DAYS + 1):
        day = after + timedelta(days=ahead)
        found = service_day(config, service, day)
        if found is not None and found.tickets_from <= found.latest:
            return NextValid(day, found.tickets_from.astimezone(zone).time())
    return None


def last_ticket(config: HallConfig, service: Service, day: date) -> datetime | None:
    """The latest time of `day` (aware, in the hall's zone) at which a number could be given out with
    nobody waiting; None where the service does not open."""
    found = service_day(config, service, day)
    return found.latest.astimezone(config.zone) if found else None


def _openings(config: HallConfig, service: Service, day: date) -> tuple[tuple[datetime, datetime], ...]:
    zone = config.zone
    if closing(config, service, day) is not None:
        return ()
    layers = _layers(config, service, day)
    if not layers:
        bounds = day_bounds(day, zone)
        return (bounds,) if bounds[0] < bounds[1] else ()
    # Whoever works through breaks does so in those of the wider scopes, not in their own.
    through = [
        any(h.through_breaks for layer in layers[at + 1 :] for h in layer) for at in range(len(layers))
    ]
    common = _joined(layers[0], day.weekday(), through=through[0])
    for layer, works_through in zip(layers[1:], through[1:], strict=True):
        common = _both(common, _joined(layer, day.weekday(), through=works_through))
    found = ((instant(day, s.opens, zone), instant(day, s.closes, zone)) for s in common)
    return tuple(opening for opening in found if opening[0] < opening[1])


def _layers(config: HallConfig, service: Service, day: date) -> list[tuple[Hours, ...]]:
    found = (config.calendar.hours_on(scope, day) for scope in scopes(service))
    return [hours for hours in found if hours is not None]


def _joined(layer: tuple[Hours, ...], weekday: int, *, through: bool = False) -> tuple[Span, ...]:
    """The spans of all hours of one scope, those that touch or overlap made one."""
    joined: list[Span] = []
    for span in sorted(span for hours in layer for span in hours.spans(weekday, through=through)):
        if joined and span.opens <= joined[-1].closes:
            joined[-1] = Span(joined[-1].opens, max(joined[-1].closes, span.closes))
        else:
            joined.append(span)
    return tuple(joined)


def _both(one: tuple[Span, ...], other: tuple[Span, ...]) -> tuple[Span, ...]:
    met = (Span(max(a.opens, b.opens), min(a.closes, b.closes)) for a in one for b in other)
    return tuple(sorted(span for span in met if span.opens < span.closes))


def _ticket_times(config: HallConfig, service: Service, day: date) -> tuple[time | None, time | None]:
    """From when and until when numbers are given out: the latest start and the earliest end that a
    scope says; the widest scope with hours bounds the start by its opening where it says none."""
    layers = _layers(config, service, day)
    starts = [
        min(h.opens if h.tickets_from is None else h.tickets_from for h in layer)
        for at, layer in enumerate(layers)
        if layer and (at == 0 or any(h.tickets_from is not None for h in layer))
    ]
    ends = [
        max(h.closes if h.tickets_until is None else h.tickets_until for h in layer)
        for layer in layers
        if any(h.tickets_until is not None for h in layer)
    ]
    return max(starts, default=None), min(ends, default=None)
