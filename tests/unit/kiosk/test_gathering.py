"""Several services, persons and priority, chosen on a panel of buttons."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from balai.clock import ManualClock
from balai.protocol.pushes import Admitted
from balai.protocol.views import StoppedRow
from hardware.ports import Wish
from kiosk.flow.buttons import Buttons, ExtraButton, PanelButton, Verdict
from kiosk.flow.gathering import MOST_PERSONS, Extra
from kiosk.flow.ports import Choice
from tests.support.kiosk_fakes import START, Bench, hall_view, refused, snapshot

PERSON, PRIORITY = 8, 9


def test_services_pressed_within_a_few_seconds_are_one_number() -> None:
    bench = Bench(several_seconds=4.0)
    bench.press(3)
    bench.pass_time(3.0)
    bench.press(2)
    assert bench.link.wishes == [], "another may follow"
    assert bench.modes == ["blink", "blink", "on"]
    bench.pass_time(4.0)
    assert bench.link.wishes == [Wish("ktp", also=("akta",))]
    assert bench.printer.printed == ["A-001"]
    bench.pass_time(3.0)
    assert bench.modes == ["on", "on", "on"]


def test_a_second_press_ends_the_choice_at_once() -> None:
    bench = Bench(several_seconds=4.0)
    bench.press(2, 4, 2)
    assert bench.link.wishes == [Wish("akta", also=("kk",))]


def test_without_it_each_press_is_its_own_number() -> None:
    bench = Bench()
    bench.press(2, 4)
    assert bench.link.wishes == [Wish("akta"), Wish("kk")]


def test_a_group_and_priority_hold_for_one_number_and_are_forgotten() -> None:
    bench = Bench()
    bench.press(PERSON, PERSON, PERSON, PRIORITY)
    assert [lamp.mode for lamp in bench.extra_lamps.values()] == ["blink", "blink"]
    bench.press(2)
    assert bench.link.wishes == [Wish("akta", persons=4, priority_class="priority")]
    assert [lamp.mode for lamp in bench.extra_lamps.values()] == ["on", "on"]
    bench.press(PRIORITY, PRIORITY, 3)
    assert bench.link.wishes[1] == Wish("ktp"), "pressed again it is taken back"
    bench.press(PERSON)
    bench.pass_time(15.0)
    bench.press(4)
    assert bench.link.wishes[2] == Wish("kk"), "whoever pressed it has gone"


def test_a_refusal_darkens_all_that_were_pressed() -> None:
    bench = Bench(several_seconds=4.0)
    bench.link.answers = [refused()]
    bench.press(2, 3, 2)
    assert bench.modes == ["off", "off", "on"]


def test_numbers_stopped_at_this_kiosk_alone_darken_it() -> None:
    bench = Bench()
    stopped = StoppedRow(scope="kiosk:kios-1", reason="technical", since=START, until=None)
    view = hall_view().model_copy(update={"stopped": (stopped,)})
    bench.kiosk.post(Admitted(device_id="kios-2"))
    bench.kiosk.post(snapshot(view))
    bench.work()
    assert bench.modes == ["on", "on", "on"]
    bench.kiosk.post(Admitted(device_id="kios-1"))
    bench.work()
    assert bench.modes == ["off", "off", "off"]
    bench.press(PERSON)
    assert bench.front.press(PERSON) is Verdict.CLOSED


@settings(max_examples=settings().max_examples * 6)
@given(
    st.lists(st.one_of(st.sampled_from([2, 3, 4, PERSON, PRIORITY]), st.sampled_from([-1.0, -3.0, -20.0]))),
    st.sampled_from([0.0, 4.0]),
)
def test_whatever_is_pressed_every_choice_is_whole_and_no_place_is_in_two(
    acts: list[float], several: float
) -> None:
    clock = ManualClock(datetime(2026, 4, 14, 2, tzinfo=UTC))
    services = {2: "akta", 3: "ktp", 4: "akta"}
    extras = {PERSON: ExtraButton(Extra.PERSON, None), PRIORITY: ExtraButton(Extra.PRIORITY, None)}
    front = Buttons(
        {pin: PanelButton(service, None) for pin, service in services.items()},
        clock, 3.0, extras=extras, several_seconds=several,
    )  # fmt: skip
    chosen: list[Choice] = []
    front.on_choice(chosen.append)
    offered = frozenset(services.values())
    front.offer(offered)
    for act in acts:
        if act < 0:
            clock.advance(-act)
            front.offer(offered)
        else:
            front.press(int(act))
    clock.advance(60.0)
    front.offer(offered)
    places = [place for choice in chosen for place in choice.places]
    assert len(places) == len(set(places)), "nothing was served: each place is at work once"
    for choice in chosen:
        wanted = (choice.service, *choice.also)
        assert len(wanted) == len(set(wanted))
        assert set(wanted) == {services[int(place)] for place in choice.places}
        assert 1 <= choice.persons <= MOST_PERSONS
    assert {int(act) for act in acts if act in services} == {int(place) for place in places}
    assert front.next_change() is None
