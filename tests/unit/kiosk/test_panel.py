import threading
from collections import Counter

from balai.clock import ManualClock
from kiosk.flow.panel import Panel, PanelButton, Verdict
from tests.support.kiosk_fakes import START, FakeLamp


def _panel(lockout: float = 3.0) -> tuple[Panel, FakeLamp, ManualClock]:
    clock, lamp = ManualClock(START), FakeLamp()
    panel = Panel({2: PanelButton("akta", lamp), 3: PanelButton("ktp", None)}, clock, lockout)
    panel.set_services({"akta", "ktp"})
    panel.set_open(True)
    return panel, lamp, clock


def test_of_many_presses_at_the_same_moment_one_is_taken() -> None:
    panel, _lamp, _clock = _panel()
    start = threading.Barrier(8)
    verdicts: list[Verdict] = []

    def press() -> None:
        start.wait()
        verdicts.append(panel.press(2))

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(verdicts) == {Verdict.TAKEN: 1, Verdict.LOCKED: 7}


def test_a_press_is_taken_exactly_when_the_lamp_is_lit() -> None:
    panel, lamp, clock = _panel()
    for happens in (
        lambda: panel.set_open(False),
        lambda: panel.set_open(True),
        lambda: panel.set_services({"ktp"}),
        lambda: panel.set_services({"akta", "ktp"}),
        lambda: panel.press(2),
        lambda: panel.done(2),
        lambda: clock.advance(3.0),
        lambda: panel.press(2),
        lambda: panel.darken(2, 5.0),
        lambda: clock.advance(4.9),
        lambda: clock.advance(0.2),
    ):
        happens()
        panel.refresh()
        lit = lamp.mode == "on"
        assert (panel.press(2) is Verdict.TAKEN) == lit
        if lit:
            panel.done(2)
            clock.advance(3.0)
            panel.refresh()


def test_it_tells_when_time_alone_will_change_a_lamp() -> None:
    panel, lamp, clock = _panel()
    assert panel.next_change() is None
    panel.press(2)
    panel.done(2)
    assert panel.next_change() == clock.monotonic() + 3.0
    clock.advance(3.0)
    panel.refresh()
    assert (lamp.mode, panel.next_change()) == ("on", None)


def test_a_button_without_a_lamp_works_as_others_do() -> None:
    panel, _lamp, _clock = _panel()
    assert [panel.press(3), panel.press(3)] == [Verdict.TAKEN, Verdict.LOCKED]
