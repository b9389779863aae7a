"""What is one agency's alone is told to nobody of another: by no route, to no room, and nobody changes it.

Routes and rooms are taken from the hub, what may not leak from its log: whatever is added is tried as well.
"""

from __future__ import annotations

import itertools
import json
import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from functools import cache
from random import Random
from typing import Any

import pytest
from pydantic import BaseModel

from balai.domain.day import evolve
from balai.domain.hall.config import HallConfig, QuotaBlock, Zone
from balai.domain.log import happened_of
from balai.domain.state import HallDay, Happened
from balai.protocol.rooms import RoomKey
from server.auth.roles import Scope, scope_of
from server.views.concern import of_visit
from server.views.room import RoomHeads
from server.views.room_kinds import KINDS
from tests.support.days import busy_day, small_hall
from tests.support.hub.inside import PEOPLE, Asker, Inside

OTHERS = {"satu": "dua", "dua": "satu"}
DESK = {"satu": "l1", "dua": "l3"}
SERVICE = {"satu": "ktp", "dua": "pajak"}
#: Who asks, and whose things are none of theirs.
FOREIGN = [("dua", "satu"), ("satu", "dua"), ("dewi", "dua")]


def hall() -> HallConfig:
    """Two agencies whose times can be booked, and a second zone."""
    config = small_hall()
    blocks = (QuotaBlock(time(8), time(9), 4),)
    services = tuple(replace(s, booking_blocks=blocks) if s.id != "kk" else s for s in config.services)
    return replace(config, services=services, zones=(*config.zones, Zone("lain", "Ruang lain")))


@dataclass
class Secrets:
    """What is one agency's alone: ids and codes that nobody else is told, and the things that routes name."""

    words: set[str] = field(default_factory=set)
    named: dict[str, str] = field(default_factory=dict)

    def found_in(self, text: str) -> set[str]:
        return {word for word in self.words if word in text}


def open_yesterday(hub: Inside) -> None:
    """A day that ends with a right and a booking for each agency."""
    citra = hub.staff("citra")
    tomorrow = hub.clock.now() + timedelta(days=1, minutes=10)
    for agency, service in SERVICE.items():
        hub.kiosk.done("/visits", service_id=service)
        hub.staff(agency).done("/bookings", service_id=service, slot=tomorrow.isoformat())
    citra.done("/numbers/stop", scope="hall", reason="closing")
    citra.done("/day/close")


def work(hub: Inside, agency: str) -> None:
    """Somebody waits, is aside, was missed and is called at the agency's desk; its break has a reason."""
    staff, desk, service = hub.staff(agency), DESK[agency], SERVICE[agency]
    hub.staff(agency).done(
        "/bookings", service_id=service, slot=(hub.clock.now() + timedelta(minutes=9)).isoformat()
    )
    staff.done(f"/counters/{desk}/open")
    issued = [
        hub.kiosk.done("/visits", service_id=service, priority_class="priority", persons=7) for _ in range(5)
    ]
    staff.done(f"/legs/{issued[4]['leg_id']}/aside")
    for verb in ("miss", "park"):
        leg = staff.done(f"/counters/{desk}/call", finishes=None)["called"]["leg_id"]
        for _ in range(3 if verb == "miss" else 0):
            hub.clock.advance(60)
            staff.change(f"/counters/{desk}/recall", leg_id=leg)
        staff.done(f"/counters/{desk}/{verb}", leg_id=leg)
    staff.done(f"/counters/{desk}/pause", reason="break")
    staff.done(f"/counters/{desk}/resume")
    staff.done(f"/counters/{desk}/call", finishes=None)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    with Inside(tmp_path_factory.mktemp("hub"), hall()) as inside:
        open_yesterday(inside)
        inside.clock.advance(86_400)
        for agency in SERVICE:
            work(inside, agency)
        yield inside


def the_log(hub: Inside) -> Iterator[tuple[HallDay, Happened]]:
    """Today, event by event, with the day after each."""
    day = None
    date = hub.app.hub.dispatcher.day.date.isoformat()
    for entry in hub.app.hub.dispatcher.entries(date):
        happened = happened_of(entry)
        day = evolve(day, happened)
        yield day, happened


def secrets_of(day: HallDay, agency: str) -> Secrets:
    """Visits of the agency that no wall has shown, codes, who sits at its desk."""
    own = [visit for visit in day.visits.values() if of_visit(day, visit.id) == frozenset({agency})]
    hidden = [v for v in own if all(day.legs[leg].called_at is None for leg in v.leg_ids)]
    services = {s.id for s in day.config.services if s.agency_id == agency}
    rights = [v.code for v in day.vouchers.values() if set(v.journey) <= services]
    booked = [b.code for b in day.bookings.all() if b.service_id in services]
    assert hidden
    assert rights
    assert len(booked) == 2
    named = {
        "visit_id": hidden[0].id, "leg_id": hidden[0].leg_ids[-1], "counter_id": DESK[agency],
        "code": booked[0], "account_id": f"id-{agency}", "service_id": SERVICE[agency],
        "agency_id": agency,
    }  # fmt: skip
    holders = {c.holder for c in day.counters.values() if c.holder and c.id == DESK[agency]}
    return Secrets({v.id for v in hidden} | set(rights) | set(booked) | holders, named)


