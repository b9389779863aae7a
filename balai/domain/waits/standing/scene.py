"""From the day, as the log has it, to the scene that a Monte Carlo plays on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from math import log
from typing import cast

from balai.domain.hall.config import Counter, HallConfig
from balai.domain.order.discipline import rule_of
from balai.domain.order.lanes import LaneKey, standard
from balai.domain.state import HallDay
from balai.domain.visit import Leg
from balai.domain.waits.chances import arrival_rates, leads_of
from balai.domain.waits.learned.record import Kind
from balai.domain.waits.lines import Player
from balai.domain.waits.lots import Lots
from balai.domain.waits.moment import Moment
from balai.domain.waits.montecarlo import HORIZON, Coming, Scene, SimulatedCounter
from balai.domain.waits.standing.booked import BOOKED, booked_coming, registered
from balai.domain.waits.standing.breaks import rests
from balai.domain.waits.standing.desks import BACK, free, lots_of, shut

#: The order of those who have no number yet: after all who have.
_LAST = 1 << 60
#: Numbers of those who may yet come, so that each has luck of their own.
_COMING, _OF_A_KIND = 1 << 40, 37
Lanes = dict[str, dict[LaneKey, list[Player]]]
#: A kind of visitors: their standard, how many come in a second, for how long, how far before their slots.
Often = tuple[Kind, timedelta, float, float, list[float]]


def next_key(service_id: str, priority_class: str, slot: datetime | None = None) -> str:
    """How the next ticket of a service and class is named among the estimates, or that for a booked slot."""
    key = f"next:{service_id}:{priority_class}"
    return key if slot is None else f"{key}:{slot.astimezone(UTC).isoformat()}"


def guest(
    config: HallConfig, service_id: str, priority_class: str, slot: datetime | None, now: datetime
) -> Player:
    """Who would take the next ticket, or would come for a slot."""
    base = slot or now
    due = base + standard(config.service_by_id[service_id], priority_class)
    key = next_key(service_id, priority_class, slot)
    return Player(key, service_id, priority_class, base, due, now, _LAST, guest=True)


def player_of(day: HallDay, leg: Leg, now: datetime) -> Player:
    """A leg of the day."""
    return Player(
        leg.id, leg.service_id, leg.priority_class, leg.base, leg.due, leg.joined_at, leg.order,
        transferred=leg.transferred, plan=day.visits[leg.visit_id].plan,
        since=(leg.joined_at - now).total_seconds(),
    )  # fmt: skip


def around(config: HallConfig, service_ids: Iterable[str]) -> frozenset[str]:
    """These services with all others that share a counter with them, or with one of those."""
    found, ahead = set[str](), list(service_ids)
    while ahead:
        service_id = ahead.pop()
        if service_id not in found:
            found.add(service_id)
            ahead += (s for counter in config.counters_for.get(service_id, ()) for s in counter.service_ids)
    return frozenset(found)


def scene_of(
    moment: Moment, guests: Iterable[Player], awaited: frozenset[str], services: frozenset[str]
) -> Scene:
    """The hall now as far as it serves these services, with guests in line, awaiting these ids' calls."""
    day, guests = moment.day, list(guests)
    lanes: Lanes = {
        service: {key: [player_of(day, leg, moment.now) for leg in line] for key, line in found.items()}
        for service, found in day.lanes.items()
        if service in services
    }
    # Of a booked visitor without a slot nobody knows the place.
    booked = [player for player in guests if player.id == next_key(player.service_id, BOOKED)]
    for player in guests:
        if player not in booked:
            _stand(lanes, player)
    served = map(day.as_served, day.config.counters)
    counters = [counter for counter in served if not services.isdisjoint(counter.service_ids)]
    back = sorted([late for d in (*moment.memory.days, moment.today) for late in d.back_late[-60:]] + [*BACK])
    return Scene(
        now=moment.now,
        config=day.config,
        chances=moment.chances,
        desks=[_desk(moment, counter, back) for counter in counters],
        lanes=lanes,
        awaited=awaited,
        coming=_coming(moment, _latest(moment, lanes, awaited, booked), booked, services),
        rests=rests(moment, counters),
        back_late=back,
    )


def _stand(lanes: Lanes, player: Player) -> None:
    line = lanes.setdefault(player.service_id, {}).setdefault((player.priority_class, False), [])
    # Booked visitors who came early count from later than now, yet they are here.
    at = next((n for n, other in enumerate(line) if other.base > player.base), len(line))
    line.insert(at, player)


