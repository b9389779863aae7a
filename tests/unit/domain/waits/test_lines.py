"""Whom the simulation calls is whom the rule calls, whatever has joined and left its lines."""

from __future__ import annotations

from bisect import insort
from datetime import timedelta
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from balai.domain.hall.config import Counter, Rules
from balai.domain.order.discipline import DISCIPLINES, Lanes, counted
from balai.domain.order.lanes import LaneKey
from balai.domain.visit import CounterState
from balai.domain.waits.lines import Lines, Player, place
from tests.support.days import MORNING

SERVICES = ("ktp", "kk", "pajak")
CLASSES = ("regular", "priority", "appointment")
OFFERED = st.permutations(SERVICES).flatmap(
    lambda ids: st.integers(1, 3).map(lambda n: Counter("l1", 1, "a", "z", tuple(ids[:n])))
)
Kept = dict[str, dict[LaneKey, list[Player]]]


@st.composite
def players(draw: st.DrawFn) -> list[Player]:
    """Many of them at the same place."""
    found = []
    for number in range(draw(st.integers(0, 12))):
        service, kind, transferred = draw(st.integers(0, 2)), draw(st.integers(0, 2)), draw(st.booleans())
        base = MORNING + timedelta(minutes=10 * draw(st.integers(0, 1)))
        due = base + timedelta(minutes=30 if kind == 0 else 10 * (1 + service))
        # Who comes from another counter has joined later than the place says.
        joined = base + timedelta(minutes=40 if transferred else 0)
        found.append(
            Player(
                f"p{number}", SERVICES[service], CLASSES[kind], base, due, joined, draw(st.integers(0, 3)),
                transferred=transferred,
            )
        )  # fmt: skip
    return found


def stand(lanes: Kept, player: Player) -> None:
    lane = lanes.setdefault(player.service_id, {}).setdefault((player.priority_class, player.transferred), [])
    insort(lane, player, key=place)


@settings(max_examples=settings().max_examples * 2)
@given(players(), players(), st.lists(OFFERED, min_size=1, max_size=3), st.sampled_from(sorted(DISCIPLINES)))
def test_it_calls_whom_the_rule_calls(
    first: list[Player], later: list[Player], counters: list[Counter], name: str
) -> None:
    rules, rule = Rules(discipline=name), DISCIPLINES[name]
    lanes: Kept = {}
    for player in first:
        stand(lanes, player)
    lines = Lines(lanes, rule, rules).copy()
    run, since, of = 0, 0, (0, 0)
    for turn in range(len(first) + len(later) + len(counters)):
        counter = counters[turn % len(counters)]
        state = CounterState(counter.id, priority_run=run, since_pass=since, since_pass_of=of)
        wanted = rule.choose_next(cast(Lanes, lanes), counter, state, rules)
        called, choice = lines.call(counter, state)
        assert called is (cast(Player, wanted.leg) if wanted else None)
        if wanted is not None and called is not None:
            assert choice in (None, wanted)
            assert choice is not None or not (wanted.passing or wanted.ratio_turn)
            del lanes[called.service_id][called.priority_class, called.transferred][0]
            run, since, of = counted(
                state, called.priority_class, passing=wanted.passing, ratio_turn=wanted.ratio_turn
            )
        if turn < len(later):
            stand(lanes, later[turn])
            lines.join(later[turn])


def test_a_run_leaves_the_lines_of_the_others_as_they_are() -> None:
    player = Player("p", "ktp", "regular", MORNING, MORNING, MORNING, 1)
    rules, counter = Rules(), Counter("l1", 1, "a", "z", ("ktp",))
    whole = Lines({"ktp": {("regular", False): [player]}}, DISCIPLINES["earliest_due"], rules)
    state = CounterState(counter.id)
    for _ in range(2):
        run = whole.copy()
        assert run.call(counter, state) == (player, None)
        assert run.call(counter, state) == (None, None)


def test_of_two_at_the_same_place_the_preferred_service_is_first_and_then_the_lower_number() -> None:
    def player(service_id: str, kind: str, order: int) -> Player:
        return Player(f"{service_id} {order}", service_id, kind, MORNING, MORNING, MORNING, order)

    lanes: Kept = {}
    for who in (player("kk", "regular", 1), player("ktp", "regular", 3), player("ktp", "priority", 2)):
        stand(lanes, who)
    lines = Lines(lanes, DISCIPLINES["earliest_due"], Rules())
    counter, called = Counter("l1", 1, "a", "z", ("ktp", "kk")), list[str]()
    for _ in range(3):
        found, _ = lines.call(counter, CounterState("l1"))
        assert found is not None
        called.append(found.id)
    assert called == ["ktp 2", "ktp 3", "kk 1"]
