"""What kiosks bring that were cut off from the hub: blocks from the top, tickets adopted in their place."""

from __future__ import annotations

from collections import Counter as Tally
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.domain import commands as c
from balai.domain.chains import SHARE_HELD, HeldBlock, standing_over
from balai.domain.commands import chains as cc
from balai.domain.day import HallDay, decide, evolve
from balai.domain.errors import Refusal
from balai.domain.events import LateTicketAdopted, NumbersReserved, VisitIssued
from balai.domain.hall.config import Series
from balai.domain.hall.numbering import label
from balai.domain.visit import LegState
from tests.support.days import MORNING, DayDriver, small_hall

TODAY = date(2026, 4, 14)
KIOSK = "device:k1"


def hold(day: DayDriver, chain: str = "c1", actor: str = KIOSK, most: int = 10) -> list[HeldBlock]:
    day.do(cc.HoldNumbers(actor=actor, chain=chain, series_ids=("a",), most=most))
    held = day.day.chains.get(chain)
    return list(held.blocks) if held else []


def adopting(n: int, ordinal: int, at: datetime, **more: object) -> cc.AdoptVisit:
    fields: dict[str, object] = {
        "actor": KIOSK, "visit_id": f"o{n}", "chain": "c1", "n": n, "day": TODAY, "series_id": "a",
        "number": label("A", ordinal), "ordinal": ordinal, "service_id": "ktp", "occurred_at": at, **more,
    }  # fmt: skip
    return cc.AdoptVisit(**fields)  # type: ignore[arg-type]


def issue(day: DayDriver, visit_id: str, **more: object) -> str:
    command = c.IssueVisit(visit_id=visit_id, service_id="ktp", actor=KIOSK, **more)  # type: ignore[arg-type]
    event = day.do(command)[0].event
    assert isinstance(event, VisitIssued)
    return event.number


def line(day: HallDay) -> list[str]:
    return [leg.visit_id for leg in day.line("ktp")]


def test_blocks_come_from_the_top_and_the_hub_stops_below_the_lowest() -> None:
    day = DayDriver(replace(small_hall(), series=(Series("a", "A", 1, 50), Series("b", "B"))))
    (one,), (two,) = hold(day, most=4), hold(day, "c2", "device:k2", most=4)
    assert (one.first, one.last, two.first, two.last) == (47, 50, 43, 46)
    assert [issue(day, f"v{n}") for n in range(43)] == [*(label("A", n) for n in range(1, 43)), "A-051"]


def test_all_blocks_together_take_a_fifth_of_a_series_at_most() -> None:
    day = DayDriver()
    blocks = [block for n in range(9) for block in hold(day, f"c{n}", f"device:k{n}", most=50)]
    held = [number for block in blocks for number in range(block.first, block.last + 1)]
    assert len(held) == len(set(held)) == int(999 * SHARE_HELD)
    assert all(chain.blocks for chain in list(day.day.chains.values())[:4])


def test_a_chain_is_given_more_when_half_of_its_numbers_are_used() -> None:
    day = DayDriver()
    (first,) = hold(day)
    for n in range(5):
        day.do(adopting(n + 1, first.first + n, day.now))
    blocks = hold(day)
    assert [(b.last - b.first + 1, b.stands_until is None) for b in blocks] == [(10, False), (5, True)]
    assert blocks == hold(day), "asked again it changes nothing"


def test_a_block_stands_on_the_next_day_and_nobody_else_gives_its_numbers() -> None:
    day = DayDriver()
    (block,) = hold(day)
    standing = standing_over(day.day.chains, TODAY + timedelta(days=1))
    assert [one.block for one in standing] == [block]
    opening = c.OpenDay(
        date=TODAY + timedelta(days=1), config=small_hall(), previous_hash="0" * 64, standing=standing
    )
    (opened,) = decide(None, opening, day.now)
    morning = evolve(None, replace(day.log[0], event=opened))
    assert morning.chains["c1"].blocks == (block,)
    assert morning.numbers["A"].held == ((block.first, block.last),)
    assert standing_over(day.day.chains, TODAY + timedelta(days=8)) == ()


def test_the_chain_of_a_machine_that_was_replaced_stands_no_longer_once_the_new_one_was_heard_later() -> None:
    day = DayDriver()
    (old,) = hold(day, "old")
    chains = dict(day.day.chains)
    newer = replace(old, first=1, last=9, stands_until=TODAY + timedelta(days=8))
    chains["new"] = replace(chains["old"], blocks=(newer,))
    assert [one.chain for one in standing_over(chains, TODAY + timedelta(days=1))] == ["new"]


