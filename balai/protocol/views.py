"""Snapshots: what each audience may see of the day, whole. Pushes change it step by step.

What a hall is made of goes over the wire as the core has it; unknown fields of it are passed over too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from balai.domain.hall.config import Agency, Notice, Outcome, TicketRules, VoiceRules, WallRules, Zone
from balai.domain.hall.hours import AgencyDay
from balai.protocol.base import Moment, News

Audience = Literal["board", "staff", "device"]


class HallView(News):
    """The hall's name and time zone (IANA)."""

    id: str
    name: str
    regency: str
    time_zone: str
    language: str


class ServiceView(News):
    """A service with what the kiosk and the wall tell of it. `counters` are numbers, `counter_labels` what is
    said and shown of them (a hub of the version before does not tell it); `after` what must come first."""

    id: str
    agency_id: str
    letter: str
    name: str
    name_en: str
    wait_minutes: int
    service_minutes: int
    fee: str
    requirements: tuple[str, ...]
    counters: tuple[int, ...]
    counter_labels: tuple[str, ...] = ()
    procedure: tuple[str, ...] = ()
    product: str = ""
    complaints: str = ""
    after: tuple[str, ...] = ()
    requirements_en: tuple[str, ...] = ()

    @property
    def at(self) -> tuple[str, ...]:
        """The counters that offer it, as they are said and shown."""
        return self.counter_labels or tuple(map(str, sorted(self.counters)))


class LegAtCounter(News):
    """The last leg called to a counter. After `finished`, `missed` or `transferred` it stays as the
    last number; a parked leg leaves the counter without one.

    The last four tell how far its last call has come: `asked_at` the press (of the call or the last recall),
    `wall` what displays could do then ("none" alive, "shows", "speaks", or "unknown"), whether one has
    `shown` it, and its `voice`: "spoken", "dropped" (will not be), "no_wall" (none is left), "" while it
    waits. `counts_from` is when the call had reached the visitor, from which presence and absence count (null
    while it is on its way)."""

    leg_id: str
    number: str
    service_id: str
    state: str
    called_at: Moment
    recalls: int = 0
    started_at: Moment | None = None
    ended_at: Moment | None = None
    presumed: bool = False
    asked_at: Moment | None = None
    wall: str = "unknown"
    shown: bool = False
    voice: str = ""
    counts_from: Moment | None = None
    persons: int = 1


class CounterView(News):
    """A counter: `status` closed, open or paused; `until` the end of a break if one was said. A `label`
    is said and shown instead of the number."""

    id: str
    number: int
    agency_id: str
    zone_id: str
    status: str
    until: Moment | None
    leg: LegAtCounter | None
    label: str = ""

    @property
    def shown(self) -> str:
        """What is said and shown."""
        return self.label or str(self.number)


class CallView(News):
    """A call in the list of recent calls, latest first."""

    leg_id: str
    number: str
    service_id: str
    counter_id: str
    at: Moment


@dataclass(frozen=True, slots=True)
class WallView(WallRules):
    """What the hall's walls tell beside calls. `hours` are today's, none where the hall has no calendar;
    `closed_for` names the holiday that closes the hall today, `next_opens` is the first opening of a later
    day and `tickets_from` the time that numbers are given out from today; `over_night` whether numbers that
    still wait at closing stay good ("order") or not ("rights"). `notices` are today's for every wall,
    `zone_notices` those for the walls of one zone."""

    over_night: str = "rights"
    hours: tuple[AgencyDay, ...] = ()
    dated: bool = False
    closed_for: str = ""
    tickets_from: Moment | None = None
    next_opens: Moment | None = None
    zone_notices: tuple[Notice, ...] = ()


class OneWall(News):
    """What one wall shows: the counters of a zone ("" for all), of these agencies, of these ids, and these
    kinds of slides; where none is named, all. `ways` tells where counters lie for who looks at it, by id."""

    zone_id: str = ""
    agency_ids: tuple[str, ...] = ()
    counter_ids: tuple[str, ...] = ()
    slides: tuple[str, ...] = ()
    ways: dict[str, str] = {}


class Catalogue(News):
    """The agencies and services of a hall as it is configured; `version` is another for another catalogue.

    Most of a snapshot of a large hall is this. A client that asks for it by itself, and keeps it, says so on
    connecting (`Hello.catalogue`): its snapshots have no agencies and services but the version."""

    version: str
    agencies: tuple[Agency, ...]
    services: tuple[ServiceView, ...]