@pytest.fixture(scope="module")
def secrets(hub: Inside) -> Mapping[str, Secrets]:
    return {agency: secrets_of(hub.app.hub.dispatcher.day, agency) for agency in SERVICE}


ANY = {
    "announcement_id": str(uuid.uuid4()), "device_id": "kiosk-1", "series_id": "a", "key": "0" * 32,
    "tag": "x", "name": "x", "language": "id", "agency_id": "none", "slide_id": "0" * 32, "n": "0",
}  # fmt: skip
QUERIES = {
    "/api/v1/state": [f"audience={one}" for one in ("staff", "board", "device")],
    "/api/v1/log": ["limit=1000", "after=3&limit=1"],
    "/api/v1/visits": [f"number={letter}{n}" for letter in "ab" for n in range(1, 6)],
    "/api/v1/bookings": ["", "on=2026-04-15", "service_id=ktp", "service_id=pajak"],
}


def filled(rule: str, values: Mapping[str, str]) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda named: values[named[1]], rule)


def paths(rule: str, own: Secrets, others: Secrets) -> Iterator[str]:
    """A route's paths with all that it can name, of either agency."""
    names = re.findall(r"<(?:\w+:)?(\w+)>", rule)
    choices = [{ANY[n]} if n in ANY else {own.named[n], others.named[n]} for n in names]
    for chosen in itertools.product(*choices):
        path = filled(rule, dict(zip(names, chosen, strict=True)))
        yield from (f"{path}?{query}" for query in QUERIES.get(rule, [""]))


def answered(asker: Asker, path: str, method: str = "GET", body: Any = None) -> tuple[int, str]:
    options: dict[str, Any] = {"headers": asker.headers, **({} if body is None else {"json": body})}
    with closing(asker.client.open(path, method=method, **options)) as answer:
        return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.parametrize(("name", "foreign"), FOREIGN)
def test_no_route_tells_staff_what_is_another_agencys_alone(
    name: str, foreign: str, hub: Inside, secrets: Mapping[str, Secrets]
) -> None:
    asker, told, own_seen = hub.staff(name), {}, set()
    for method, rule in hub.app.permissions:
        if method != "GET":
            continue
        for path in paths(rule, secrets[OTHERS[foreign]], secrets[foreign]):
            status, text = answered(asker, path)
            assert status < 500, path
            own_seen |= secrets[OTHERS[foreign]].found_in(text)
            if found := secrets[foreign].found_in(text):
                told[path] = found
    assert not told
    assert own_seen == secrets[OTHERS[foreign]].words, "their own they are told, or nothing was tried"


def test_no_route_tells_a_wall_what_is_for_staff(hub: Inside, secrets: Mapping[str, Secrets]) -> None:
    told = {
        path: found
        for method, rule in hub.app.permissions if method == "GET"
        for path in paths(rule, secrets["satu"], secrets["dua"])
        for text in [answered(hub.display, path)[1]]
        if (found := secrets["satu"].found_in(text) | secrets["dua"].found_in(text))
    }  # fmt: skip
    assert not told


BODY: dict[str, Any] = {
    "persons": 1,
    "finishes": None, "reason": "asked", "corrects": 1, "printed": True, "on": "2026-04-16", "count": 1,
    "called_at": "2026-04-15T00:00:00Z", "kind": "shown", "password": "benar-kuda-baterai",
    "present": "benar-kuda-baterai", "username": "x", "display_name": "x", "role": "staff",
    "date": "2026-04-15", "state": "ok", "software": "1", "file": {}, "id": "layar-9",
    "slot": "2026-04-15T00:20:00Z", "chain": "0123456789abcdef", "n": 1, "day": "2026-04-14", "prefix": "A",
    "series_id": "a", "ordinal": 990, "width": 3, "occurred_at": "2026-04-14T00:00:00Z",
    "token_hash": "0" * 64, "commitment": "0" * 64, "secret": "0" * 64, "code": "123456",
    "one_time_code": "48217305", "skills": ["ktp"],
    "seen": 0, "title": "x", "bytes": 1, "papers": ["AB12"], "name": "x.csv", "content": "eDt5",
}  # fmt: skip


