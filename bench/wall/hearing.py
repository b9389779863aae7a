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
from dataclasses import astuple, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from balai.numerals import digits_in
from balai.speech import SpokenCall, call_units
from balai.words.languages import SpokenLanguage
from bench.harness import NotMeasured, Pair, Round
from bench.stage import Stage
from bench.wall.heard import LETTERS, nearest_name, understood
from voice.engine import Espeak
from voice.mixing import AFTER_CHIME, RATE, announcement
from voice.ready import ReadyClips
from voice.voice import EngineVoice

ROWS = (
    "hearing_ticket", "hearing_counter", "hearing_agency",
    "hearing_ticket_en", "hearing_counter_en", "hearing_agency_en",
)  # fmt: skip
CALLS, COUNTERS = 120, 40
#: So many of them are judged as espeak-ng says them.
COMPARED = 30
#: The closed set of agencies, as their halls write them.
AGENCIES = (
    "Disdukcapil", "Imigrasi", "Polres", "Kejaksaan", "Pengadilan Agama", "Pengadilan Negeri", "Kemenag",
    "KUA", "Kemenkumham", "BPN", "KPP Pratama", "Bea Cukai", "Samsat", "Bapenda", "BPJS Kesehatan",
    "BPJS Ketenagakerjaan", "Jasa Raharja", "Taspen", "Asabri", "Baznas", "PLN", "PDAM", "Telkom", "Pos",
    "Pegadaian", "DPMPTSP", "Disnaker", "Dinas Sosial", "Dinas Kesehatan", "Dinas Pendidikan",
    "Dinas Perhubungan", "Dinas Lingkungan Hidup", "Satpol PP", "BNN", "BPOM", "BPS", "OJK", "Kesbangpol",
    "Bank Kaltimtara", "Bank BRI",
)  # fmt: skip
_HERE = Path(__file__).resolve().parent
_RECOGNISER = _HERE / "references" / "recogniser.py"
_INSTALLED = _HERE.parent / "build" / "hearing"
_TIMEOUT = 60.0

#: What a visitor knows beforehand: which letters and words can come. (With the agencies as well it would be
#: longer than the recogniser keeps.)
PROMPTS: Mapping[SpokenLanguage, str] = {
    "id": f"Panggilan antrean. Huruf: {', '.join(LETTERS)}. Angka: {', '.join(digits_in('id'))}, sepuluh, "
    "sebelas, dua belas. Nomor antrean. Silakan menuju loket. Instansi.",
    "en": f"Calls in a hall. Letters: {', '.join(LETTERS)}. Digits: {', '.join(digits_in('en'))}. "
    "Queue number. Please go to counter.",
}


@dataclass(frozen=True)
class Share:
    """Percentages of calls of which the whole number, the counter, and the agency were heard."""

    ticket: float
    counter: float
    agency: float


def calls(seed: str, count: int) -> list[SpokenCall]:
    """Random calls, each letter and agency as often as the others; those of "development" occur under no
    other seed."""
    rng = random.Random(seed)
    tried = set() if seed == "development" else {call.number for call in calls("development", CALLS)}
    found: list[SpokenCall] = []
    while len(found) < count:
        number = f"{LETTERS[len(found) % len(LETTERS)]}-{rng.randrange(1000):03d}"
        if number not in tried:
            agency = AGENCIES[len(found) % len(AGENCIES)]
            found.append(SpokenCall(number, rng.randint(1, COUNTERS), agency))
    return found


def judge(python: str, voice: EngineVoice, language: SpokenLanguage, spoken: Sequence[SpokenCall]) -> Share:
    """How much of the calls the recogniser hears."""
    with TemporaryDirectory() as folder:
        files = [_record(Path(folder) / f"{at}.wav", voice, call, language) for at, call in enumerate(spoken)]
        asked = {"prompts": PROMPTS, "files": [(str(file), language) for file in files]}
        answer = subprocess.run(
            [python, str(_RECOGNISER)], input=json.dumps(asked), capture_output=True, text=True, check=True
        ).stdout
    right = [0, 0, 0]
    for call, text in zip(spoken, json.loads(answer), strict=True):
        heard = understood(text, language)
        name = nearest_name(heard.rest, AGENCIES)
        found = heard.ticket == call.number, heard.counter == call.counter, name == call.agency
        right = [count + hit for count, hit in zip(right, found, strict=True)]
        if not all(found):
            sys.stdout.write(f"  {call.number} to {call.counter}, {call.agency}: {text.strip()!r}\n")
    return Share(*(100 * count / len(spoken) for count in right))


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
            names = tuple(f"hearing_{what}{suffix}" for what in ("ticket", "counter", "agency"))
            if not wanted.intersection(names) or names[0] in judged:
                continue
            spoken = calls("judged", CALLS)
            bank, engine = EngineVoice(None, None, ReadyClips(None, None)), EngineVoice(Espeak(program), None)
            ours, theirs = (
                judge(python, bank, language, spoken),
                judge(python, engine, language, spoken[:COMPARED]),
            )
            bank.close()
            engine.close()
            judged.update(zip(names, zip(astuple(ours), astuple(theirs), strict=True), strict=True))
        return {name: judged[name] for name in wanted}

    yield measure


def _record(path: Path, voice: EngineVoice, call: SpokenCall, language: SpokenLanguage) -> Path:
    sound = voice.prepare(call_units(call, language), 1).result(timeout=_TIMEOUT).samples
    speech = sound[len(announcement(None).samples) + 2 * round(AFTER_CHIME * RATE) :]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        # The hall is quiet afterwards; without that the recogniser breaks off the last word.
        file.writeframes(speech + bytes(2 * RATE))
    return path
