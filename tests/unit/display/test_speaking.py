"""How an announcement is made: quiet times, haste, loudness; and which display makes it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from balai.clock import ManualClock
from balai.domain.hall.config import VoiceRules
from balai.hall_file.sections import VoiceSection
from balai.speech import SpokenCall
from demo.driving.wait import eventually
from display.speaking.announcer import Announcer, CallAnnouncement, Notice
from display.speaking.free_speech import FreeSpeech
from display.speaking.manner import LEAST_VOLUME, is_quiet, manner, within_bounds
from hardware.sound.audio import VirtualAudio
from tests.support.wall.tones import tone
from tests.support.wall.walls import START, FakeVoice
from voice.mixing import RATE, chime, scaled

NOON = datetime(2026, 4, 14, 12, 5, tzinfo=ZoneInfo("Asia/Makassar"))
BOTH = VoiceRules(languages=("id", "en"), repeat=2, rush_seconds=20)


class Stage:
    """An announcer that is told for which zones it speaks."""

    def __init__(self, rules: VoiceRules | None = None, zones: frozenset[str] | None = None) -> None:
        self.clock = ManualClock(START)
        self.audio = VirtualAudio(self.clock)
        self.voice = FakeVoice()
        self.announcer = Announcer(self.clock, self.audio, self.voice, rules or VoiceRules(), zones=zones)

    def call(self, number: str, zone: str = "utama") -> None:
        spoken = SpokenCall(number, 3)
        now = self.clock.monotonic()
        self.announcer.offer(CallAnnouncement(number, number, "loket-3", spoken, now, zone))
        self.announcer.tick()

    def pass_time(self, seconds: float) -> None:
        for _ in range(round(seconds / 0.1)):
            self.clock.advance(0.1)
            self.announcer.tick()


@pytest.mark.parametrize(
    ("pairs", "clock", "quiet"),
    [
        ((("12:00", "12:30"),), "12:00", True),
        ((("12:00", "12:30"),), "12:30", False),
        ((("22:00", "05:00"),), "23:59", True),
        ((("22:00", "05:00"),), "04:59", True),
        ((("22:00", "05:00"),), "12:00", False),
        ((), "12:00", False),
    ],
)
def test_quiet_times(pairs: tuple[tuple[str, str], ...], clock: str, quiet: bool) -> None:
    assert is_quiet(pairs, datetime.fromisoformat(f"2026-04-14T{clock}:10+08:00")) is quiet


@pytest.mark.parametrize(
    ("waiting", "languages", "repeat"), [(0, ("id", "en"), 2), (1, ("id", "en"), 1), (2, ("id",), 1)]
)
def test_haste_leaves_out_the_repeat_and_then_the_second_language(
    waiting: int, languages: tuple[str, ...], repeat: int
) -> None:
    found = manner(BOTH, NOON, waiting, sentence_seconds=5)
    assert (found.languages, found.repeat) == (languages, repeat)
    assert found.shortened is (waiting > 0)


@pytest.mark.parametrize(("wanted", "loud"), [(0, LEAST_VOLUME), (20, 20)])
def test_in_quiet_time_a_call_is_said_once_and_softly(wanted: int, loud: int) -> None:
    quiet = VoiceRules(languages=("id", "en"), repeat=2, quiet=(("10:00", "11:00"),), quiet_volume=wanted)
    stage = Stage(quiet)
    stage.announcer.follow(quiet, ZoneInfo("Asia/Makassar"))
    stage.call("A-001")
    # Whoever cannot see the wall hears every call, at noon prayers too.
    said, repeat = stage.voice.said[0]
    assert (said[0], repeat) == ("nomor antrean A", 1)
    assert "queue number A" not in said
    assert manner(quiet, NOON.replace(hour=10), 0, 5).volume == loud
    assert (stage.announcer.counts.spoken, stage.announcer.counts.shown) == (1, 0)


def test_the_device_file_may_say_otherwise_than_the_hall() -> None:
    stage = Stage()
    stage.announcer.own = {"repeat": 1}
    stage.announcer.follow(VoiceRules(languages=("id", "en"), repeat=3), UTC)
    stage.call("A-001")
    words, repeat = stage.voice.said[0]
    assert "queue number A" in words
    assert repeat == 1


def test_louder_and_softer() -> None:
    sound = np.array([1000, -32768, 32767], dtype="<i2").tobytes()
    assert np.frombuffer(scaled(sound, 50), dtype="<i2").tolist() == [500, -16384, 16383]
    assert scaled(sound, 100) is sound
    assert np.frombuffer(scaled(sound, 200), dtype="<i2").tolist() == [2000, -32768, 32767]


def test_a_display_that_does_not_speak_keeps_step_in_silence() -> None:
    stage = Stage(zones=frozenset())
    stage.call("A-001")
    stage.call("F-002")
    stage.pass_time(7.8)
    assert stage.announcer.current is not None
    assert stage.announcer.current.number == "A-001"
    stage.pass_time(0.5)
    assert stage.announcer.current.number == "F-002"
    assert stage.audio.plays == 0
    assert stage.announcer.counts.shown == 2


def test_who_takes_over_says_the_current_call_from_its_beginning() -> None:
    stage = Stage(zones=frozenset())
    stage.call("A-001")
    stage.call("F-002")
    stage.pass_time(3)
    stage.announcer.zones = frozenset({"utama"})
    stage.pass_time(0.2)
    assert stage.audio.busy()
    stage.pass_time(20)
    assert stage.audio.plays == 2
    assert stage.audio.cut_off == 0
    assert (stage.announcer.counts.spoken, stage.announcer.counts.shown) == (2, 0)


def test_it_speaks_for_its_own_zones_and_for_what_concerns_all() -> None:
    stage = Stage(zones=frozenset({"utama"}))
    stage.call("A-001", zone="atas")
    stage.pass_time(10)
    assert stage.audio.plays == 0
    stage.call("A-002")
    stage.announcer.offer(Notice("n", "Lampu mobil menyala.", "id", 1, stage.clock.monotonic()))
    stage.pass_time(30)
    assert stage.audio.plays == 2


def test_a_notice_takes_its_turn_and_covers_no_call() -> None:
    stage = Stage()
    stage.call("A-001")
    stage.announcer.offer(Notice("n", "Lampu mobil menyala.", "id", 1, stage.clock.monotonic()))
    assert stage.announcer.notice is None
    stage.pass_time(8.5)
    assert stage.announcer.current is None
    assert stage.announcer.notice is not None


def test_a_notice_that_is_taken_back_stops_at_once_and_a_waiting_one_is_not_begun() -> None:
    stage = Stage()
    for name in ("one", "two"):
        stage.announcer.offer(Notice(name, "Lampu mobil menyala.", "id", 1, stage.clock.monotonic()))
    stage.pass_time(0.5)
    assert (stage.announcer.notice is not None, stage.audio.busy()) == (True, True)
    stage.announcer.unsay("two")
    stage.announcer.unsay("one")
    assert (stage.announcer.notice, stage.announcer.waiting, stage.audio.busy()) == (None, 0, False)
    stage.call("A-001")
    stage.pass_time(2)
    assert stage.announcer.current is not None
    stage.announcer.unsay("one")
    assert stage.announcer.current is not None


def test_the_queue_is_bounded() -> None:
    stage = Stage()
    for number in range(500):
        stage.call(f"A-{number:03}")
    assert stage.announcer.waiting == 200
    assert stage.announcer.counts.dropped == 299


class Speaks:
    """An engine that notes what it was given."""

    key = "test"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def speak(self, text: str, language: str, seconds: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        self.texts.append(text)
        return np.full(RATE, 0.3, dtype=np.float32)

    def abandon(self) -> None:
        """Nothing runs."""


def test_what_staff_typed_is_spoken_as_often_as_they_said() -> None:
    engine = Speaks()
    once, twice = (FreeSpeech(engine).prepare(Notice("1", "Halo.", "id", times, 0.0)) for times in (1, 2))
    eventually(lambda: once.done() and twice.done())
    assert engine.texts == ["Halo.", "Halo."]
    assert twice.result().seconds - once.result().seconds > 0.5


def test_a_recording_takes_the_place_of_the_spoken_text_and_is_as_loud() -> None:
    engine = Speaks()
    quiet, plain = (Notice("1", "Halo.", "id", 1, 0.0, recording=tone(2.0, level)) for level in (0.02, 0.5))
    faint, loud = (FreeSpeech(engine).prepare(notice) for notice in (quiet, plain))
    silent = FreeSpeech(None).prepare(Notice("2", "Halo.", "id", 1, 0.0, recording=b"no sound"))
    eventually(lambda: faint.done() and loud.done() and silent.done())
    assert engine.texts == []
    heard = [np.frombuffer(sound.result().samples, dtype="<i2")[len(chime()) :] for sound in (faint, loud)]
    levels = [float(np.abs(sound.astype(float)).max()) for sound in heard]
    assert levels[0] == pytest.approx(levels[1], rel=0.05)
    assert len(silent.result().samples) == 2 * len(chime())


def test_rules_of_the_news_are_no_wilder_than_a_halls_file_could_be() -> None:
    for wild in (-(2**63), 2**63):
        told = within_bounds(
            VoiceRules(
                languages=("en",) * 9, repeat=wild, volume=wild, quiet_volume=wild, old_seconds=wild,
                rush_seconds=wild, quiet=(("00:00", "00:01"),) * 99,
            )
        )  # fmt: skip
        VoiceSection.model_validate(asdict(told))
    assert within_bounds(VoiceRules()) == VoiceRules()
