"""What a hall is made of: agencies, services, counters, series. Plain, frozen, from one file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from balai.domain.hall.calendar import Calendar
from balai.domain.values.data import from_data, to_data
from balai.domain.values.replacing import replace

#: The id of a training hall. All that it shows says that it is one.
PRACTICE = "latihan"


@dataclass(frozen=True, slots=True)
class Hall:
    """One building. `code` is its Kemendagri code, `time_zone` an IANA name that bounds its days."""

    id: str
    code: str
    name: str
    regency: str
    time_zone: str
    language: str = "id"


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of a hall that a set of displays covers. At most so many of its `loudspeakers` speak at once,
    in step."""

    id: str
    name: str
    loudspeakers: int = 1


@dataclass(frozen=True, slots=True)
class Series:
    """Prefix (`letter`, one to three signs) and range of numbers that tickets are drawn from, from `first`
    each day. Several may share a letter with ranges of their own. From `second_from` (local time) on,
    numbers begin again with `second_letter`; after the last number come the prefixes `then`, and after
    those the numbers beyond the last."""

    id: str
    letter: str
    first: int = 1
    last: int = 999
    then: tuple[str, ...] = ()
    second_letter: str = ""
    second_from: time | None = None


@dataclass(frozen=True, slots=True)
class Agency:
    """An institution with desks in the hall. Letter, shape and colours go together everywhere. `quota` is the
    most persons a day over all its services (None: no limit)."""

    id: str
    name: str
    short_name: str
    letter: str
    shape: str
    ink: str
    lit: str
    tagline: str = ""
    spoken: str = ""
    quota: int | None = None


@dataclass(frozen=True, slots=True)
class QuotaBlock:
    """The most persons of a service whose numbers are given, or booked, from `opens` to `closes`."""

    opens: time
    closes: time
    quota: int


@dataclass(frozen=True, slots=True)
class Service:
    """What a visitor comes for. `wait_minutes` is the promised longest wait of a regular visitor,
    `priority_wait_minutes` of one with priority (never longer), unless `priority` is off for it, where
    all wait as regular ones; `service_minutes` is the standard time at the counter.
    `after` names services that must come first; `quota` is the most persons a day (None: no limit),
    `quota_booked` and `quota_walk_in` of it by the way they come, `quota_blocks` by the hour. Times are
    booked within `booking_blocks`, in each for so many persons; without any the service takes no bookings.
    The six parts of the published service standard are `requirements`, `procedure`, the time (`wait_minutes`,
    `service_minutes`), `fee`, `product` and `complaints`; `requirements_en` are the same in English."""

    id: str
    agency_id: str
    series_id: str
    name: str
    name_en: str = ""
    wait_minutes: int = 30
    service_minutes: int = 15
    fee: str = ""
    requirements: tuple[str, ...] = ()
    priority_wait_minutes: int = 10
    after: tuple[str, ...] = ()
    quota: int | None = None
    priority: bool = True
    quota_booked: int | None = None
    quota_walk_in: int | None = None
    quota_blocks: tuple[QuotaBlock, ...] = ()
    booking_blocks: tuple[QuotaBlock, ...] = ()
    procedure: tuple[str, ...] = ()
    product: str = ""
    complaints: str = ""
    requirements_en: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counter:
    """A desk. `service_ids` stand in order of preference; `label` (such as Z1-01), or where there is none
    `number`, is what is said and shown. `plan_x`, `plan_y` are its square on the plan of the hall."""

    id: str
    number: int
    agency_id: str
    zone_id: str
    service_ids: tuple[str, ...]
    label: str = ""
    plan_x: int | None = None
    plan_y: int | None = None

    @property
    def shown(self) -> str:
        """What is said and shown."""
        return self.label or str(self.number)

    def served_by(self, skills: tuple[str, ...]) -> Counter:
        """The counter as somebody of these skills serves it: what they may, in their order of preference."""
        return replace(self, service_ids=tuple(s for s in skills if s in self.service_ids))


#: Back in the old place; after so many who wait; or as if come half a standard ago.
RETURN_RULES = ("at_once", "after_numbers", "half_standard")
#: What those who still wait at closing have on the next day.
OVER_NIGHT = ("rights", "order")


