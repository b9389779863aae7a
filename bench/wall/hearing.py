"""Rows on what a recogniser hears of the spoken calls, with espeak-ng's speech judged beside.

The numbers were not used while the clips were tuned (those of the seed "development"; an earlier
"evaluation" showed that ten and eleven needed work, and is not used again).
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

from balai.numerals import digits_in
from balai.speech import NAMES, SpokenCall, Unit, call_units
from balai.words.languages import SpokenLanguage
from bench.harness import NotMeasured, Pair, Round
from bench.stage import Stage
from bench.wall.heard import LETTERS, nearest_name, understood
from bench.wall.transcripts import Transcripts
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
_ROOT = Path(__file__).resolve().parents[2]
#: Where tools/install_hearing.sh puts the recogniser.
INSTALLED = _ROOT / "build" / "hearing"
#: What was heard before; only sounds that changed are listened to.
_KEPT = _ROOT / "build" / "hearing-heard.json"
_TIMEOUT = 60.0

#: What a visitor knows beforehand: which letters and words can come. Listed without headings, since one was
#: written down for what was said ("Huruf, empat" for H, R and U before four). (With the agencies as well it
#: would be longer than the recogniser keeps.)
PROMPTS: Mapping[SpokenLanguage, str] = {
    "id": f"Panggilan antrean: {', '.join(LETTERS)}. {', '.join(digits_in('id')).capitalize()}, sepuluh, "
    "sebelas, dua belas. Nomor antrean. Silakan menuju loket. Instansi.",
    "en": f"Calls in a hall: {', '.join(LETTERS)}. {', '.join(digits_in('en')).capitalize()}, ten, eleven, "
    "twelve. Queue number. Please go to counter.",
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


def judge(
    transcripts: Transcripts, voice: EngineVoice, language: SpokenLanguage, spoken: Sequence[SpokenCall]
) -> Share:
    """How much of the calls the recogniser hears.

    Names are Indonesian in every call, so in calls of another language the name is listened to by itself and
    as Indonesian: a recogniser that expects English writes English words for it ("Distook Chapel").
    """
    texts = transcripts.of([_sound(voice, call_units(call, language)) for call in spoken], language)
    names = [""] * len(spoken)
    if language != NAMES:
        names = transcripts.of([_sound(voice, call_units(call, language)[-1:]) for call in spoken], NAMES)
    right = [0, 0, 0]
    for call, text, said in zip(spoken, texts, names, strict=True):
        heard = understood(text, language)
        name = nearest_name(said or heard.rest, AGENCIES)
        found = heard.ticket == call.number, heard.counter == call.counter, name == call.agency
        right = [count + hit for count, hit in zip(right, found, strict=True)]
        if not all(found):
            sys.stdout.write(
                f"  {call.number} to {call.counter}, {call.agency}: {text.strip()!r} {said.strip()!r}\n"
            )
    return Share(*(100 * count / len(spoken) for count in right))


def recogniser() -> str:
    """The Python that has the recogniser. Raises NotMeasured where there is none."""
    named = os.environ.get("BALAI_BENCH_HEARING")
    # The mark is written last: an installation that broke off is none.
    if named or (INSTALLED / ".made-of").is_file():
        return named or str(INSTALLED / "bin" / "python")
    raise NotMeasured("the recogniser is not installed (about 400 MB); 'make bench-hearing' tells why")


@contextmanager
def hearing(stage: Stage, wanted: frozenset[str]) -> Iterator[Round]:
    """Judged once, whatever the number of rounds: the same clips sound the same."""
    transcripts = Transcripts(recogniser(), PROMPTS, _KEPT)
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
                judge(transcripts, bank, language, spoken),
                judge(transcripts, engine, language, spoken[:COMPARED]),
            )
            bank.close()
            engine.close()
            judged.update(zip(names, zip(astuple(ours), astuple(theirs), strict=True), strict=True))
        return {name: judged[name] for name in wanted}

    yield measure


def _sound(voice: EngineVoice, units: Sequence[Unit]) -> bytes:
    """Units as they are spoken, without the chime."""
    sound = voice.prepare(units, 1).result(timeout=_TIMEOUT).samples
    return sound[len(announcement(None).samples) + 2 * round(AFTER_CHIME * RATE) :]
