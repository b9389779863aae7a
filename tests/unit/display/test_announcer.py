"""One call at a time, in order, none forgotten."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balai.clock import ManualClock
from balai.domain.hall.config import VoiceRules
from balai.speech import SpokenCall
from display.speaking.announcer import HOLD_SECONDS, Announcer, CallAnnouncement
from hardware.ports import HardwareFault
from hardware.sound.audio import NoAudio, VirtualAudio
from tests.support.wall.walls import START, FakeVoice


class Stage:
    """An announcer with a clock that is moved by hand."""

    def __init__(self, voice: FakeVoice | None = None, old_seconds: int = 180) -> None:
        self.clock = ManualClock(START)
        self.audio = VirtualAudio(self.clock)
        self.voice = voice or FakeVoice()
        self.announcer = Announcer(
            self.clock, self.audio, self.voice, VoiceRules(old_seconds=old_seconds, rush_seconds=1000)
        )

    def call(self, number: str, counter: int = 3, *, recall: bool = False, leg: str = "") -> None:
        spoken = SpokenCall(number, counter, "Disdukcapil", recall)
        asked = self.clock.monotonic()
        self.announcer.offer(CallAnnouncement(leg or number, number, f"loket-{counter}", spoken, asked))
        self.announcer.tick()

    def pass_time(self, seconds: float, step: float = 0.1) -> list[str]:
        """Let time pass; the numbers that had the screen, in order."""
        shown: list[str] = []
        for _ in range(round(seconds / step)):
            self.clock.advance(step)
            self.announcer.tick()
            current = self.announcer.current
            if current is not None and shown[-1:] != [current.number]:
                shown.append(current.number)
        return shown


@pytest.fixture
def stage() -> Stage:
    return Stage()


def current(stage: Stage) -> str | None:
    return stage.announcer.current.number if stage.announcer.current else None


def test_a_call_is_shown_and_spoken_at_once(stage: Stage) -> None:
    stage.call("A-023")
    assert current(stage) == "A-023"
    assert stage.audio.busy()
    assert stage.voice.said == [
        (["nomor antrean A", "nol", "dua", "tiga", "silakan menuju loket tiga", "Disdukcapil"], 2)
    ]


def test_it_holds_the_screen_until_its_speech_ends(stage: Stage) -> None:
    stage.call("A-023")
    stage.pass_time(7.9)
    assert current(stage) == "A-023"
    stage.pass_time(0.3)
    assert current(stage) is None
    assert stage.announcer.counts.spoken == 1


def test_it_holds_the_screen_five_seconds_at_least() -> None:
    stage = Stage(FakeVoice(seconds=1.5))
    stage.call("A-023")
    stage.pass_time(HOLD_SECONDS - 0.2)
    assert current(stage) == "A-023"
    stage.pass_time(0.4)
    assert current(stage) is None


def test_calls_queue_in_order_and_never_sound_together(stage: Stage) -> None:
    for number in ("A-001", "F-002", "H-003"):
        stage.call(number)
    assert stage.announcer.waiting == 2
    assert stage.pass_time(30) == ["A-001", "F-002", "H-003"]
    assert (stage.audio.plays, stage.audio.cut_off) == (3, 0)


def test_a_recall_of_a_waiting_number_merges(stage: Stage) -> None:
    for number in ("A-001", "F-002", "H-003"):
        stage.call(number)
    stage.call("F-002", recall=True)
    assert stage.announcer.waiting == 2
    assert stage.announcer.counts.merged == 1
    assert stage.pass_time(30) == ["A-001", "F-002", "H-003"]
    assert "panggilan ulang" not in stage.voice.said[1][0]


def test_a_recall_after_its_call_is_said_again(stage: Stage) -> None:
    stage.call("A-001")
    stage.pass_time(1)
    stage.call("A-001", recall=True)
    assert stage.pass_time(20) == ["A-001"]
    assert stage.voice.said[1][0][0] == "panggilan ulang"
    assert stage.announcer.counts.spoken == 2


def test_a_leg_that_is_over_before_its_turn_is_dropped(stage: Stage) -> None:
    stage.call("A-001")
    stage.call("F-002")
    stage.announcer.withdraw("F-002", "leg_missed")
    assert stage.pass_time(20) == ["A-001"]
    assert stage.announcer.counts.dropped == 1


def test_withdrawing_what_is_being_said_lets_it_end(stage: Stage) -> None:
    stage.call("A-001")
    stage.announcer.withdraw("A-001", "leg_finished")
    stage.pass_time(1)
    assert current(stage) == "A-001"
    assert stage.announcer.counts.dropped == 0


def test_a_call_that_waited_too_long_is_dropped() -> None:
    stage = Stage(old_seconds=10)
    for number in ("A-001", "F-002", "H-003"):
        stage.call(number)
    assert stage.pass_time(30) == ["A-001", "F-002"]
    assert (stage.announcer.counts.spoken, stage.announcer.counts.dropped) == (2, 1)


def test_a_call_that_comes_too_late_is_dropped_and_counted() -> None:
    stage = Stage(old_seconds=10)
    stage.clock.advance(60)
    old = CallAnnouncement("x", "A-001", "loket-3", SpokenCall("A-001", 3), stage.clock.monotonic() - 11)
    stage.announcer.offer(old)
    stage.announcer.tick()
    assert current(stage) is None
    assert stage.announcer.counts.dropped == 1


def test_the_picture_does_not_wait_for_the_voice() -> None:
    stage = Stage(FakeVoice(ready=False))
    stage.call("A-023")
    stage.pass_time(1)
    assert current(stage) == "A-023"
    assert not stage.audio.busy()
    stage.voice.finish()
    stage.pass_time(0.1)
    assert stage.audio.busy()
    stage.pass_time(7.5)
    assert current(stage) == "A-023"


def test_a_voice_that_never_answers_costs_the_speech_and_not_the_chime() -> None:
    stage = Stage(FakeVoice(ready=False))
    stage.call("A-023")
    stage.pass_time(4.2)
    assert stage.audio.busy()
    assert stage.audio.seconds == pytest.approx(1.5)
    stage.pass_time(3)
    assert current(stage) is None


def test_a_voice_that_breaks_costs_the_sound_and_not_the_picture() -> None:
    stage = Stage(FakeVoice(ready=False))
    stage.call("A-023")
    stage.voice.asked[-1].set_exception(RuntimeError("broken"))
    stage.pass_time(4)
    assert current(stage) == "A-023"
    stage.pass_time(2)
    assert current(stage) is None


def test_a_sound_card_that_never_ends_is_stopped(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped: list[bool] = []
    monkeypatch.setattr(stage.audio, "busy", lambda: True)
    monkeypatch.setattr(stage.audio, "stop", lambda: stopped.append(True))
    stage.call("A-001")
    stage.call("F-002")
    assert stage.pass_time(15) == ["A-001", "F-002"]
    assert stopped == [True]


def test_a_sound_card_that_fails_costs_no_picture(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(samples: bytes, rate: int) -> None:
        raise HardwareFault("sound_failed", "audio: gone")

    monkeypatch.setattr(stage.audio, "play", fail)
    stage.call("A-023")
    stage.pass_time(4)
    assert current(stage) == "A-023"
    stage.pass_time(2)
    assert current(stage) is None


def test_without_a_loudspeaker_each_call_has_five_seconds() -> None:
    stage = Stage()
    stage.announcer.audio = NoAudio()
    stage.call("A-001")
    stage.call("F-002")
    stage.pass_time(5.2)
    assert current(stage) == "F-002"


def test_silence_forgets_what_waits(stage: Stage) -> None:
    stage.call("A-001")
    stage.call("F-002")
    stage.announcer.silence()
    assert (current(stage), stage.announcer.waiting, stage.audio.busy()) == (None, 0, False)


@settings(max_examples=settings().max_examples * 6)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("call"), st.integers(1, 6)),
            st.tuples(st.just("recall"), st.integers(1, 6)),
            st.tuples(st.just("over"), st.integers(1, 6)),
            st.tuples(st.just("time"), st.integers(1, 40)),
        ),
        max_size=30,
    )
)
def test_every_call_is_spoken_merged_dropped_or_waits(happenings: list[tuple[str, int]]) -> None:
    stage = Stage(old_seconds=20)
    offered = 0
    for what, value in happenings:
        if what == "time":
            stage.pass_time(value, step=1)
        elif what == "over":
            stage.announcer.withdraw(f"A-00{value}", "leg_finished")
        else:
            offered += 1
            stage.call(f"A-00{value}", recall=what == "recall")
    counts = stage.announcer.counts
    assert counts.spoken + counts.merged + counts.dropped + stage.announcer.waiting == offered
    assert counts.spoken == len(stage.voice.said)
    assert stage.audio.cut_off == 0