@dataclass(frozen=True, slots=True)
class Rules:
    """Settings of the day.

    `presence_seconds`: a called visitor counts as present after that time. `ratio`: priority calls
    for one regular call, under the rule of that name. `transfer_cap`: of so many calls at a counter,
    one may be a transferred visitor who passes people that joined before. `recalls_before_miss` and
    `miss_after_seconds`: what must be done before a visitor may be marked not present.
    `priority_head_start`, `high_head_start`: how many minutes earlier the two levels of priority count
    as come, under the rule of levels. `undo_seconds`: how long the last step at a counter may be taken
    back. `grace_minutes`: how late a booked visitor may check in and keep the slot; then the booking is over.
    `booking_days`: how many days ahead times are booked.
    `paper_letter`: what numbers of a paper roll begin with, while a machine is broken (None: a letter that no
    series has).
    `keep_place_minutes`, `keep_place_times`: how long and how often somebody who waits may go away and keep
    the place. `return_rule`: where one who was absent comes back (one of RETURN_RULES, the second after
    `return_after` numbers), at most `return_times` times, within `return_minutes` of the absence (None: no
    limit), and not again within `return_pause_minutes` of the last time. `over_night`: what those whom
    closing overtakes have then (one of OVER_NIGHT): a right each, with a code; or the order itself, in which
    number and place wait on the next day by themselves.
    """

    discipline: str = "earliest_due"
    presence_seconds: int = 60
    ratio: int = 2
    transfer_cap: int = 3
    recalls_before_miss: int = 0
    miss_after_seconds: int = 0
    undo_seconds: int = 30
    grace_minutes: int = 10
    booking_days: int = 30
    paper_letter: str | None = None
    priority_head_start: int = 20
    high_head_start: int = 40
    keep_place_minutes: int = 60
    keep_place_times: int = 2
    return_rule: str = "half_standard"
    return_after: int = 3
    return_times: int | None = None
    return_minutes: int | None = None
    return_pause_minutes: int = 0
    over_night: str = "rights"


@dataclass(frozen=True, slots=True)
class VoiceRules:
    """How a hall speaks.

    `languages` in the order of speaking, `repeat`: how often each is said. `queue_word`: "antrean" or
    "antrian". `digits`: "single" reads 023 as nol dua tiga, "number" as dua puluh tiga. `volume` is a
    percentage; from and to each pair of `quiet` ("HH:MM", the hall's local time, past midnight where the
    second is the earlier one) it is `quiet_volume`. A call older than `old_seconds` is not spoken; when
    more than `rush_seconds` of speech wait, the repeat is left out, then the second language. `order` is
    that of a sentence's parts: "number", "counter" and "agency", each once.
    """

    languages: tuple[str, ...] = ("id",)
    repeat: int = 2
    queue_word: str = "antrean"
    digits: str = "single"
    with_agency: bool = True
    volume: int = 100
    quiet: tuple[tuple[str, str], ...] = ()
    quiet_volume: int = 0
    old_seconds: int = 180
    rush_seconds: int = 20
    order: tuple[str, ...] = ("number", "counter", "agency")


@dataclass(frozen=True, slots=True)
class WallRules:
    """What a hall's walls tell beside calls: `notices`, each a slide of its own, how many seconds a slide of
    the information panel stays (`info_seconds`), the address of the page for visitors (`visitor_page`, shown
    with its QR code), and whether all is told in `english` beside the hall's language."""

    notices: tuple[str, ...] = ()
    info_seconds: int = 12
    visitor_page: str = ""
    english: bool = False


@dataclass(frozen=True, slots=True)
class TicketRules:
    """What a ticket says beside the hall, the service and the number, which it always says: the agency's sign
    (`logo`) and name, how many wait `ahead`, the `window` in which its call is expected, where
    (`at_counters`), the `requirements` of its service, the `code` to follow it by, a line of the hall's own
    (`footer`). That today may not be enough it says whatever is switched off."""

    logo: bool = True
    agency_name: bool = True
    ahead: bool = True
    window: bool = True
    at_counters: bool = True
    requirements: bool = False
    code: bool = True
    footer: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What walls tell from the day `first` to the day `last` (None: without an end): those of one zone, or
    all of the hall's (`zone_id` empty)."""

    text: str
    first: date | None = None
    last: date | None = None
    zone_id: str = ""

    def is_told(self, day: date) -> bool:
        """Whether walls tell it on that day."""
        return (self.first or day) <= day <= (self.last or day)