def _desk(moment: Moment, counter: Counter, back: list[float]) -> SimulatedCounter:
    state = moment.day.counter(counter.id)
    leg = moment.day.leg_at(counter.id)
    return SimulatedCounter(
        counter,
        (state.priority_run, state.since_pass, state.since_pass_of),
        free(moment, counter, back),
        moment.chances.at_desk(counter),
        moment.chances.gaps[counter.id],
        moment.chances.desk_doubts[counter.id],
        player_of(moment.day, leg, moment.now) if leg is not None else None,
        shut=shut(moment, counter),
    )


def _latest(
    moment: Moment, lanes: Lanes, awaited: frozenset[str], booked: list[Player]
) -> Mapping[str, datetime]:
    """For each service the latest place of anybody awaited whom a counter that offers it could call."""
    config = moment.day.config
    rule, rules = rule_of(config.rules), config.rules
    last: dict[str, datetime] = {}
    for service, lines in lanes.items():
        mine = [player for line in lines.values() for player in line if player.id in awaited]
        if mine:
            last[service] = max(rule.place(cast(Leg, player), rules) for player in mine)
    for player in booked:
        at = rule.place(cast(Leg, player), rules)
        last[player.service_id] = max(at, last.get(player.service_id, at))
    found: dict[str, datetime] = {}
    for counter in config.counters:
        places = [last[service] for service in counter.service_ids if service in last]
        for service in counter.service_ids if places else ():
            found[service] = max(*places, found.get(service, places[0]))
    return found


def _coming(
    moment: Moment, latest: Mapping[str, datetime], booked: list[Player], services: frozenset[str]
) -> Callable[[Lots], Iterable[Coming]]:
    """Who may yet come and overtake somebody who waits, and who comes back from aside."""
    day = moment.day
    by_slot, kinds = booked_coming(moment, latest, services), _kinds(moment, latest, services)
    parked = [leg for leg in map(day.legs.__getitem__, day.parked) if leg.service_id in services]
    unknown = [(player, leads_of(moment.memory, (player.service_id, BOOKED))) for player in booked]

    def once(lots: Lots) -> Iterable[Coming]:
        yield from by_slot(lots)
        for player, leads in unknown:
            yield 0.0, partial(_with_slot, player, lots_of(leads, lots))
        for number, kind in enumerate(kinds):
            yield from _arrivals(moment, kind, lots, _COMING + number * _OF_A_KIND)
        for leg in parked:
            yield _comes_back(moment, leg, lots), partial(player_of, day, leg, moment.now)

    return once


def _kinds(moment: Moment, latest: Mapping[str, datetime], services: frozenset[str]) -> list[Often]:
    """The kinds of visitors who may come and overtake: how many in a second, for how long, and how far before
    their slots."""
    day, rules = moment.day, moment.day.config.rules
    rule, known = rule_of(rules), registered(moment.day)
    kinds: list[Often] = []
    for kind, rate in arrival_rates(moment.memory, moment.now, 3600.0).items():
        service = day.config.service_by_id.get(kind[0])
        if service is None or not rate or kind[0] not in services or kind[0] not in latest:
            continue
        if known and kind[1] == BOOKED:
            continue
        leads = leads_of(moment.memory, kind) if kind[1] == BOOKED else [0.0]
        window = (latest[kind[0]] - moment.now - rule.shift(service, kind[1], rules)).total_seconds()
        window = HORIZON / 2 if rule.takes_turns else window - min(leads)
        if window > 0:
            kinds.append((kind, standard(service, kind[1]), rate, min(window, HORIZON / 2), leads))
    return kinds


def _arrivals(moment: Moment, often: Often, lots: Lots, order: int) -> Iterable[Coming]:
    kind, promised, rate, window, leads = often
    at = -log(1.0 - lots()) / rate
    while at < window:
        yield at, partial(_comer, moment.now, kind, promised, at, leads[int(lots() * len(leads))], order)
        order += 1
        at -= log(1.0 - lots()) / rate


def _comer(now: datetime, kind: Kind, promised: timedelta, at: float, lead: float, order: int) -> Player:
    joins = now + timedelta(seconds=at)
    base = joins + timedelta(seconds=lead) if lead else joins
    return Player("", *kind, base, base + promised, joins, order, since=at)


def _comes_back(moment: Moment, leg: Leg, lots: Lots) -> float:
    if leg.until is not None and leg.until > moment.now:
        return (leg.until - moment.now).total_seconds()
    return lots_of(moment.chances.aside, lots) * lots()


def _with_slot(player: Player, lead: float) -> Player:
    """A booked visitor of whom nothing is known yet: the slot is as far away as others' were."""
    later = timedelta(seconds=lead)
    return Player(
        player.id, player.service_id, player.priority_class, player.base + later, player.due + later,
        player.joined_at, player.order, guest=True,
    )  # fmt: skip