def body_for(view: Any, others: Secrets, service: str) -> dict[str, Any] | None:
    """The least that a route takes, about what is the others'."""
    model: type[BaseModel] | None = view.__annotations__.get("body")
    if model is None:
        return None
    edits = [{"do": "remove", "section": "service", "row": service}]
    theirs = {**others.named, "service_id": service, "scope": f"service:{service}", "edits": edits}
    given = {**BODY, **theirs, "request_id": str(uuid.uuid4())}
    return {
        name: given[name]
        for name, info in model.model_fields.items()
        if info.is_required() or name in ("service_id", "leg_id")
    }


def changes(hub: Inside) -> Iterator[tuple[str, str, Any]]:
    """Every route that changes something, with its view."""
    for rule in hub.app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}:
            yield method, rule.rule, hub.app.view_functions[rule.endpoint]


@pytest.mark.parametrize(("name", "foreign"), FOREIGN)
def test_no_route_changes_for_staff_what_is_another_agencys(
    name: str, foreign: str, hub: Inside, secrets: Mapping[str, Secrets]
) -> None:
    asker, others = hub.staff(name), secrets[foreign]
    before, wrong, tried, role = hub.app.hub.dispatcher.day, {}, 0, PEOPLE[name][0]
    for method, rule, view in changes(hub):
        names = set(re.findall(r"<(?:\w+:)?(\w+)>", rule))
        body = body_for(view, others, SERVICE[foreign])
        if body and "edits" in body:
            body["state"] = hub.staff("citra").get("/hall/draft").get_json()["state"]
        limited = scope_of(role, hub.app.permissions[method, rule]) is Scope.AGENCY
        about_others = names & others.named.keys() or (body and ("leg_id" in body or (limited and not names)))
        if not about_others:
            continue
        # The path names what is the others'; then the asker's own desk, and only the body names theirs.
        for desk in (DESK[foreign], DESK[OTHERS[foreign]])[: 2 if "leg_id" in (body or ()) else 1]:
            path = filled(rule, {**ANY, **others.named, "counter_id": desk})
            status, text = answered(asker, path, method, body)
            tried += 1
            if status not in (403, 404, 409) or others.found_in(text) - others.found_in(f"{path}{body}"):
                wrong[f"{method} {path}"] = status, text
            if "<counter_id>" in rule and desk == DESK[foreign] and status != 403:
                wrong[f"{method} {path}"] = status, text
    assert not wrong, wrong
    assert hub.app.hub.dispatcher.day is before
    assert tried > 30


def told_to(key: RoomKey, days: list[tuple[HallDay, Happened]]) -> Iterator[Any]:
    """All that a room is told of a day: as it happens, later to who missed it, and the whole now and then."""
    heads = RoomHeads()
    heads.room(key, days[0][0])
    last = days[-1][0]
    for day, happened in days:
        for placed in heads.observe(day.date.isoformat(), happened, day):
            if placed.key == key:
                yield placed.said(day)
    date = last.date.isoformat()
    for _, happened in days:
        yield [placed.said(last) for placed in heads.rooms[key].after((date, happened.seq), last) or ()]
    for day, _ in [*days[:: max(1, len(days) // 5)], days[-1]]:
        yield KINDS[key.kind].snapshot(day, key.id, False).model_dump(mode="json")
        lengths = KINDS[key.kind].lengths(day, key.id)
        yield lengths and lengths.model_dump(mode="json")


@pytest.mark.parametrize(("agency", "foreign"), OTHERS.items())
def test_no_room_is_told_what_is_another_agencys_alone(
    agency: str, foreign: str, hub: Inside, secrets: Mapping[str, Secrets]
) -> None:
    text = json.dumps(list(told_to(RoomKey("staff", agency), list(the_log(hub)))))
    assert not secrets[foreign].found_in(text)
    assert secrets[agency].found_in(text)


def some_choices(seed: int) -> Iterator[int]:
    rnd = Random(seed)
    return (rnd.randrange(22 * 60) for _ in range(120))


@cache
def random_days() -> list[list[tuple[HallDay, Happened]]]:
    drivers = [busy_day(some_choices(seed), small_hall()) for seed in range(12)]
    return [[(driver.days[h.seq], h) for h in driver.log] for driver in drivers]


@pytest.mark.parametrize(("agency", "foreign"), OTHERS.items())
def test_on_no_random_day_a_room_is_told_of_what_never_concerned_it(agency: str, foreign: str) -> None:
    hidden = 0
    for days in random_days():
        concerned = {v for day, _ in days for v in day.visits if agency in (of_visit(day, v) or ())}
        shown = {leg.visit_id for day, _ in days for leg in day.legs.values() if leg.called_at}
        secret = set(days[-1][0].visits) - concerned - shown
        hidden += len(secret)
        assert concerned
        text = json.dumps(list(told_to(RoomKey("staff", agency), days)))
        assert not {visit_id for visit_id in secret if visit_id in text}
        holders = {c.holder for day, _ in days for c in day.counters.values() if c.id == DESK[foreign]}
        assert not {holder for holder in holders if holder and f'"{holder}"' in text}
    assert hidden