@dataclass(frozen=True, slots=True)
class Wall:
    """One wall by its device's `id`: a zone, agencies and counters (by number) that it shows, and which kinds
    of `slides`; what names nothing bounds nothing. `plan_x`, `plan_y` are its square on the plan of the hall,
    where its picture `faces` "up", "down", "left" or "right". The counters (by number) of `left`, `right`,
    `ahead` and `behind` lie there for who looks at it, whatever the plan says."""

    id: str
    zone_id: str = ""
    agency_ids: tuple[str, ...] = ()
    counters: tuple[int, ...] = ()
    slides: tuple[str, ...] = ()
    plan_x: int | None = None
    plan_y: int | None = None
    faces: str = "down"
    left: tuple[int, ...] = ()
    right: tuple[int, ...] = ()
    ahead: tuple[int, ...] = ()
    behind: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What may become of a service at a counter, chosen by staff from the hall's short list."""

    id: str
    name: str
    name_en: str = ""


@dataclass(frozen=True)
class HallConfig:
    """A hall's whole configuration, as `day_opened` keeps it. References are checked on loading."""

    hall: Hall
    zones: tuple[Zone, ...] = ()
    series: tuple[Series, ...] = ()
    agencies: tuple[Agency, ...] = ()
    services: tuple[Service, ...] = ()
    counters: tuple[Counter, ...] = ()
    rules: Rules = field(default_factory=Rules)
    voice: VoiceRules = field(default_factory=VoiceRules)
    display: WallRules = field(default_factory=WallRules)
    ticket: TicketRules = field(default_factory=TicketRules)
    calendar: Calendar = field(default_factory=Calendar)
    outcomes: tuple[Outcome, ...] = ()
    notices: tuple[Notice, ...] = ()
    walls: tuple[Wall, ...] = ()

    @cached_property
    def days_known(self) -> dict[Any, Any]:
        """What `opening` has worked out of the calendar for a service and a date; no part of the value."""
        return {}

    @cached_property
    def shifts_known(self) -> dict[tuple[str, str], timedelta]:
        """What the rule of the order has said of a lane, by service and class; no part of the value."""
        return {}

    @cached_property
    def served_known(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """All services of some counters by their ids, as far as anybody has asked; no part of the value."""
        return {}

    @cached_property
    def series_by_id(self) -> Mapping[str, Series]:
        """Series by id."""
        return {s.id: s for s in self.series}

    @cached_property
    def agency_by_id(self) -> Mapping[str, Agency]:
        """Agencies by id."""
        return {a.id: a for a in self.agencies}

    @cached_property
    def service_by_id(self) -> Mapping[str, Service]:
        """Services by id."""
        return {s.id: s for s in self.services}

    @cached_property
    def counter_by_id(self) -> Mapping[str, Counter]:
        """Counters by id."""
        return {c.id: c for c in self.counters}

    @cached_property
    def ways(self) -> Mapping[str, tuple[str, ...]]:
        """For each service all that its visitors come to: itself, and what must come before it."""
        found: dict[str, tuple[str, ...]] = {}
        for service in self.services:
            way, ahead = dict[str, None](), [service.id]
            while ahead:
                if (name := ahead.pop()) in self.service_by_id and name not in way:
                    way[name] = None
                    ahead += self.service_by_id[name].after
            found[service.id] = tuple(way)
        return found

    @cached_property
    def counters_for(self) -> Mapping[str, tuple[Counter, ...]]:
        """The counters that offer each service, by number."""
        ordered = sorted(self.counters, key=lambda c: c.number)
        return {s.id: tuple(c for c in ordered if s.id in c.service_ids) for s in self.services}

    @cached_property
    def shown_at(self) -> Mapping[str, tuple[tuple[int, ...], tuple[str, ...]]]:
        """The numbers of the counters that offer each service, and what stands on them."""
        return {
            service_id: (tuple(c.number for c in offering), tuple(c.shown for c in offering))
            for service_id, offering in self.counters_for.items()
        }

    @cached_property
    def served_with(self) -> Mapping[str, tuple[str, ...]]:
        """All services of the counters that offer each service, its own among them where one does."""
        return {
            service_id: tuple({s: None for counter in offering for s in counter.service_ids})
            for service_id, offering in self.counters_for.items()
        }

    @cached_property
    def zone(self) -> ZoneInfo:
        """The hall's time zone."""
        return ZoneInfo(self.hall.time_zone)


def config_to_data(config: HallConfig) -> dict[str, Any]:
    """The configuration as JSON data; `config_from_data` reads it back equal."""
    data: dict[str, Any] = to_data(config)
    return data


def config_from_data(data: Mapping[str, Any]) -> HallConfig:
    """Read what `config_to_data` wrote, also that of a version before or after this one."""
    return from_data(HallConfig, data)
