from __future__ import annotations

import threading
from collections import Counter

from balai.clock import ManualClock
from balai.protocol.requests import DeviceFault
from kiosk.flow.buttons import Buttons, PanelButton, Verdict
from kiosk.flow.ports import Choice, Denied, Given, Standing
from tests.support.kiosk_fakes import START, FakeLamp, issued

BOTH, NOTHING = frozenset({"akta", "ktp"}), frozenset[str]()
AKTA, GIVEN = Choice("akta", "2"), Given(issued(1))


def _buttons(lockout: float = 3.0) -> tuple[Buttons, FakeLamp, ManualClock]:
    clock, lamp = ManualClock(START), FakeLamp()
    buttons = Buttons({2: PanelButton("akta", lamp), 3: PanelButton("ktp", None)}, clock, lockout)
    buttons.offer(BOTH)
    return buttons, lamp, clock


def test_of_many_presses_at_the_same_moment_one_is_taken_and_chosen_once() -> None:
    buttons, _lamp, _clock = _buttons()
    chosen: list[Choice] = []
    buttons.on_choice(chosen.append)
    start = threading.Barrier(8)
    verdicts: list[Verdict] = []

    def press() -> None:
        start.wait()
        verdicts.append(buttons.press(2))

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(verdicts) == {Verdict.TAKEN: 1, Verdict.LOCKED: 7}
    assert chosen == [AKTA]


def test_a_press_is_taken_exactly_when_the_lamp_is_lit() -> None:
    buttons, lamp, clock = _buttons()
    offered = BOTH

    def offer(services: frozenset[str]) -> None:
        nonlocal offered
        offered = services

    for happens in (
        lambda: offer(NOTHING),
        lambda: offer(BOTH),
        lambda: offer(frozenset({"ktp"})),
        lambda: offer(BOTH),
        lambda: buttons.press(2),
        lambda: buttons.served(AKTA, GIVEN),
        lambda: clock.advance(3.0),
        lambda: buttons.learn(Standing(printing="A-001")),
        lambda: buttons.learn(Standing()),
        lambda: buttons.press(2),
        lambda: buttons.refused(AKTA, DeviceFault(code="refused")),
        lambda: clock.advance(4.9),
        lambda: clock.advance(0.2),
    ):
        happens()
        buttons.offer(offered)
        lit = lamp.mode == "on"
        assert (buttons.press(2) is Verdict.TAKEN) == lit
        if lit:
            buttons.served(AKTA, GIVEN)
            clock.advance(3.0)
            buttons.learn(Standing())
            buttons.offer(offered)


def test_it_tells_when_time_alone_will_change_a_lamp() -> None:
    buttons, lamp, clock = _buttons()
    assert buttons.next_change() is None
    buttons.press(2)
    buttons.served(AKTA, GIVEN)
    assert buttons.next_change() == clock.monotonic() + 3.0
    clock.advance(3.0)
    buttons.learn(Standing())
    buttons.offer(BOTH)
    assert (lamp.mode, buttons.next_change()) == ("on", None)


def test_a_button_without_a_lamp_works_as_others_do() -> None:
    buttons, _lamp, _clock = _buttons()
    assert [buttons.press(3), buttons.press(3)] == [Verdict.TAKEN, Verdict.LOCKED]


def test_two_buttons_of_one_service_are_two_places() -> None:
    clock, lamps = ManualClock(START), [FakeLamp(), FakeLamp()]
    buttons = Buttons({2: PanelButton("akta", lamps[0]), 3: PanelButton("akta", lamps[1])}, clock, 3.0)
    chosen: list[Choice] = []
    buttons.on_choice(chosen.append)
    buttons.offer(BOTH)
    assert [buttons.press(2), buttons.press(3)] == [Verdict.TAKEN, Verdict.TAKEN]
    buttons.refused(chosen[1], DeviceFault(code="hub_silent"))
    assert [lamp.mode for lamp in lamps] == ["blink", "off"]


def test_a_dark_button_that_is_pressed_is_told_why_and_not_again_and_again() -> None:
    buttons, _lamp, clock = _buttons()
    denied: list[Denied] = []
    buttons.on_denied(denied.append)
    buttons.offer(frozenset({"ktp"}))
    assert [buttons.press(2), buttons.press(2), buttons.press(3)] == [
        Verdict.CLOSED, Verdict.CLOSED, Verdict.TAKEN,
    ]  # fmt: skip
    assert denied == [Denied("akta")]
    clock.advance(8.0)
    buttons.press(2)
    assert denied == [Denied("akta"), Denied("akta")]


def test_a_button_that_is_held_gives_a_number_with_priority_and_one_that_is_tapped_a_usual_one() -> None:
    clock, lamp = ManualClock(START), FakeLamp()
    buttons = Buttons({2: PanelButton("akta", lamp)}, clock, 3.0, hold_seconds=1.5)
    chosen: list[Choice] = []
    buttons.on_choice(chosen.append)
    buttons.offer(BOTH)
    buttons.press(2)
    assert (chosen, buttons.next_change()) == ([], clock.monotonic() + 1.5)
    buttons.release(2)
    assert chosen == [AKTA]
    buttons.served(AKTA, GIVEN)
    clock.advance(3.0)
    buttons.learn(Standing())
    buttons.press(2)
    clock.advance(1.5)
    buttons.offer(BOTH)
    assert [choice.priority for choice in chosen] == [False, True]
    buttons.release(2)
    buttons.offer(BOTH)
    assert len(chosen) == 2, "letting go after that is no second press"


def test_a_dark_button_that_is_held_is_told_why_at_once() -> None:
    clock = ManualClock(START)
    buttons = Buttons({2: PanelButton("akta", None)}, clock, 3.0, hold_seconds=1.5)
    denied: list[Denied] = []
    buttons.on_denied(denied.append)
    assert buttons.press(2) is Verdict.CLOSED
    assert denied == [Denied("akta")]


def test_a_lamp_blinks_until_the_paper_is_out_however_long_the_printer_takes() -> None:
    buttons, lamp, clock = _buttons()
    buttons.press(2)
    buttons.served(AKTA, GIVEN)
    for standing in (Standing(pending=("A-001",)), Standing(printing="A-001")):
        clock.advance(30.0)
        buttons.learn(standing)
        assert (lamp.mode, buttons.press(2)) == ("blink", Verdict.LOCKED)
    buttons.learn(Standing(lost=("A-001",)))
    assert (lamp.mode, buttons.press(2)) == ("on", Verdict.TAKEN)
