"""From the day, as the log has it, to the scene that a Monte Carlo plays on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import log
from typing import cast

from balai.domain.hall.config import Counter, HallConfig
from balai.domain.hall.opening import service_day
from balai.domain.order.discipline import rule_of
from balai.domain.order.lanes import LaneKey, standard
from balai.domain.state import HallDay
from balai.domain.visit import CounterState, CounterStatus, Leg, LegState
from balai.domain.waits.chances import Chances, Draw, arrival_rates, leads_of, residual
from balai.domain.waits.learning import DayRecord, Kind, Memory
from balai.domain.waits.montecarlo import HORIZON, Player, Scene, SimulatedCounter

#: The order of those who have no number yet: after all who have.
_LAST = 1 << 60
SAME_BREAK = 5400.0


def next_key(service_id: str, priority_class: str) -> str:
    """How the next ticket of a service and class is named among the estimates."""
    return f"next:{service_id}:{priority_class}"


def guest(config: HallConfig, service_id: str, priority_class: str, now: datetime) -> Player:
    """Who would take the next ticket."""
    due = now + standard(config.service_by_id[service_id], priority_class)
    key = next_key(service_id, priority_class)
    return Player(key, service_id, priority_class, now, due, now, _LAST, guest=True)


def player_of(day: HallDay, leg: Leg, now: datetime) -> Player:
    """A leg of the day."""
    return Player(
        leg.id, leg.service_id, leg.priority_class, leg.base, leg.due, leg.joined_at, leg.order,
        transferred=leg.transferred, plan=day.visits[leg.visit_id].plan,
        since=(leg.joined_at - now).total_seconds(),
    )  # fmt: skip


@dataclass(frozen=True)
class Situation:
    """What a scene is made from."""

    day: HallDay
    memory: Memory
    chances: Chances
    now: datetime
    draw: Draw

    @property
    def today(self) -> DayRecord:
        """What today has taught."""
        assert self.memory.today is not None
        return self.memory.today

    def pick(self, pool: object) -> float:
        """One of a pool of lengths."""
        values: list[float] = pool  # type: ignore[assignment]  # a sequence of lengths
        return values[int(self.draw() * len(values))]


def scene_of(moment: Situation, guests: Iterable[Player], awaited: frozenset[str]) -> Scene:
    """The hall now, with guests in line, awaiting the calls of these ids."""
    day = moment.day
    lanes: dict[str, dict[LaneKey, list[Player]]] = {
        service: {key: [player_of(day, leg, moment.now) for leg in line] for key, line in found.items()}
        for service, found in day.lanes.items()
    }
    booked = [player for player in guests if player.priority_class == "appointment"]
    for player in guests:
        if player in booked:
            continue
        line = lanes.setdefault(player.service_id, {}).setdefault((player.priority_class, False), [])
        # Booked visitors who came early count from later than now, yet they are here.
        at = next((n for n, other in enumerate(line) if other.base > player.base), len(line))
        line.insert(at, player)
    rule, rules = rule_of(day.config.rules), day.config.rules
    everybody = (player for found in lanes.values() for line in found.values() for player in line)
    latest = max((rule.place(cast(Leg, player), rules) for player in everybody), default=moment.now)
    return Scene(
        now=moment.now,
        config=day.config,
        chances=moment.chances,
        desks=[_desk(moment, counter) for counter in day.config.counters],
        lanes=lanes,
        awaited=awaited,
        coming=_coming(moment, latest, booked),
        rests=_rests(moment),
    )


def _desk(moment: Situation, counter: Counter) -> SimulatedCounter:
    state = moment.day.counter(counter.id)
    leg = moment.day.leg_at(counter.id)
    return SimulatedCounter(
        counter,
        (state.priority_run, state.since_pass, state.since_pass_of),
        _free(moment, counter, state, leg),
        moment.chances.at_desk(counter),
        player_of(moment.day, leg, moment.now) if leg is not None else None,
        shut=_shut(moment, counter),
    )


def _free(
    moment: Situation, counter: Counter, state: CounterState, leg: Leg | None
) -> Callable[[], float | None]:
    if state.status is CounterStatus.PAUSED:
        return lambda: _after_pause(moment, state)
    if state.status is CounterStatus.CLOSED:
        return lambda: _opens_later(moment, counter.id)
    if leg is not None and leg.called_at is not None:
        return lambda: _after_leg(moment, counter, leg)
    since = moment.memory.free_since(counter.id)
    gaps = sorted(moment.chances.gaps)
    elapsed = (moment.now - since).total_seconds() if since else 0.0
    waits = any(moment.day.waiting_count(service) for service in counter.service_ids)
    if waits:
        return lambda: residual(gaps, elapsed, moment.draw) if elapsed < gaps[-1] else moment.pick(gaps)
    return lambda: moment.pick(moment.chances.reactions)


def _after_leg(moment: Situation, counter: Counter, leg: Leg) -> float:
    assert leg.called_at is not None
    elapsed = max(0.0, (moment.now - leg.called_at).total_seconds())
    chances, draw = moment.chances, moment.draw
    gap = moment.pick(chances.gaps)
    if leg.state is LegState.CALLED:
        waited = (leg.called_at - leg.joined_at).total_seconds()
        longest = max(chances.absent)
        if elapsed < longest and draw() < chances.leaves(waited):
            return max(5.0, moment.pick(chances.absent) - elapsed) + gap
    return chances.rest(leg.service_id, counter.id, elapsed, draw) + gap


def _after_pause(moment: Situation, state: CounterState) -> float:
    since = moment.memory.rests_since(state.id)
    elapsed = (moment.now - since).total_seconds() if since else 0.0
    gap = moment.pick(moment.chances.gaps)
    if state.until is not None and state.until > moment.now:
        return (state.until - moment.now).total_seconds() * (0.9 + 0.2 * moment.draw()) + gap
    return residual(moment.chances.pauses, elapsed, moment.draw) + gap


def _opens_later(moment: Situation, counter_id: str) -> float | None:
    """A closed counter opens at the time it did on some earlier day, if that is still to come."""
    days = moment.memory.days
    if not days:
        return None
    day = days[int(moment.draw() * len(days))]
    at = moment.today.clock(moment.now)
    later = [opening - at for opening in day.openings.get(counter_id, ()) if opening > at]
    return later[0] if later else None


def _rests(moment: Situation) -> Callable[[], dict[str, list[tuple[float, float]]]]:
    """Breaks to come, as on some earlier day; not the one that a counter has had today already."""
    days, at, today = moment.memory.days, moment.today.clock(moment.now), moment.today
    had = {c: [begin for begin, _ in pauses] for c, pauses in today.pauses.items()}

    def of_a_day() -> dict[str, list[tuple[float, float]]]:
        if not days:
            return {}
        chosen = days[int(moment.draw() * len(days))]
        return {
            counter: [
                (begin - at, length)
                for begin, length in sorted(pauses)
                if begin > at and all(abs(begin - other) > SAME_BREAK for other in had.get(counter, ()))
            ]
            for counter, pauses in chosen.pauses.items()
        }

    return of_a_day


def _shut(moment: Situation, counter: Counter) -> tuple[tuple[float, float], ...]:
    """When the calendar keeps a counter shut, from now: before, between and after its opening times."""
    config, now = moment.day.config, moment.now
    if config.calendar.always_open:
        return ()
    spans = _open_times(config, counter, moment.day.date)
    edges = [-HORIZON, *((t - now).total_seconds() for span in spans for t in span), 4 * HORIZON]
    found = tuple((edges[n], edges[n + 1]) for n in range(0, len(edges), 2))
    # Staff who serve outside the hours show that the calendar does not bind them now.
    return () if any(begin <= 0 < end for begin, end in found) else found


def _open_times(config: HallConfig, counter: Counter, day: date) -> list[tuple[datetime, datetime]]:
    best: list[tuple[datetime, datetime]] = []
    for service_id in counter.service_ids:
        service = config.service_by_id.get(service_id)
        found = service_day(config, service, day) if service else None
        if found is not None and (not best or found.openings[-1][1] > best[-1][1]):
            best = list(found.openings)
    return best


def _coming(
    moment: Situation, latest: datetime, booked: list[Player]
) -> Callable[[], Iterable[tuple[float, Player]]]:
    """Who may yet come and overtake somebody who waits, and who comes back from aside."""
    day, rules = moment.day, moment.day.config.rules
    rule = rule_of(rules)
    rates = arrival_rates(moment.memory, moment.now, 3600.0)
    kinds: list[tuple[Kind, float, float, list[float]]] = []
    for kind, rate in rates.items():
        service = day.config.service_by_id.get(kind[0])
        if service is None or not rate:
            continue
        leads = leads_of(moment.memory, kind) if kind[1] == "appointment" else [0.0]
        window = (latest - moment.now - rule.shift(service, kind[1], rules)).total_seconds() - min(leads)
        window = HORIZON / 2 if rule.takes_turns else window
        if window > 0:
            kinds.append((kind, rate, min(window, HORIZON / 2), leads))
    parked = [day.legs[leg_id] for leg_id in day.parked]

    def once() -> Iterable[tuple[float, Player]]:
        for player in booked:
            yield 0.0, _with_slot(moment, player)
        for kind, rate, window, leads in kinds:
            yield from _arrivals(moment, kind, rate, window, leads)
        for leg in parked:
            yield _comes_back(moment, leg), player_of(day, leg, moment.now)

    return once


def _arrivals(
    moment: Situation, kind: Kind, rate: float, window: float, leads: list[float]
) -> Iterable[tuple[float, Player]]:
    service = moment.day.config.service_by_id[kind[0]]
    promised, order = standard(service, kind[1]), _LAST + 1
    at = -log(1.0 - moment.draw()) / rate
    while at < window:
        joins = moment.now + timedelta(seconds=at)
        base = joins + timedelta(seconds=leads[int(moment.draw() * len(leads))])
        yield at, Player("", kind[0], kind[1], base, base + promised, joins, order, since=at)
        order += 1
        at -= log(1.0 - moment.draw()) / rate


def _comes_back(moment: Situation, leg: Leg) -> float:
    if leg.until is not None and leg.until > moment.now:
        return (leg.until - moment.now).total_seconds()
    return moment.pick(moment.chances.aside) * moment.draw()


def _with_slot(moment: Situation, player: Player) -> Player:
    """A booked visitor of whom nothing is known yet: the slot is as far away as others' were."""
    leads = leads_of(moment.memory, (player.service_id, player.priority_class))
    lead = timedelta(seconds=leads[int(moment.draw() * len(leads))])
    return Player(
        player.id, player.service_id, player.priority_class, player.base + lead, player.due + lead,
        player.joined_at, player.order, guest=True,
    )  # fmt: skip
