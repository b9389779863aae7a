"""Many calls at once: each is said within its bound, or its desk is told; never two at a time."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from hypothesis import example, given, settings
from hypothesis import strategies as st

from balai.clock import ManualClock
from balai.domain.hall.config import VoiceRules
from balai.speech import SpokenCall, Unit
from display.speaking.announcer import AnnouncementResult, Announcer, CallAnnouncement
from display.speaking.manner import MOST_TOGETHER
from display.speaking.turn import REST_SECONDS
from hardware.sound.audio import VirtualAudio
from tests.support.wall.walls import START, FakeVoice
from voice.mixing import AFTER_SHORT_CHIME, BETWEEN_CALLS, Speech
from voice.ready import ReadyClips
from voice.voice import EngineVoice, Said

STEP = 0.05
BOTH = VoiceRules(languages=("id", "en"))


@dataclass
class Rush:
    """A display in a rush, its time moved by hand; what it played, and what it told of each call."""

    rules: VoiceRules = field(default_factory=VoiceRules)
    zones: frozenset[str] | None = None
    voice: FakeVoice = field(default_factory=lambda: FakeVoice(seconds=8.0))
    told: dict[str, AnnouncementResult] = field(default_factory=dict)
    said_at: dict[str, float] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)
    sounds: list[tuple[float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = ManualClock(START)
        self.audio = VirtualAudio(self.clock)
        self.announcer = Announcer(
            self.clock, self.audio, self.voice, self.rules, zones=self.zones, told=self._hear
        )

    def _hear(self, result: AnnouncementResult) -> None:
        assert result.call.leg_id not in self.told, "told twice"
        self.told[result.call.leg_id] = result
        self.said_at[result.call.leg_id] = self.clock.monotonic()

    def call(self, number: str, counter: int) -> None:
        spoken = SpokenCall(number, counter, "Disdukcapil")
        now = self.clock.monotonic()
        self.announcer.offer(CallAnnouncement(number, number, f"loket-{counter}", spoken, now))

    def step(self) -> None:
        before = self.audio.plays
        self.announcer.tick()
        now = self.clock.monotonic()
        if self.audio.plays > before:
            self.sounds.append((now, now))
        elif self.audio.busy():
            self.sounds[-1] = (self.sounds[-1][0], now)
        call = self.announcer.current
        if call is not None and self.shown[-1:] != [call.number]:
            self.shown.append(call.number)
        self.clock.advance(STEP)

    def run(self, calls: list[tuple[float, str]], most: float = 600.0) -> float:
        """Make the calls at their seconds, and let time pass until all is over; the seconds it took."""
        began, waiting = self.clock.monotonic(), sorted(calls, key=lambda call: call[0])
        counter = 0
        while waiting or self.announcer.busy or self.announcer.waiting:
            now = self.clock.monotonic() - began
            assert now < most, "it never ends"
            while waiting and waiting[0][0] <= now:
                counter += 1
                self.call(waiting.pop(0)[1], counter)
            self.step()
        return max(self.said_at.values()) - began


def numbers(count: int, prefixes: str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ") -> list[str]:
    return [f"{prefixes[at % len(prefixes)]}-{100 + at}" for at in range(count)]


def test_thirty_calls_in_twenty_seconds_are_all_said_within_seventy_five() -> None:
    rush = Rush()
    # The bank's own clips, in the hardest order: no two of one prefix, three digits each.
    voice = rush.announcer.voice = _AtOnce(None, None, ReadyClips(None, None))
    took = rush.run([(at * 20 / 30, number) for at, number in enumerate(numbers(30))])
    voice.close()
    assert len(rush.told) == 30
    assert {result.reason for result in rush.told.values()} == {""}
    assert took <= 75


class _AtOnce(EngineVoice):
    """The bank's voice, its sounds ready when they are asked for, since the clock here is no real one."""

    def prepare(self, said: Said, repeat: int) -> Future[Speech]:
        """Wait for the sound."""
        made = super().prepare(said, repeat)
        made.result(timeout=30)
        return made

    def prepare_brief(self, calls: Sequence[Sequence[Unit]], pace: float) -> Future[Speech]:
        """Wait for the sound."""
        made = super().prepare_brief(calls, pace)
        made.result(timeout=30)
        return made


