"""The reader on a real engine: sentences become sound, and what is new goes before what is being said."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from balai.speech import Unit
from demo.driving.wait import eventually
from tests.support.wall.engines import speaking
from voice.engine import Espeak
from voice.reader import Reader


class Tape:
    """A loudspeaker that plays until it is told that a sound is over."""

    def __init__(self) -> None:
        self.played: list[int] = []
        self.loudest: list[int] = []
        self.stopped = 0
        self.over = threading.Event()

    def play(self, samples: bytes, rate: int) -> None:
        self.over.clear()
        self.loudest.append(int(np.abs(np.frombuffer(samples, dtype="<i2").astype(int)).max()))
        self.played.append(len(samples))

    def busy(self) -> bool:
        return not self.over.is_set()

    def stop(self) -> None:
        self.stopped += 1


@pytest.fixture
def tape() -> Tape:
    return Tape()


@pytest.fixture
def reader(tape: Tape) -> Iterator[Reader]:
    program = Espeak.find()
    assert program is not None, "tools/system_packages.sh names espeak-ng"
    made = Reader(tape, Espeak(program))
    yield made
    tape.over.set()
    made.close()


def test_sentences_are_heard_one_after_another_and_then_it_is_silent(reader: Reader, tape: Tape) -> None:
    reader.read([Unit("Pilih instansi.", "id"), Unit("Disdukcapil.", "id")])
    eventually(lambda: len(tape.played) == 1, what="the first sentence")
    assert reader.busy
    tape.over.set()
    eventually(lambda: len(tape.played) == 2, what="the second sentence")
    tape.over.set()
    eventually(lambda: not reader.busy, what="silence")
    assert min(tape.played) > 10_000


def test_what_is_new_cuts_off_what_is_being_said(reader: Reader, tape: Tape) -> None:
    reader.read([Unit("Satu dua tiga.", "id"), Unit("Empat.", "id")])
    eventually(lambda: len(tape.played) == 1, what="the first sentence")
    before = tape.stopped
    reader.read([Unit("English.", "en")])
    eventually(lambda: len(tape.played) == 2, what="the new sentence")
    assert tape.stopped > before
    reader.stop()
    eventually(lambda: not reader.busy, what="silence")
    assert len(tape.played) == 2


def test_a_softer_reader_is_softer_and_a_sentence_is_made_once(tape: Tape, tmp_path: Path) -> None:
    engine = Espeak(speaking(tmp_path))
    reader = Reader(tape, engine)
    for times, volume in enumerate((100, 40), 1):
        reader.volume = volume
        reader.read([Unit("halo", "id")])
        eventually(lambda: len(tape.played) == times, what="the sentence")  # noqa: B023 - called at once
        tape.over.set()
        eventually(lambda: not reader.busy, what="silence")
    reader.close()
    assert tape.loudest[1] == pytest.approx(tape.loudest[0] * 0.4, rel=0.01)
    assert (tmp_path / "speaking.log").read_text().count("halo") == 1


def test_a_program_that_does_not_speak_leaves_the_sentence_out(tape: Tape) -> None:
    reader = Reader(tape, Espeak("/nowhere/espeak-ng"))
    reader.read([Unit("halo", "id")])
    eventually(lambda: not reader.busy, what="silence")
    reader.close()
    assert tape.played == []
