"""A call as the draft would have it said: which words, and their sound as a wall makes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field, ValidationError

from balai.domain.hall.config import VoiceRules
from balai.domain.hall.numbering import label
from balai.errors import Refusal
from balai.hall_file.sections import Label, Letter, Number, Text, VoiceSection, Words
from balai.speech import NAMES, SpokenCall, call_text, call_units, clip_key
from balai.words.languages import SPOKEN_LANGUAGES, SpokenLanguage
from balai.words.said import say
from server.config import VoiceAt
from server.usecases.previews.workshop import Workshop
from sounds.bank import own_file

Row = Mapping[str, Any]
M = TypeVar("M", bound=BaseModel)


class _Series(BaseModel):
    letter: Letter
    first_number: Number = 1


class _Desk(BaseModel):
    number: Annotated[int, Field(ge=1, le=999)]
    label: Label = ""


class _Named(BaseModel):
    name: Text
    spoken: Words = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which call: of a service, or of an agency's first one; at a counter, or the first one that can call it.
    `direction` is where the counter lies for who hears it; `language` asks for one of the hall's alone."""

    agency: str | None = None
    service: str | None = None
    counter: int | None = None
    direction: str = ""
    language: SpokenLanguage | None = None
    recall: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A call and how it is said."""

    call: SpokenCall
    rules: VoiceRules
    languages: tuple[SpokenLanguage, ...]

    @property
    def text(self) -> str:
        """What is said, once in each language."""
        return " ".join(call_text(self.call, language, self.rules) for language in self.languages)


def said_in(file: Mapping[str, Any], asked: Asked) -> Said:
    """What a file says of a call, also where other parts of it are still wrong. Raises Refusal
    `preview_unsaid` where the letter, the counter, the name or the voice's own settings are."""
    try:
        voice = VoiceSection.model_validate(file["voice"])
        agency, service = _whose(file, asked)
        letter, first = _series(agency, service)
        counter = _counter(file, agency, service, asked.counter)
        name = _read(_Named, agency)
    except (ValidationError, LookupError, TypeError, ValueError) as fault:
        raise Refusal("preview_unsaid", say("error.preview_unsaid")) from fault
    rules = VoiceRules(**{key: getattr(voice, key) for key in VoiceSection.model_fields})
    languages = tuple(one for one in SPOKEN_LANGUAGES if one == asked.language) or voice.languages
    call = SpokenCall(
        number=label(letter, first),
        counter=counter,
        agency=name.spoken or name.name,
        recall=asked.recall,
        direction=asked.direction,
    )
    return Said(call, rules, languages)


class Calls:
    """Makes the sound of calls."""

    def __init__(self, workshop: Workshop, voice: VoiceAt) -> None:
        """`voice` says where the hall's clips lie."""
        self._workshop, self._voice = workshop, voice

    def sound(self, said: Said) -> bytes:
        """A WAV file. Raises what `Workshop.make` raises."""
        sentences = [call_units(said.call, language, said.rules) for language in said.languages]
        return self._workshop.make(
            {
                "sentences": [[asdict(unit) for unit in units] for units in sentences],
                "repeat": said.rules.repeat,
                "volume": said.rules.volume,
                "engine": self._voice.espeak,
                "own": str(self._voice.recordings) if self._voice.recordings else None,
                "made": str(self._voice.clips) if self._voice.clips else None,
                "marks": list(self._marks(said.call.agency)),
            }
        )

    def _marks(self, name: str) -> Iterator[int]:
        """What tells that a name is recorded anew, so that nobody hears what it was before."""
        made, own = self._voice.clips, self._voice.recordings
        files = (made / f"{clip_key(NAMES, name)}.wav" if made else None, own and own_file(own, NAMES, name))
        for file in files:
            try:
                yield file.stat().st_mtime_ns if file else 0
            except OSError:
                yield 0


def _whose(file: Mapping[str, Any], asked: Asked) -> tuple[Row, Row | None]:
    """The agency and, where one is meant, the service. Raises LookupError."""
    service = None if asked.service is None else _by_id(file["service"], asked.service)
    agency_id = service["agency"] if service is not None else asked.agency
    return _by_id(file["agency"], agency_id), service


def _by_id(rows: Iterable[Row], wanted: object) -> Row:
    found = next((row for row in rows if row.get("id") == wanted), None)
    if found is None:
        raise LookupError(str(wanted))
    return found


def _series(agency: Row, service: Row | None) -> tuple[str, int]:
    """Letter and first number of what begins the numbers. Raises ValidationError."""
    told = _read(_Series, service if service is not None and service.get("letter") else agency)
    return told.letter, told.first_number


def _counter(file: Mapping[str, Any], agency: Row, service: Row | None, wanted: int | None) -> int | str:
    rows = [row for row in file["counter"] if _calls(row, agency, service)]
    if wanted is not None:
        rows = [row for row in file["counter"] if row.get("number") == wanted]
    if not rows:
        return 1
    told = _read(_Desk, rows[0])
    return told.label or told.number


def _calls(counter: Row, agency: Row, service: Row | None) -> bool:
    if service is not None:
        return service.get("id") in (counter.get("services") or ())
    return bool(counter.get("agency") == agency.get("id"))


def _read(kind: type[M], row: Row) -> M:
    """Some settings of a row, whatever the others are. Raises ValidationError."""
    return kind.model_validate({key: value for key, value in row.items() if value is not None})