def test_sentences_shorten_by_what_waits() -> None:
    rush = Rush(BOTH)
    rush.run([(0.0, number) for number in ("A-001", "B-002", "C-003", "A-004", "B-005", "C-006", "A-007")])
    first, *others = rush.voice.together
    # The agency's name is out, the leading zeros too; one prefix after another, each said once.
    assert first == [
        "A satu loket satu", "empat loket empat", "tujuh loket tujuh", "B dua loket dua", "lima loket lima",
        "C tiga loket tiga", "enam loket enam",
    ]  # fmt: skip
    assert others == []
    assert rush.voice.said == []


def test_a_repeat_is_left_out_when_calls_come_while_the_first_is_said() -> None:
    rush = Rush()
    calm = Rush()
    calm.run([(0.0, "A-001")])
    rush.run([(0.0, "A-001"), *((2.0, f"B-{at:03d}") for at in range(8))])
    one, alone = rush.sounds[0], calm.sounds[0]
    assert one[1] - one[0] < alone[1] - alone[0] - 2
    assert rush.told["A-001"].reason == ""


def test_the_screen_follows_the_words_of_a_sentence_of_several_calls() -> None:
    rush = Rush(voice=FakeVoice(brief=2.0))
    rush.run([(0.0, f"A-{at:03d}") for at in range(5)])
    assert rush.shown == [f"A-{at:03d}" for at in range(5)]


def test_a_call_that_grew_too_old_is_told_to_its_desk() -> None:
    rush = Rush(VoiceRules(old_seconds=20, rush_seconds=5), voice=FakeVoice(brief=8.0))
    rush.run([(0.0, number) for number in numbers(30)])
    reasons = [rush.told[number].reason for number in numbers(30)]
    assert reasons[0] == ""
    assert "old" in reasons
    assert set(reasons) <= {"", "old"}


def test_words_that_cannot_be_had_are_told() -> None:
    rush = Rush()
    rush.announcer.voice = EngineVoice(None, None, None)
    rush.announcer.audible = lambda: True
    rush.call("A-001", 1)
    for _ in range(400):
        rush.step()
        if "A-001" in rush.told:
            break
    assert rush.told["A-001"].reason in {"no_words", "no_sound"}
    rush.announcer.voice.close()


def test_a_display_that_does_not_speak_tells_nothing_of_words() -> None:
    rush = Rush(zones=frozenset())
    for number in numbers(3):
        rush.call(number, 1)
    for _ in range(800):
        rush.step()
    assert rush.told == {}
    assert rush.announcer.counts.shown == 3


bursts = st.lists(st.tuples(st.floats(0, 25, width=16), st.integers(0, 5)), min_size=1, max_size=60)


@settings(max_examples=25, deadline=None)
@given(bursts, st.sampled_from([VoiceRules(), BOTH]))
@example([(0.0, 0)] * 60, BOTH)
def test_any_burst_is_said_or_told_in_order_with_rests(
    burst: list[tuple[float, int]], rules: VoiceRules
) -> None:
    rush = Rush(rules, voice=FakeVoice(seconds=6.0, brief=2.6))
    calls = [(at, f"{'ABCDEF'[prefix]}-{index:03d}") for index, (at, prefix) in enumerate(burst)]
    rush.run(calls)
    # Each is told of exactly once, and within what a call may wait, or as too old.
    assert set(rush.told) == {number for _, number in calls}
    for number, result in rush.told.items():
        waited = rush.said_at[number] - result.call.asked_at
        assert result.reason == "" or (result.reason == "old" and waited > rules.old_seconds)
    assert rush.audio.cut_off == 0
    for (_, ended), (begins, _) in zip(rush.sounds, rush.sounds[1:], strict=False):
        assert begins - ended >= REST_SECONDS - STEP / 2
    # In order, but for numbers of one prefix that one sentence takes together.
    place = {number: at for at, (_, number) in enumerate(sorted(calls, key=lambda call: call[0]))}
    for at, number in enumerate(number for number in rush.shown):
        assert abs(place[number] - at) < MOST_TOGETHER


def test_pauses_in_haste_can_still_be_heard() -> None:
    assert BETWEEN_CALLS >= 0.15
    assert AFTER_SHORT_CHIME >= 0.1
