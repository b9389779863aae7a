"""Two loudspeakers of one zone: the same sentence from the same moment of the hub's clock, or one alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from balai.clock import ManualClock
from balai.domain.hall.config import VoiceRules
from balai.protocol.pushes import Cue
from balai.speech import SpokenCall
from display.hub_time import HubTime
from display.speaking.announcer import AnnouncementResult, Announcer, CallAnnouncement, Notice
from display.speaking.unison import ALONE_SECONDS, LEAD_SECONDS, Unison
from tests.support.wall.walls import START, FakeVoice
from voice.mixing import RATE

TICK = 0.05


class Capture:
    """Notes what is played when, by the hub's time: when the whole sound would have begun, and how much of
    it was left."""

    def __init__(self, clock: ManualClock, hub_time: HubTime, seconds: Callable[[], float]) -> None:
        self._clock, self._hub_time, self._seconds = clock, hub_time, seconds
        self._ends = 0.0
        self.begun: list[float] = []
        self.heard: list[float] = []

    def play(self, samples: bytes, rate: int) -> None:
        left = len(samples) / 2 / rate
        skipped = self._seconds() - left
        self.begun.append((self._hub_time.now() - START).total_seconds() - skipped)
        self.heard.append(left)
        self._ends = self._clock.monotonic() + left

    def busy(self) -> bool:
        return self._clock.monotonic() < self._ends

    def stop(self) -> None:
        if self.busy():
            self.heard[-1] -= self._ends - self._clock.monotonic()
        self._ends = self._clock.monotonic()

    def close(self) -> None: ...


class Speaking:
    """One display of the zone; its own clock is off by so many seconds, and its voice makes sounds late."""

    def __init__(self, off: float, rules: VoiceRules) -> None:
        self.clock = ManualClock(START + timedelta(seconds=off))
        self.clock.advance(abs(off))
        self.hub_time = HubTime(self.clock)
        self.voice = FakeVoice(6.0)
        self.audio = Capture(self.clock, self.hub_time, lambda: self.voice._speech.seconds)
        self.cues: list[Cue] = []
        self.told: list[AnnouncementResult] = []
        self.announcer = Announcer(
            self.clock, self.audio, self.voice, rules, zones=frozenset({"utama"}), told=self.told.append
        )
        self.unison = self.announcer.unison = Unison(self.hub_time, self.cues.append)

    def numbers(self) -> list[str]:
        """The numbers that were made into a sound, each once."""
        return [" ".join(said) for said, _ in self.voice.said]


class Zone:
    """A leads, B follows; `late` seconds are what a cue needs from one to the other."""

    def __init__(self, rules: VoiceRules | None = None, late: float = 0.02) -> None:
        self.a, self.b = (Speaking(off, rules or VoiceRules()) for off in (300.0, -40.0))
        self.a.unison.leads = frozenset({"utama"})
        self.b.unison.follows = frozenset({"utama"})
        self.late, self.time = late, 0.0
        self._way: list[tuple[float, Cue]] = []
        for one in (self.a, self.b):
            one.hub_time.hear(START)

    def call(self, number: str, to: tuple[Speaking, ...] | None = None) -> None:
        for one in to or (self.a, self.b):
            spoken = SpokenCall(number, 3, "", direction="left" if one is self.a else "right")
            at = one.clock.monotonic()
            one.announcer.offer(CallAnnouncement(number, number, "loket-3", spoken, at, "utama"))

    def run(self, seconds: float, *, a: bool = True, cues: bool = True) -> None:
        """Let time pass; without `a` that display is dead, without `cues` none comes through."""
        for _ in range(round(seconds / TICK)):
            if a:
                self.a.announcer.tick()
            self._way += [(self.time + self.late, cue) for cue in self.a.cues]
            self.a.cues.clear()
            for due, cue in [found for found in self._way if found[0] <= self.time]:
                self._way.remove((due, cue))
                if cues:
                    self.b.announcer.hear(cue)
            self.b.announcer.tick()
            for one in (self.a, self.b):
                one.clock.advance(TICK)
            self.time += TICK


def begun(zone: Zone) -> tuple[list[float], list[float]]:
    return zone.a.audio.begun, zone.b.audio.begun


def test_both_begin_at_the_same_moment_of_the_hubs_clock() -> None:
    zone = Zone()
    for number in ("A-001", "A-002", "A-003"):
        zone.call(number)
    zone.run(30)
    first, second = begun(zone)
    assert len(first) == 3
    assert second == pytest.approx(first, abs=1e-3)
    assert first[0] == pytest.approx(LEAD_SECONDS, abs=2 * TICK)
    assert zone.a.numbers() == zone.b.numbers()


def test_no_direction_is_spoken_since_it_differs_from_one_to_the_other() -> None:
    zone = Zone()
    zone.call("A-001")
    zone.run(10)
    assert not any("sebelah" in text for text in zone.a.numbers() + zone.b.numbers())


def test_one_whose_sound_is_ready_late_joins_in_where_the_sentence_is() -> None:
    zone = Zone()
    zone.b.voice.ready = False
    zone.call("A-001")
    zone.run(2)
    assert zone.b.audio.begun == []
    zone.b.voice.finish()
    zone.run(1)
    first, second = begun(zone)
    assert second == pytest.approx(first, abs=1e-3)
    assert zone.b.audio.heard[0] < zone.a.audio.heard[0] - 1


def test_a_slow_way_of_the_cue_costs_the_beginning_and_not_the_step() -> None:
    zone = Zone(late=0.9)
    zone.call("A-001")
    zone.run(3)
    first, second = begun(zone)
    assert second == pytest.approx(first, abs=1e-3)


def test_news_that_come_after_the_cue_are_waited_for() -> None:
    zone = Zone()
    zone.call("A-001", to=(zone.a,))
    zone.run(0.3)
    zone.call("A-001", to=(zone.b,))
    zone.run(2)
    first, second = begun(zone)
    assert second == pytest.approx(first, abs=1e-3)


def test_where_they_differ_in_order_the_one_that_leads_says_what_comes_first() -> None:
    zone = Zone()
    zone.call("A-001", to=(zone.a,))
    zone.call("A-002", to=(zone.b,))
    zone.call("A-002", to=(zone.a,))
    zone.call("A-001", to=(zone.b,))
    zone.run(20)
    first, second = begun(zone)
    assert len(first) == 2
    assert second == pytest.approx(first, abs=1e-3)
    assert zone.b.announcer.counts.spoken == 2


def test_in_a_rush_the_repeat_is_left_out_by_both() -> None:
    zone = Zone(VoiceRules(repeat=2, rush_seconds=20))
    zone.call("A-001")
    zone.run(2)
    for number in ("A-002", "A-003", "A-004"):
        zone.call(number)
    zone.run(60)
    first, second = begun(zone)
    assert zone.a.audio.heard[0] < 5
    assert second == pytest.approx(first, abs=1e-3)
    assert zone.b.audio.heard == pytest.approx(zone.a.audio.heard, abs=0.1)


def test_several_in_one_sentence_are_the_same_several() -> None:
    zone = Zone(VoiceRules(rush_seconds=5))
    for number in range(12):
        zone.call(f"A-{number:03}")
    zone.run(60)
    assert zone.a.voice.together
    assert zone.b.voice.together[-1] == zone.a.voice.together[-1]
    assert begun(zone)[1] == pytest.approx(begun(zone)[0], abs=1e-3)


def test_an_announcement_is_made_in_step() -> None:
    zone = Zone()
    for one in (zone.a, zone.b):
        one.announcer.say = lambda notice, voice=one.voice: voice.prepare([[]], notice.times)  # type: ignore[misc]
        one.announcer.offer(Notice("n1", "Anak hilang", "id", 1, one.clock.monotonic()))
    zone.run(8)
    first, second = begun(zone)
    assert len(first) == 1
    assert second == pytest.approx(first, abs=1e-3)


def test_without_a_word_of_the_one_that_leads_the_other_speaks_alone() -> None:
    zone = Zone()
    zone.call("A-001")
    zone.run(ALONE_SECONDS - 0.1, a=False)
    assert zone.b.audio.begun == []
    zone.run(1, a=False)
    assert zone.b.audio.begun == pytest.approx([ALONE_SECONDS], abs=5 * TICK)


def test_where_the_one_that_leads_dies_in_mid_sentence_the_other_goes_on_and_then_speaks_at_once() -> None:
    zone = Zone()
    zone.call("A-001")
    zone.call("A-002")
    zone.run(3)
    zone.b.unison.follows = frozenset()
    zone.run(20, a=False)
    assert [round(seconds, 1) for seconds in zone.b.audio.heard] == [6.0, 6.0]
    spoken = [result.call.number for result in zone.b.told if not result.reason]
    assert spoken == ["A-001", "A-002"]


def test_where_the_one_that_follows_dies_the_other_speaks_on() -> None:
    zone = Zone()
    zone.call("A-001")
    zone.run(10, cues=False)
    assert zone.a.audio.heard == [6.0]


def test_what_is_not_said_here_is_no_drop_while_another_leads() -> None:
    zone = Zone()
    zone.call("A-001")
    zone.call("A-002")
    zone.run(1)
    zone.b.announcer.withdraw("A-002", "leg_finished")
    zone.b.announcer.refuse(
        CallAnnouncement("A-009", "A-009", "loket-3", SpokenCall("A-009", 3), 0.0, "utama"),
        "made_while_cut_off",
    )
    assert [result for result in zone.b.told if result.reason] == []


def test_a_loudspeaker_that_sounds_late_is_given_its_sound_so_much_earlier() -> None:
    zone = Zone()
    zone.b.announcer.latency = 0.2
    zone.call("A-001")
    zone.run(3)
    first, second = begun(zone)
    assert second == pytest.approx([first[0] - 0.2], abs=1e-3)


def test_a_telling_of_the_time_that_was_long_on_its_way_moves_nothing() -> None:
    clock = ManualClock(START)
    hub_time = HubTime(clock)
    hub_time.hear(START)
    for _ in range(3):
        clock.advance(2)
        hub_time.hear(clock.now() - timedelta(seconds=0.4))
    assert hub_time.now() == clock.now()
    clock.advance(2)
    for back, told in ((3, 0), (3, 3), (3600, 3600)):
        hub_time.hear(clock.now() - timedelta(seconds=back))
        assert hub_time.now() == clock.now() - timedelta(seconds=told)


def test_at_the_cue_samples_are_left_out_to_the_frame() -> None:
    zone = Zone(late=0.7)
    zone.call("A-001")
    zone.run(2)
    skipped = 6.0 - zone.b.audio.heard[0]
    assert (skipped * RATE) == pytest.approx(round(skipped * RATE), abs=1e-6)
    assert skipped > 0.1