def test_a_ticket_is_adopted_in_its_place_by_the_time_of_the_press() -> None:
    day = DayDriver()
    (block,) = hold(day)
    pressed = day.now
    issue(day, "later")
    day.do(adopting(1, block.first, pressed))
    day.do(adopting(2, block.first + 1, pressed - timedelta(days=2)))
    day.do(adopting(3, block.first + 2, day.now + timedelta(hours=1)))
    day.do(adopting(4, block.first + 3, pressed, clock_certain=False))
    assert line(day.day) == ["o2", "o1", "later", "o3", "o4"]
    assert day.day.visits["o2"].issued_at.astimezone(day.day.config.zone).date() == TODAY


def test_what_is_brought_again_changes_nothing() -> None:
    day = DayDriver()
    (block,) = hold(day)
    again = adopting(1, block.first, day.now, abandons="gone")
    day.do(again)
    assert day.do(again) == []


def test_hours_and_quota_refuse_no_paper_but_are_told() -> None:
    config = small_hall()
    services = tuple(replace(s, quota=1) if s.id == "ktp" else s for s in config.services)
    day = DayDriver(replace(config, services=services))
    (block,) = hold(day)
    issue(day, "v1")
    day.do(adopting(1, block.first, day.now))
    assert day.day.visits["o1"].flags == ("over_quota",)
    assert day.day.taken["ktp"] == 2


def test_a_number_that_somebody_else_got_meanwhile_stands_twice_and_is_told() -> None:
    day = DayDriver()
    number = issue(day, "somebody")
    day.do(adopting(1, 1, day.now, own=False))
    assert day.day.visits["o1"].number == number
    assert day.day.visits["o1"].flags == ("number_twice",)
    assert issue(day, "next") == "A-002"


def test_what_the_hub_gave_too_late_is_void_and_what_it_has_not_given_yet_it_refuses() -> None:
    day = DayDriver()
    (block,) = hold(day)
    issue(day, "late-answer", chain="c1", n=1)
    day.do(adopting(1, block.first, day.now, abandons="late-answer"))
    day.do(adopting(2, block.first + 1, day.now, abandons="late-request"))
    leg = day.day.legs["late-answer.1"]
    assert (leg.state, line(day.day), day.day.taken["ktp"]) == (LegState.VOID, ["o1", "o2"], 2)
    with pytest.raises(Refusal) as refused:
        issue(day, "late-request", chain="c1", n=2)
    assert refused.value.code == "visit_abandoned"


def test_a_number_given_up_that_stands_at_a_counter_stays_in_hand_and_is_told() -> None:
    day = DayDriver()
    (block,) = hold(day)
    issue(day, "called")
    day.do(c.OpenCounter(counter_id="l1", session_id="s", actor="staff:a"))
    day.do(c.CallNext(counter_id="l1", finishes=None, actor="staff:a"))
    day.do(adopting(1, block.first, day.now, abandons="called"))
    assert day.day.legs["called.1"].state is LegState.CALLED
    assert day.day.visits["o1"].flags == ("abandoned_called",)


def test_what_was_never_handed_out_is_void() -> None:
    day = DayDriver()
    hold(day)
    issue(day, "v1", chain="c1", n=1)
    day.do(cc.VoidVisit(actor=KIOSK, visit_id="v1", chain="c1", n=1))
    assert (line(day.day), dict(day.day.taken)) == ([], {})
    assert day.do(cc.VoidVisit(actor=KIOSK, visit_id="v1", chain="c1", n=1)) == []


def test_a_ticket_of_a_day_that_is_over_is_a_right() -> None:
    day = DayDriver()
    hold(day)
    brought = adopting(1, 990, day.now, day=TODAY - timedelta(days=1), voucher="KODE-1", persons=2)
    (happened,) = day.do(brought)
    assert isinstance(happened.event, LateTicketAdopted)
    right = day.day.vouchers["KODE-1"]
    assert (right.number, right.valid_on, right.persons) == ("A-990", TODAY, 2)
    assert day.do(replace(brought, voucher="KODE-2")) == []


def test_a_service_that_is_no_more_is_another_of_its_series_and_nobody_is_lost() -> None:
    day = DayDriver()
    hold(day)
    day.do(adopting(1, 990, day.now, service_id="dihapus"))
    assert day.day.legs["o1.1"].service_id == "ktp"


def test_a_chain_is_one_devices_alone() -> None:
    day = DayDriver()
    hold(day)
    with pytest.raises(Refusal) as refused:
        hold(day, "c1", "device:k2")
    assert refused.value.code == "chain_of_another"


def test_a_hub_of_before_takes_the_blocks_that_a_chain_claims_and_none_that_another_has() -> None:
    day = DayDriver()
    other = hold(day, "c2", "device:k2")[0]
    mine = HeldBlock("a", "A", 970, 979, 3, TODAY)
    claims = (
        mine,
        replace(other, first=other.first - 1),
        HeldBlock("x", "X", 1, 9, 3),
        HeldBlock("a", "A", 9, 1, 3),
        HeldBlock("a", "A", 1, 900, 3),
    )
    day.do(cc.HoldNumbers(actor=KIOSK, chain="c1", series_ids=(), claims=claims))
    assert [block.place for block in day.day.chains["c1"].blocks] == [("A", 970, 979)]


