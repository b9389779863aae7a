"""Laws that every calendar keeps, whatever its hours, zone and dates."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from balai.domain.decide.issuing.ticketing import Accept, takes_tickets
from balai.domain.hall.calendar import Break, Calendar, ClosedDay, Hours, agency_scope, service_scope
from balai.domain.hall.config import HallConfig, config_from_data, config_to_data
from balai.domain.hall.localtime import instant
from balai.domain.hall.opening import desk_hours, is_open, next_valid, service_day, spans
from tests.support.calendars import hall, service

#: Whole calendars take long to draw; a third of the profile's examples of each.
FEW = settings(max_examples=settings().max_examples // 3)
MINUTES = st.integers(0, 24 * 60 - 1)
ZONES = st.sampled_from(
    ["Asia/Makassar", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Africa/Cairo", "UTC"]
)
DAYS = st.dates(date(2023, 12, 1), date(2029, 3, 31))


def clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


@st.composite
def hours(draw: st.DrawFn, scope: str) -> Hours:
    opens, closes = sorted(draw(st.tuples(MINUTES, MINUTES)))
    dates = draw(st.none() | st.tuples(DAYS, DAYS))
    pauses = draw(st.lists(st.tuples(MINUTES, MINUTES, st.sets(st.integers(0, 6), max_size=2)), max_size=3))
    return Hours(
        weekdays=tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1)))),
        opens=clock(opens),
        closes=clock(closes),
        breaks=tuple(Break(clock(min(a, b)), clock(max(a, b)), tuple(sorted(days))) for a, b, days in pauses),
        scope=scope,
        start=min(dates) if dates else None,
        end=max(dates) if dates else None,
        tickets_from=clock(draw(st.integers(0, opens))) if draw(st.booleans()) else None,
        tickets_until=clock(draw(st.integers(opens, closes))) if draw(st.booleans()) else None,
    )


def lists(scope: str) -> st.SearchStrategy[list[Hours]]:
    return st.lists(hours(scope), max_size=2)


CLOSED = st.lists(
    st.builds(ClosedDay, DAYS, st.text(max_size=5), st.sampled_from(["hall", "agency:satu"]), st.booleans()),
    max_size=3,
)
HALLS = st.builds(
    lambda mine, agencys, services, closed, zone: hall(
        *mine, *agencys, *services, closed=tuple(closed), zone=zone
    ),
    lists("hall"), lists(agency_scope("satu")), lists(service_scope("ktp")), CLOSED, ZONES,
)  # fmt: skip


@FEW
@given(HALLS)
def test_a_calendar_survives_the_log(config: HallConfig) -> None:
    assert config_from_data(json.loads(json.dumps(config_to_data(config)))) == config


@FEW
@given(HALLS, DAYS)
def test_spans_stand_apart_and_within_every_scope(config: HallConfig, day: date) -> None:
    found = spans(config, service(config), day)
    instants = [t.astimezone(UTC) for span in found for t in (span.opens, span.closes)]
    assert instants == sorted(set(instants))
    for scope in ("hall", agency_scope("satu"), service_scope("ktp")):
        own = config.calendar.hours_on(scope, day)
        for span in found if own is not None else ():
            assert own
            assert min(h.opens for h in own) <= span.opens.time()
            assert day == span.opens.date() == span.closes.date()


@FEW
@given(HALLS, DAYS)
def test_a_day_that_services_share_is_the_day_of_each(config: HallConfig, day: date) -> None:
    for one in config.services:
        alone = service_day(config, replace(one), day)  # one that the hall does not know shares nothing
        assert service_day(config, one, day) == alone


@FEW
@given(HALLS, DAYS, MINUTES)
def test_a_desk_has_the_hours_of_all_that_it_offers_and_stands_apart(
    config: HallConfig, day: date, minute: int
) -> None:
    moment = instant(day, clock(minute), config.zone)
    for counter in config.counters:
        found = desk_hours(config, counter, day)
        open_now = any(is_open(config, service(config, id_), moment) for id_ in counter.service_ids)
        assert (found is None) == config.calendar.always_open
        if found is not None:
            times = [time for span in found for time in span]
            assert times == sorted(set(times))
            assert any(opens <= moment.astimezone(UTC) < closes for opens, closes in found) == open_now


@FEW
@given(HALLS, DAYS)
def test_what_a_narrower_scope_writes_never_opens_more(config: HallConfig, day: date) -> None:
    wide = replace(
        config, calendar=Calendar(tuple(h for h in config.calendar.hours if h.scope == "hall"), ())
    )
    for span in spans(config, service(config), day):
        moment = span.opens.astimezone(UTC)
        while moment < span.closes.astimezone(UTC):
            assert is_open(wide, service(wide), moment)
            moment += timedelta(hours=1)


@FEW
@given(HALLS, DAYS, MINUTES, st.floats(0, 900), st.floats(0, 900), st.integers(1, 4))
def test_less_work_or_more_counters_never_refuse(
    config: HallConfig, day: date, minute: int, one: float, other: float, counters: int
) -> None:
    now = instant(day, clock(minute), config.zone)
    less, more = sorted((one, other))
    answer = takes_tickets(config, service(config), now, more, counters)
    easier = takes_tickets(config, service(config), now, less, counters + 1)
    if isinstance(answer, Accept):
        assert isinstance(easier, Accept)
        assert now <= easier.expected_at <= answer.expected_at


@FEW
@given(HALLS, DAYS, MINUTES, st.floats(0, 900))
def test_who_gets_a_number_is_served_while_it_is_open(
    config: HallConfig, day: date, minute: int, work: float
) -> None:
    now = instant(day, clock(minute), config.zone)
    answer = takes_tickets(config, service(config), now, work, 1)
    if isinstance(answer, Accept):
        assert is_open(config, service(config), answer.expected_at)
    elif answer.next_day is not None:
        assert answer.next_day >= now.astimezone(config.zone).date()


@FEW
@given(HALLS, DAYS)
def test_the_next_valid_day_gives_a_number_and_no_earlier_one_does(config: HallConfig, after: date) -> None:
    zone = config.zone
    found = next_valid(config, service(config), after)
    last = found.day if found else after + timedelta(days=60)
    for ahead in range(1, (last - after).days):
        assert not gives_numbers(config, after + timedelta(days=ahead))
    if found is not None:
        assert 1 <= (found.day - after).days <= 60
        begins = instant(found.day, found.time, zone)
        answer = takes_tickets(config, service(config), begins, 0, 1)
        assert isinstance(answer, Accept)
        assert is_open(config, service(config), answer.expected_at)


def gives_numbers(config: HallConfig, day: date) -> bool:
    """Whether a number is given with nobody waiting when an opening of the day begins."""
    begins = (span.opens.astimezone(UTC) for span in spans(config, service(config), day))
    return any(isinstance(takes_tickets(config, service(config), now, 0, 1), Accept) for now in begins)


@given(DAYS, MINUTES, MINUTES, ZONES)
def test_local_times_keep_their_order_as_instants(day: date, one: int, other: int, zone: str) -> None:
    early, late = sorted((one, other))
    assert instant(day, clock(early), ZoneInfo(zone)) <= instant(day, clock(late), ZoneInfo(zone))
