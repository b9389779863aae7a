from __future__ import annotations

import threading
from collections import Counter

from balai.clock import ManualClock
from balai.protocol.requests import DeviceFault
from kiosk.flow.buttons import Buttons, PanelButton, Verdict
from kiosk.flow.ports import Choice, Given
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
            buttons.offer(offered)


def test_it_tells_when_time_alone_will_change_a_lamp() -> None:
    buttons, lamp, clock = _buttons()
    assert buttons.next_change() is None
    buttons.press(2)
    buttons.served(AKTA, GIVEN)
    assert buttons.next_change() == clock.monotonic() + 3.0
    clock.advance(3.0)
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
