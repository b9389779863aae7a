"""The sections of a hall's file: every setting once, with its bounds (the configuration's schema).

The file, a manager's form, the API and its OpenAPI document are all read with these models. What a
setting means stands at the dataclass of the same name in `balai.domain.hall.config`; to add one, write
it there and here, with the same default. A test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PrivateAttr,
    StringConstraints,
    WithJsonSchema,
    field_validator,
)

from balai.config import Section, addressed, did_you_mean, worded
from balai.domain.hall import config as h
from balai.domain.order.discipline import DISCIPLINES
from balai.errors import Fault
from balai.hall_file.calendar import (
    SPAN,
    Clock,
    ClosedSection,
    Date,
    EndClock,
    HoursSection,
    clock_of,
    end_of,
)
from balai.words.languages import Language, SpokenLanguage
from balai.words.said import say

Text = Annotated[str, StringConstraints(min_length=1, max_length=120)]
#: A text that may be left empty.
Words = Annotated[str, StringConstraints(max_length=120)]
Requirement = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Id = Annotated[
    str,
    worded(r"[a-z0-9][a-z0-9_-]{0,63}", "setting.id"),
]
Colour = Annotated[str, worded(r"#[0-9A-Fa-f]{6}", "setting.colour")]
Letter = Annotated[
    str,
    worded(r"[A-Z0-9](-?[A-Z0-9]){0,2}", "setting.letter"),
]
Letters = Annotated[tuple[Letter, ...], Field(max_length=9)]
Label = Annotated[str, worded(r"([A-Z0-9](-?[A-Z0-9]){0,7})?", "setting.label")]
Code = Annotated[
    str,
    worded(
        r"(?!00)[0-9]{2}\.(?!00)[0-9]{2}\.(?!00)[0-9]{2}",
        "setting.district",
    ),
]
Quota = Annotated[int, Field(ge=0, le=99999)] | None
Minutes = Annotated[int, Field(ge=1, le=480)]
Number = Annotated[int, Field(ge=0, le=99999)]
Shape = Literal["bulat", "gapura", "perisai", "wajik", "palang", "rumah", "segi_enam", "kotak"]
Percent = Annotated[int, Field(ge=0, le=100)]
Notice = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=240)]
#: The address of a page, short enough for a QR code that is scanned from a wall; empty for none.
WebAddress = Annotated[
    str,
    worded(r"(https?://[!-~]{3,92})?", "setting.web_address"),
    addressed("setting.web_address"),
]
CounterNumber = Annotated[int, Field(ge=1, le=999)]
CounterNumbers = Annotated[tuple[CounterNumber, ...], Field(max_length=999)]
#: Of the plan of a hall, from 1; None for what has no place there.
Square = Annotated[int, Field(ge=1, le=60)] | None
#: What the information panel of a wall tells; "pictures" are videos too.
SlideKind = Literal["missed", "waiting", "papers", "gone", "notices", "pictures", "address"]


def _kept_time(value: time) -> str:
    # No built-in method: what it takes, a newer Python tells otherwise.
    return f"{value:%H:%M}"


#: A time as the core keeps it: HH:MM.
LocalTime = Annotated[Clock, AfterValidator(_kept_time)]
LocalEnd = Annotated[EndClock, AfterValidator(_kept_time)]


_HOURS = re.compile(rf"(?P<opens>[\d.:]+){SPAN}(?P<closes>[\d.:]+)\s+(?P<quota>\d{{1,5}})", re.IGNORECASE)


def _hour_quota(value: object) -> h.QuotaBlock:
    found = _HOURS.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError(say("setting.quota_hours"))
    block = h.QuotaBlock(clock_of(found["opens"]), end_of(found["closes"]), int(found["quota"]))
    if block.closes <= block.opens:
        raise ValueError(
            say("setting.not_after", closes=f"{block.closes:%H.%M}", opens=f"{block.opens:%H.%M}")
        )
    return block


HourQuota = Annotated[
    h.QuotaBlock,
    BeforeValidator(_hour_quota),
    WithJsonSchema({"type": "string", "examples": ["08.00-10.00 20"]}),
]


class HallSection(Section):
    """[hall]: the building."""

    id: Id
    code: Code
    name: Text
    regency: Text
    time_zone: str
    language: Language = "id"

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(say("setting.time_zone")) from None
        return value


class ZoneSection(Section):
    """[[zone]]: a part of the hall with its own displays; in a long one several speak together."""

    id: Id
    name: Text
    loudspeakers: Annotated[int, Field(ge=1, le=4)] = 1


class AgencySection(Section):
    """[[agency]]: an institution. Its letter begins its numbers, `first_number` to `last_number`; several
    may share one with ranges of their own. After the last come `next_letters`, then the numbers beyond;
    from `second_from` on numbers begin again with `second_letter`."""

    id: Id
    name: Text
    short_name: Text
    tagline: Words = ""
    letter: Letter
    shape: Shape
    ink: Colour
    lit: Colour
    spoken: Words = ""
    first_number: Number = 1
    last_number: Number = 999
    next_letters: Letters = ()
    second_letter: Letter | None = None
    second_from: Clock | None = None
    quota: Quota = None


class ServiceSection(Section):
    """[[service]]: what a visitor comes for. Minutes are the published standard; `after` names what
    must come first; `quota` is the most persons a day, `quota_booked` and `quota_walk_in` of those who
    booked and of those who did not, `quota_blocks` of some hours ("08.00-10.00 20"); times are booked within
    `booking_blocks`, so many persons in each; a `letter` gives it a series of its own. With priority nobody
    waits longer than without; `priority = false` switches it off. `requirements`, `procedure`, the times,
    `fee`, `product` and `complaints` are its standard."""

    id: Id
    agency: str
    name: Text
    name_en: Words = ""
    wait_minutes: Minutes = 30
    priority_wait_minutes: Minutes | None = None
    priority: bool = True
    service_minutes: Minutes = 15
    fee: Words = ""
    requirements: Annotated[tuple[Requirement, ...], Field(max_length=60)] = ()
    requirements_en: Annotated[tuple[Requirement, ...], Field(max_length=60)] = ()
    after: Annotated[tuple[str, ...], Field(max_length=20)] = ()
    quota: Quota = None
    quota_booked: Quota = None
    quota_walk_in: Quota = None
    quota_blocks: Annotated[tuple[HourQuota, ...], Field(max_length=24)] = ()
    booking_blocks: Annotated[tuple[HourQuota, ...], Field(max_length=48)] = ()
    procedure: Annotated[tuple[Requirement, ...], Field(max_length=60)] = ()
    product: Words = ""
    complaints: Words = ""
    letter: Letter | None = None
    first_number: Number = 1
    last_number: Number = 999
    next_letters: Letters = ()
    second_letter: Letter | None = None
    second_from: Clock | None = None


class CounterSection(Section):
    """[[counter]]: a desk. `services` stand in order of preference; a `label` is said and shown instead of
    the number. `plan_x` and `plan_y` are its square on the plan of the hall."""

    number: CounterNumber
    agency: str
    zone: str
    services: Annotated[tuple[str, ...], Field(min_length=1, max_length=2000)]
    label: Label = ""
    plan_x: Square = None
    plan_y: Square = None


class WallSection(Section):
    """[[wall]]: one wall, by its device's id: what it shows (what names nothing bounds nothing), where it
    hangs on the plan and which way its picture looks there. From that follows where each counter lies for who
    looks at it; `left`, `right`, `ahead` and `behind` say it by hand."""

    id: Id
    zone: str = ""
    agencies: Annotated[tuple[str, ...], Field(max_length=200)] = ()
    counters: CounterNumbers = ()
    slides: tuple[SlideKind, ...] = ()
    plan_x: Square = None
    plan_y: Square = None
    faces: Literal["up", "down", "left", "right"] = "down"
    left: CounterNumbers = ()
    right: CounterNumbers = ()
    ahead: CounterNumbers = ()
    behind: CounterNumbers = ()


class OutcomeSection(Section):
    """[[outcome]]: what may become of a service, as staff choose it."""

    id: Id
    name: Text
    name_en: Words = ""


class RulesSection(Section):
    """[rules]: how the day is run."""

    discipline: str = "earliest_due"
    presence_seconds: Annotated[int, Field(ge=5, le=3600)] = 60
    ratio: Annotated[int, Field(ge=1, le=20)] = 2
    transfer_cap: Annotated[int, Field(ge=1, le=20)] = 3
    recalls_before_miss: Annotated[int, Field(ge=0, le=9)] = 0
    miss_after_seconds: Annotated[int, Field(ge=0, le=3600)] = 0
    undo_seconds: Annotated[int, Field(ge=0, le=600)] = 30
    grace_minutes: Annotated[int, Field(ge=0, le=240)] = 10
    booking_days: Annotated[int, Field(ge=0, le=60)] = 30
    paper_letter: Letter | None = None
    priority_head_start: Annotated[int, Field(ge=0, le=240)] = 20
    high_head_start: Annotated[int, Field(ge=0, le=240)] = 40
    keep_place_minutes: Annotated[int, Field(ge=1, le=240)] = 60
    keep_place_times: Annotated[int, Field(ge=0, le=9)] = 2
    return_rule: Literal["at_once", "after_numbers", "half_standard"] = "half_standard"
    return_after: Annotated[int, Field(ge=1, le=50)] = 3
    return_times: Annotated[int, Field(ge=0, le=9)] | None = None
    return_minutes: Annotated[int, Field(ge=1, le=480)] | None = None
    return_pause_minutes: Annotated[int, Field(ge=0, le=240)] = 0
    over_night: Literal["rights", "order"] = "rights"

    @field_validator("discipline")
    @classmethod
    def _known_rule(cls, value: str) -> str:
        if value not in DISCIPLINES:
            raise ValueError(
                say("setting.no_rule", known=", ".join(DISCIPLINES), near=did_you_mean(value, DISCIPLINES))
            )
        return value


class VoiceSection(Section):
    """[voice]: how calls are spoken; VoiceRules tells what each setting means."""

    languages: Annotated[tuple[SpokenLanguage, ...], Field(min_length=1)] = ("id",)
    repeat: Annotated[int, Field(ge=1, le=3)] = 2
    queue_word: Literal["antrean", "antrian"] = "antrean"
    digits: Literal["single", "number"] = "single"
    with_agency: bool = True
    volume: Percent = 100
    quiet: Annotated[tuple[tuple[LocalTime, LocalEnd], ...], Field(max_length=20)] = ()
    quiet_volume: Percent = 0
    old_seconds: Annotated[int, Field(ge=20, le=3600)] = 180
    rush_seconds: Annotated[int, Field(ge=5, le=600)] = 20
    order: tuple[Literal["number", "counter", "agency"], ...] = ("number", "counter", "agency")

    @field_validator("languages")
    @classmethod
    def _each_once(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(value)) != len(value):
            raise ValueError(say("setting.language_twice"))
        return value

    @field_validator("order")
    @classmethod
    def _all_three(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if sorted(value) != ["agency", "counter", "number"]:
            raise ValueError(say("setting.order"))
        return value


class DisplaySection(Section):
    """[display]: what walls tell beside calls; WallRules tells what each setting means."""

    notices: Annotated[tuple[Notice, ...], Field(max_length=20)] = ()
    info_seconds: Annotated[int, Field(ge=5, le=120)] = 12
    visitor_page: WebAddress = ""
    english: bool = False


class TicketSection(Section):
    """[ticket]: what is printed on a ticket; TicketRules tells what each setting means."""

    logo: bool = True
    agency_name: bool = True
    ahead: bool = True
    window: bool = True
    at_counters: bool = True
    requirements: bool = False
    code: bool = True
    footer: Words = ""


class NoticeSection(Section):
    """[[notice]]: what walls tell from a day to a day, those of one zone or all."""

    text: Notice
    first: Date | None = None
    last: Date | None = None
    zone: str = ""


class HallFile(Section):
    """The whole file."""

    hall: HallSection
    rules: RulesSection = RulesSection()
    voice: VoiceSection = VoiceSection()
    display: DisplaySection = DisplaySection()
    ticket: TicketSection = TicketSection()
    zone: Annotated[tuple[ZoneSection, ...], Field(min_length=1, max_length=200)]
    agency: Annotated[tuple[AgencySection, ...], Field(min_length=1, max_length=200)]
    service: Annotated[tuple[ServiceSection, ...], Field(min_length=1, max_length=2000)]
    counter: Annotated[tuple[CounterSection, ...], Field(min_length=1, max_length=999)]
    hours: Annotated[tuple[HoursSection, ...], Field(max_length=5000)] = ()
    closed: Annotated[tuple[ClosedSection, ...], Field(max_length=2000)] = ()
    outcome: Annotated[tuple[OutcomeSection, ...], Field(max_length=12)] = ()
    notice: Annotated[tuple[NoticeSection, ...], Field(max_length=60)] = ()
    wall: Annotated[tuple[WallSection, ...], Field(max_length=200)] = ()
    _notes: tuple[Fault, ...] = PrivateAttr(())

    @property
    def notes(self) -> tuple[Fault, ...]:
        """What was left out of its texts when it was read, since nobody can see it."""
        return self._notes

    def noting(self, notes: Iterable[Fault]) -> Self:
        """This file, with what was left out when it was read."""
        self._notes = tuple(notes)
        return self
