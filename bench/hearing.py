"""Rows on what a recogniser hears of the spoken calls, with espeak-ng's speech judged beside.

The numbers were not used while the clips were tuned (those of the seed "development"; an earlier
"evaluation" showed that ten and eleven needed work, and is not used again).
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import wave
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from balai.numerals import digits_in
from balai.speech import SpokenCall, call_units
from balai.words.languages import SpokenLanguage
from bench.harness import NotMeasured, Pair, Round
from bench.heard import LETTERS, understood
from bench.stage import Stage
from voice.engine import Espeak
from voice.mixing import AFTER_CHIME, RATE, announcement
from voice.ready import ReadyClips
from voice.voice import EngineVoice

ROWS = ("hearing_ticket", "hearing_counter", "hearing_ticket_en", "hearing_counter_en")
CALLS, COUNTERS = 60, 20
_HERE = Path(__file__).resolve().parent
_RECOGNISER = _HERE / "references" / "recogniser.py"
_INSTALLED = _HERE.parent / "build" / "hearing"
_PATIENCE = 60.0

#: What a visitor knows beforehand: which letters and words can come.
PROMPTS: Mapping[SpokenLanguage, str] = {
    "id": f"Panggilan di balai. Huruf: {', '.join(LETTERS)}. Angka: {', '.join(digits_in('id'))}. "
    "Nomor antrean. Silakan menuju loket.",
    "en": f"Calls in a hall. Letters: {', '.join(LETTERS)}. Digits: {', '.join(digits_in('en'))}. "
    "Queue number. Please go to counter.",
}


@dataclass(frozen=True)
class Share:
    """Percentages of calls of which the whole number, and the counter, were heard."""

    ticket: float
    counter: float


def calls(seed: str, count: int) -> list[SpokenCall]:
    """Random calls; those of "development" occur under no other seed."""
    dice = random.Random(seed)
    tried = set() if seed == "development" else {call.number for call in calls("development", CALLS)}
    found: list[SpokenCall] = []
    while len(found) < count:
        number = f"{dice.choice(LETTERS)}-{dice.randrange(1000):03d}"
        if number not in tried:
            found.append(SpokenCall(number, dice.randint(1, COUNTERS)))
    return found


def judge(python: str, voice: EngineVoice, language: SpokenLanguage, spoken: Sequence[SpokenCall]) -> Share:
    """How much of the calls the recogniser hears."""
    with TemporaryDirectory() as folder:
        files = [_record(Path(folder) / f"{at}.wav", voice, call, language) for at, call in enumerate(spoken)]
        asked = {"prompts": PROMPTS, "files": [(str(file), language) for file in files]}
        answer = subprocess.run(
            [python, str(_RECOGNISER)], input=json.dumps(asked), capture_output=True, text=True, check=True
        ).stdout
    tickets = counters = 0
    for call, text in zip(spoken, json.loads(answer), strict=True):
        heard = understood(text, language)
        right = heard.ticket == call.number, heard.counter == call.counter
        tickets, counters = tickets + right[0], counters + right[1]
        if not all(right):
            sys.stdout.write(f"  {call.number} to {call.counter}: {text.strip()!r}\n")
    return Share(100 * tickets / len(spoken), 100 * counters / len(spoken))


def recogniser() -> str:
    """The Python that has the recogniser. Raises NotMeasured where there is none."""
    named = os.environ.get("BALAI_BENCH_HEARING")
    # The mark is written last: an installation that broke off is none.
    if named or (_INSTALLED / ".made-of").is_file():
        return named or str(_INSTALLED / "bin" / "python")
    raise NotMeasured("the recogniser is not installed (about 400 MB); 'make bench-hearing' tells why")


@contextmanager
def hearing(stage: Stage, wanted: frozenset[str]) -> Iterator[Round]:
    """Judged once, whatever the number of rounds: the same clips sound the same."""
    python = recogniser()
    program = Espeak.find()
    if program is None:
        raise NotMeasured("espeak-ng is not installed to compare with")
    judged: dict[str, Pair] = {}
    languages: dict[SpokenLanguage, str] = {"id": "", "en": "_en"}

    def measure(_number: int) -> Mapping[str, Pair]:
        for language, suffix in languages.items():
            names = f"hearing_ticket{suffix}", f"hearing_counter{suffix}"
            if not wanted.intersection(names) or names[0] in judged:
                continue
            spoken = calls("judged", CALLS)
            bank, engine = EngineVoice(None, None, ReadyClips(None, None)), EngineVoice(Espeak(program), None)
            ours, theirs = (judge(python, voice, language, spoken) for voice in (bank, engine))
            bank.close()
            engine.close()
            judged[names[0]] = ours.ticket, theirs.ticket
            judged[names[1]] = ours.counter, theirs.counter
        return {name: judged[name] for name in wanted}

    yield measure


def _record(path: Path, voice: EngineVoice, call: SpokenCall, language: SpokenLanguage) -> Path:
    sound = voice.prepare(call_units(call, language), 1).result(timeout=_PATIENCE)
    speech = sound[len(announcement(None)) + 2 * round(AFTER_CHIME * RATE) :]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        # The hall is quiet afterwards; without that the recogniser breaks off the last word.
        file.writeframes(speech + bytes(2 * RATE))
    return path