def test_a_block_that_stands_is_renewed_and_is_of_the_version_that_says_so() -> None:
    day = DayDriver()
    first = hold(day)[0]
    reserved = [h for h in day.log if isinstance(h.event, NumbersReserved)]
    assert [h.event.written for h in reserved] == [("numbers_reserved", 2)]
    assert first.stands_until == TODAY + timedelta(days=7)


# Three kiosks; what they ask and bring comes late, twice, in any order, or after its press was given up.


@dataclass(frozen=True)
class Press:
    """One press: at which kiosk, so many seconds after the one before, for what. `given` says by whom: the
    hub, the kiosk itself (by a clock that is a "guess", too), or nobody. What it sends comes so many
    `times`, the first so `late` (seconds); where the kiosk waited for the hub in vain, what it had asked
    comes as a `ghost` so late, unless that was lost (None)."""

    kiosk: int
    after: int
    service: str
    given: str
    late: int
    times: int
    ghost: int | None


LATE = st.integers(0, 4000)
PRESSES = st.lists(
    st.builds(
        Press, st.integers(0, 2), st.integers(1, 90), st.sampled_from(("ktp", "pajak")),
        st.sampled_from(("hub", "itself", "guess", "nobody")), LATE, st.integers(1, 3), st.none() | LATE,
    ),
    min_size=1,
    max_size=25,
)  # fmt: skip
SERIES = {"ktp": ("a", "A"), "pajak": ("b", "B")}
Sent = list[tuple[float, c.Command]]


def _sent(
    presses: list[Press], blocks: dict[tuple[int, str], HeldBlock]
) -> tuple[Sent, dict[str, list[str]]]:
    """What reaches the hub, each with the second at which it does; and each line, as the order of times has
    it."""
    sent: Sent = []
    places: dict[str, list[tuple[float, str]]] = {service: [] for service in SERIES}
    second, given = 0, Tally[tuple[int, str]]()
    for n, press in enumerate(presses, start=1):
        second += press.after
        visit_id, first = f"p{n}", second + press.late + n / 1000
        actor, chain = f"device:k{press.kiosk}", f"c{press.kiosk}"
        asked = c.IssueVisit(visit_id=visit_id, service_id=press.service, actor=actor, chain=chain, n=n)
        what: c.Command = asked
        if press.given == "nobody":
            what = cc.VoidVisit(actor=actor, visit_id=visit_id, chain=chain, n=n)
        elif press.given in ("itself", "guess"):
            series_id, prefix = SERIES[press.service]
            ordinal = blocks[press.kiosk, series_id].first + given[press.kiosk, series_id]
            given[press.kiosk, series_id] += 1
            what = adopting(
                n, ordinal, MORNING + timedelta(hours=1, seconds=second), visit_id=visit_id, actor=actor,
                chain=chain, abandons=f"x{n}", series_id=series_id, number=label(prefix, ordinal),
                service_id=press.service, clock_certain=press.given == "itself",
            )  # fmt: skip
        sent += [(first + turn * 7.5, what) for turn in range(press.times)]
        if press.ghost is not None and press.given != "hub":
            ghost = replace(asked, visit_id=visit_id if press.given == "nobody" else f"x{n}")
            sent.append((second + press.ghost + n / 1000 + 0.0001, ghost))
        if press.given != "nobody":
            places[press.service].append((second if press.given == "itself" else first, visit_id))
    lines = {service: [visit_id for _, visit_id in sorted(found)] for service, found in places.items()}
    return sorted(sent, key=lambda one: one[0]), lines


@given(PRESSES)
def test_whatever_comes_late_twice_or_in_another_order_the_day_is_as_the_times_of_the_presses_have_it(
    presses: list[Press],
) -> None:
    day = DayDriver()
    for kiosk in range(3):
        wanted = cc.HoldNumbers(actor=f"device:k{kiosk}", chain=f"c{kiosk}", series_ids=("a", "b"), most=25)
        day.do(wanted)
    blocks = {(k, block.series_id): block for k in range(3) for block in day.day.chains[f"c{k}"].blocks}
    sent, lines = _sent(presses, blocks)
    for second, command in sent:
        day.now = MORNING + timedelta(hours=1, seconds=second)
        day.try_(command, after=0)
    for service, visits in lines.items():
        assert [leg.visit_id for leg in day.day.line(service)] == visits
        assert day.day.taken.get(service, 0) == len(visits)
    numbers = Tally(day.day.visits[visit_id].number for visits in lines.values() for visit_id in visits)
    assert set(numbers.values()) <= {1}
    assert not any(visit.flags for visit in day.day.visits.values())
    replayed: HallDay | None = None
    for happened in day.log:
        replayed = evolve(replayed, happened)
    assert replayed == day.day