class BoardView(News):
    """What a wall shows, and how it speaks. `walls` holds, by the device's id, those of which the hall says
    what they show; others go by their own files."""

    hall: HallView
    agencies: tuple[Agency, ...]
    services: tuple[ServiceView, ...]
    catalogue: str = ""
    counters: tuple[CounterView, ...]
    calls: tuple[CallView, ...]
    voice: VoiceRules = VoiceRules()
    wall: WallView = WallView()
    walls: dict[str, OneWall] = {}


class WaitingLeg(News):
    """A waiting leg as staff see it. Priority reaches staff only, and never its reason. `order`
    tells arrivals of one instant apart; `unprinted` is known to hold no ticket, `print_unsure` may hold none;
    `persons` came on it."""

    leg_id: str
    visit_id: str
    number: str
    service_id: str
    priority_class: str
    arrived_at: Moment
    order: int = 0
    unprinted: bool = False
    print_unsure: bool = False
    persons: int = 1


class AsideLeg(WaitingLeg):
    """A leg that waits aside (until a time, if one was said), or that was missed (`missed_at`), with the
    counter where that was; empty for one whose place is kept while it waits. `bound` is the counter that
    alone calls it."""

    counter_id: str
    until: Moment | None = None
    missed_at: Moment | None = None
    bound: str | None = None


class LastStep(News):
    """The last step at a counter, which may be taken back for `undo_seconds` after `at` (the log's time):
    `state` is what it made of the leg: called, finished, missed, parked, transferred."""

    leg_id: str
    number: str
    state: str
    at: Moment


class NextLeg(News):
    """Who would be called now: a preview, no promise. `why` gives the reasons in words, by language."""

    leg_id: str
    number: str
    service_id: str
    why: dict[str, tuple[str, ...]] = {}


class StaffCounter(CounterView):
    """A counter as staff see it. `holder` is an actor id; `service_ids` in order of preference; `reason`
    that of a break, `overdue` when its end has passed; `step` the last one, until a call, a break or
    leaving closes it. `hours` are today's times in which anything it offers is open, with breaks between
    them; null in a hall that is always open, and of a hub that does not tell them."""

    holder: str | None
    service_ids: tuple[str, ...]
    reason: str | None = None
    step: LastStep | None = None
    overdue: bool = False
    hours: tuple[tuple[Moment, Moment], ...] | None = None


class StoppedRow(News):
    """No numbers are given in a scope (`hall`, `agency:<id>`, `service:<id>`, `kiosk:<id>`)."""

    scope: str
    reason: str
    since: Moment
    until: Moment | None


class StaffView(News):
    """What a counter's tablet shows. `waiting`, `parked` and `missed` in order of (arrived_at, order);
    `next` by counter id; `full` are services whose quota is used up today (both come by `Queues` later);
    `stopped` is where no numbers are given.
    The rest are rules of the hall: for `Tidak hadir`, taking back, keeping a place, the list of what may
    become of a service, and the `discipline`, by which there may be more than one level of priority."""

    hall: HallView
    agencies: tuple[Agency, ...]
    services: tuple[ServiceView, ...]
    catalogue: str = ""
    counters: tuple[StaffCounter, ...]
    waiting: tuple[WaitingLeg, ...]
    next: dict[str, NextLeg]
    presence_seconds: int
    parked: tuple[AsideLeg, ...] = ()
    missed: tuple[AsideLeg, ...] = ()
    full: tuple[str, ...] = ()
    undo_seconds: int = 0
    recalls_before_miss: int = 0
    miss_after_seconds: int = 0
    zones: tuple[Zone, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    keep_place_minutes: int = 60
    keep_place_times: int = 2
    discipline: str = ""
    stopped: tuple[StoppedRow, ...] = ()


class DeviceView(News):
    """What a kiosk needs: the hall, its agencies and services, how many wait for each and how many of any
    service may be called before who takes its next number (`ahead`), where no numbers are given now, and
    whether numbers stay good `over_night` ("order") or not ("rights"). `wall` is what walls tell too: opening
    hours and the address for visitors; `ticket` what is printed."""

    hall: HallView
    agencies: tuple[Agency, ...]
    services: tuple[ServiceView, ...]
    catalogue: str = ""
    waiting: dict[str, int]
    ahead: dict[str, int] = {}
    stopped: tuple[StoppedRow, ...] = ()
    over_night: str = "rights"
    wall: WallView = WallView()
    ticket: TicketRules = TicketRules()


class Snapshot(News):
    """A snapshot on the wire. `seq` is the last event it holds. Where `data.catalogue` is not empty, agencies
    and services are those of that version, and stand in the catalogue alone."""

    audience: Audience
    day: str
    seq: int
    at: Moment
    data: BoardView | StaffView | DeviceView
