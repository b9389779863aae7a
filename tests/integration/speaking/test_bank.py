"""The bank as it is shipped: whole, level, small, and replaceable by file name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from balai.domain.hall.config import VoiceRules
from balai.hall_file.read import load_hall
from balai.speech import SpokenCall, Unit, call_units
from balai.words.languages import SPOKEN_LANGUAGES, SpokenLanguage
from sounds.bank import FOLDER, bank_file, file_name, manifest, own_file
from sounds.loudness import TARGET, loudness
from sounds.phonemes import phonemes
from sounds.phrases import HALL, bank_texts
from sounds.reading import NotASound, read_sound
from tests.support.wall.engines import wave_file
from voice.mixing import RATE, sentence
from voice.ready import ReadyClips


def test_every_phrase_has_its_clip_made_of_its_phonemes_and_no_file_is_left_over() -> None:
    bank = manifest()
    wanted = {(language, text) for language in SPOKEN_LANGUAGES for text in bank_texts(language)}
    assert bank.clips.keys() == wanted
    for (language, text), entry in bank.clips.items():
        assert entry.file == f"{language}/{file_name(text)}.opus"
        assert entry.phonemes == phonemes(text, language), "run make sounds"
    files = {f"{path.parent.name}/{path.name}" for path in FOLDER.glob("*/*.opus")}
    assert files == {entry.file for entry in bank.clips.values()}
    assert bank.generator["licence"] == "Apache-2.0"
    assert (FOLDER / "NOTICE").is_file()
    assert sum((FOLDER / file).stat().st_size for file in files) < 2_500_000


def test_clips_are_as_loud_and_as_long_as_the_manifest_says() -> None:
    for entry in list(manifest().clips.values())[::6]:
        clip = read_sound(FOLDER / entry.file)
        assert len(clip) / RATE == pytest.approx(entry.seconds, abs=0.001)
        # Two readings of one standard: the shortest clips leave its blocks some room.
        assert loudness(clip) == pytest.approx(entry.loudness, abs=0.5)
        assert 20 * np.log10(np.abs(clip).max()) < -0.7


def test_all_clips_are_within_one_unit_of_the_target() -> None:
    for entry in manifest().clips.values():
        assert abs(entry.loudness - TARGET) <= 1, entry.file
        assert entry.peak <= -0.7, entry.file
        assert 0.2 < entry.seconds < 5


@pytest.mark.parametrize("language", SPOKEN_LANGUAGES)
@pytest.mark.parametrize("rules", [VoiceRules(), VoiceRules(queue_word="antrian", digits="number")])
def test_the_sample_hall_can_be_called_without_an_engine(language: SpokenLanguage, rules: VoiceRules) -> None:
    hall = load_hall(HALL)
    ready = ReadyClips(None, None)
    assert hall.voice == VoiceRules()
    for counter in hall.counters:
        agency = hall.agency_by_id[counter.agency_id]
        call = SpokenCall(f"{agency.letter}-{counter.number * 83 % 1000:03d}", counter.number, agency.spoken)
        for unit in call_units(call, language, rules):
            assert ready.get(unit) is not None, unit.text


def test_a_counter_beyond_the_bank_is_said_in_pieces() -> None:
    ready = ReadyClips(None, None)
    unit = call_units(SpokenCall("A-001", 147))[-1]
    clip = ready.get(unit)
    parts = [ready.get(Unit(text, "id")) for text in unit.parts]
    assert [part for part in parts if part is None] == []
    assert clip is not None
    whole = sentence([(part, 0.06) for part in parts if part is not None])
    assert len(clip) == len(whole) - round(0.06 * RATE)


def test_a_file_of_the_hall_takes_the_place_of_a_clip(tmp_path: Path) -> None:
    unit = Unit("nomor antrean A", "id")
    usual = ReadyClips(None, None).get(unit)
    assert usual is not None
    (tmp_path / "id").mkdir()
    own = tmp_path / "id" / "nomor-antrean-a.wav"
    own.write_bytes(wave_file(1.0, rate=44_100, channels=2))
    ready = ReadyClips(tmp_path, None)
    clip = ready.get(unit)
    assert clip is not None
    assert len(clip) / RATE == pytest.approx(1.0, abs=0.02)
    assert loudness(clip) == pytest.approx(TARGET, abs=0.2)
    # Another file is heard at once, without a start.
    own.write_bytes(wave_file(0.5))
    shorter = ready.get(unit)
    assert shorter is not None
    assert len(shorter) / RATE == pytest.approx(0.5, abs=0.02)
    own.write_bytes(b"RIFF")
    again = ready.get(unit)
    assert again is not None
    assert len(again) == len(usual)


@pytest.mark.parametrize(
    "wrong", [b"", b"no sound", b"RIFF\0\0\0\0WAVEfmt ", wave_file(31.0), wave_file(0.0)]
)
def test_what_is_no_clip_is_refused(wrong: bytes) -> None:
    with pytest.raises(NotASound):
        read_sound(wrong)


def test_names_of_files() -> None:
    assert file_name("silakan menuju loket dua belas") == "silakan-menuju-loket-dua-belas"
    assert file_name("Kartu Keluarga, ubah data") == "kartu-keluarga-ubah-data"
    assert file_name("../../etc/passwd") == "etc-passwd"
    assert own_file(FOLDER, "id", "...") is None
    assert bank_file("id", "tidak ada") is None
