"""The voice with real programs: what it says, and what it survives."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from balai.speech import SpokenCall, Unit, call_units, hall_units
from demo.driving.wait import eventually
from tests.support.wall.engines import program, speaking, wave_file
from voice import voice as voice_module
from voice.engine import EngineFault, Espeak
from voice.mixing import RATE, announcement
from voice.voice import ChimeVoice, EngineVoice, Voice, open_voice

CALL = call_units(SpokenCall("A-023", 3, "Disdukcapil"))
CHIME = announcement(None).samples


@pytest.fixture
def voices() -> Iterator[list[Voice]]:
    opened: list[Voice] = []
    yield opened
    for voice in opened:
        voice.close()


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_module, "PHRASE_SECONDS", 0.2)
    monkeypatch.setattr(voice_module, "CALL_SECONDS", 0.5)


def seconds(sound: bytes) -> float:
    return len(sound) / 2 / RATE


def test_espeak_says_a_call_twice_after_the_chime(tmp_path: Path, voices: list[Voice]) -> None:
    voice = open_voice("espeak-ng:", tmp_path)
    voices.append(voice)
    once = voice.prepare(CALL, 1).result(timeout=30).samples
    twice = voice.prepare(CALL, 2).result(timeout=30).samples
    assert 3 < seconds(once) - seconds(CHIME) < 10
    assert seconds(twice) - seconds(once) == pytest.approx(
        seconds(once) - seconds(CHIME) - 0.25 + 0.7, abs=0.01
    )
    assert twice.startswith(CHIME)


def test_what_was_made_is_kept_for_the_next_start(tmp_path: Path, voices: list[Voice]) -> None:
    engine = speaking(tmp_path)
    first = EngineVoice(Espeak(engine), tmp_path / "clips")
    voices.append(first)
    sound = first.prepare(CALL, 2).result(timeout=30).samples
    log = tmp_path / "speaking.log"
    said = log.read_text(encoding="utf-8")
    second = EngineVoice(Espeak(engine), tmp_path / "clips")
    voices.append(second)
    again = second.prepare(CALL, 2).result(timeout=30).samples
    assert log.read_text(encoding="utf-8") == said
    assert abs(len(again) - len(sound)) <= 2


def test_a_damaged_clip_is_made_again(tmp_path: Path, voices: list[Voice]) -> None:
    folder = tmp_path / "clips"
    voice = EngineVoice(Espeak(speaking(tmp_path)), folder)
    voices.append(voice)
    sound = voice.prepare(CALL, 1).result(timeout=30).samples
    for clip in folder.iterdir():
        clip.write_bytes(b"RIFF")
    fresh = EngineVoice(Espeak(speaking(tmp_path)), folder)
    voices.append(fresh)
    assert fresh.prepare(CALL, 1).result(timeout=30).samples == sound


def test_a_folder_that_cannot_be_written_costs_nothing_but_a_line(
    tmp_path: Path, voices: list[Voice]
) -> None:
    (tmp_path / "clips").write_text("a file is in the way", encoding="utf-8")
    voice = EngineVoice(Espeak(speaking(tmp_path)), tmp_path / "clips")
    voices.append(voice)
    with capture_logs() as logs:
        assert voice.prepare(CALL, 1).result(timeout=30).samples != CHIME
    assert [line["event"] for line in logs] == ["clips_not_kept"]


def test_the_hall_is_made_ahead_while_a_call_goes_first(tmp_path: Path, voices: list[Voice]) -> None:
    voice = EngineVoice(Espeak(speaking(tmp_path)), None)
    voices.append(voice)
    units = hall_units("ABC", range(1, 13), ["Samsat"])
    voice.warm(units)
    voice.prepare([Unit("sekarang juga", "id")], 1).result(timeout=30)
    log = tmp_path / "speaking.log"
    before = log.read_text(encoding="utf-8").splitlines()
    assert len(before) < len(units)
    eventually(lambda: len(log.read_text(encoding="utf-8").splitlines()) == len(units) + 1, 30)


def test_no_shell_reads_what_is_said(tmp_path: Path, voices: list[Voice]) -> None:
    voice = EngineVoice(Espeak(speaking(tmp_path)), None)
    voices.append(voice)
    name = f"$(touch {tmp_path}/broken); -w /dev/null 'x\""
    voice.prepare([Unit(name, "id")], 1).result(timeout=30)
    assert not (tmp_path / "broken").exists()
    arguments, text = (tmp_path / "speaking.log").read_text(encoding="utf-8").strip().rsplit("|", 1)
    assert text == name
    assert arguments == "-v|id|-s|150|--stdin|--stdout"


@pytest.mark.usefixtures("hasty")
def test_an_engine_that_hangs_costs_the_speech_and_then_rests(tmp_path: Path, voices: list[Voice]) -> None:
    # It starts a child that holds its output open, as wrappers do.
    started = tmp_path / "started"
    voice = EngineVoice(Espeak(program(tmp_path, "hangs", f"echo x >> {started}; sleep 300 & wait")), None)
    voices.append(voice)
    with capture_logs() as logs:
        sounds = [voice.prepare(CALL, 2).result(timeout=30).samples for _ in range(5)]
    assert sounds == [CHIME] * 5
    assert started.read_text(encoding="utf-8").count("x") == 2
    assert [line["rests_seconds"] for line in logs] == [0, 60.0]


@pytest.mark.parametrize(
    "script",
    [
        "exit 3",
        "echo no sound",
        "exit 0",
        "printf RIFF0000WAVEdata",
        "kill -9 $$",
        "cat /dev/zero | head -c 100",
    ],
)
def test_an_engine_that_fails_costs_the_speech(tmp_path: Path, voices: list[Voice], script: str) -> None:
    voice = EngineVoice(Espeak(program(tmp_path, "fails", script)), None)
    voices.append(voice)
    assert voice.prepare(CALL, 2).result(timeout=30).samples == CHIME


def test_stereo_is_refused_and_other_rates_are_converted(tmp_path: Path) -> None:
    sound = tmp_path / "sound.wav"
    engine = Espeak(program(tmp_path, "plays", f"cat {sound}"))
    sound.write_bytes(wave_file(1.0, rate=22_050))
    assert len(engine.speak("x", "id", 10)) == RATE
    sound.write_bytes(wave_file(1.0, channels=2))
    with pytest.raises(EngineFault, match="2 channels"):
        engine.speak("x", "id", 10)


def test_a_name_that_cannot_be_said_is_left_out(tmp_path: Path, voices: list[Voice]) -> None:
    speaks = speaking(tmp_path)
    picky = f'text=$(cat); case "$text" in Disdukcapil) exit 1;; esac; printf "%s" "$text" | {speaks} "$@"'
    voice = EngineVoice(Espeak(program(tmp_path, "picky", picky)), None)
    voices.append(voice)
    without = voice.prepare(call_units(SpokenCall("A-023", 3)), 1).result(timeout=30).samples
    assert voice.prepare(CALL, 1).result(timeout=30).samples == without
    assert without != CHIME


def test_without_an_engine_the_bank_speaks_and_an_unknown_name_is_left_out(
    tmp_path: Path, voices: list[Voice]
) -> None:
    with capture_logs() as logs:
        voice = open_voice("espeak-ng:/nowhere/espeak-ng", tmp_path)
        voices.append(voice)
        told = voice.prepare(CALL, 1).result(timeout=30).samples
        unknown = call_units(SpokenCall("A-023", 3, "Dinas Anu"))
        without = voice.prepare(unknown, 1).result(timeout=30).samples
    assert [line["event"] for line in logs] == ["speech_missing"]
    assert without == voice.prepare(CALL[:-1], 1).result(timeout=30).samples
    assert without[: len(CHIME)] == CHIME
    assert len(CHIME) < len(without) < len(told)


def test_no_words_are_said_where_the_device_file_wants_none(tmp_path: Path) -> None:
    voice = open_voice("none:", tmp_path)
    assert isinstance(voice, ChimeVoice)
    assert voice.prepare(CALL, 2).result(timeout=1).samples == CHIME
    voice.warm(CALL)


def test_closing_does_not_wait_for_an_engine_that_hangs(tmp_path: Path) -> None:
    voice = EngineVoice(Espeak(program(tmp_path, "hangs", f"echo x > {tmp_path}/started; sleep 300")), None)
    voice.prepare(CALL, 1)
    eventually((tmp_path / "started").exists)
    voice.close()
    eventually(lambda: "voice" not in {thread.name for thread in threading.enumerate()})
