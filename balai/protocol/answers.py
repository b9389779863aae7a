"""What the hub answers. To a change it is kept with its `request_id`, so a repeat reads the same."""

from __future__ import annotations

from datetime import date

from balai.domain.entry import Entry
from balai.protocol.base import Moment, News
from balai.protocol.views import StoppedRow


class IssuedVisit(News):
    """A number was given. `ahead` people may be called before it by the counters that can call it;
    `counters` are the numbers of those that offer it; `plan` names the services that follow under this
    number. It will probably be called from `expected_from` to `expected_until` (80 %; null where nobody
    knows, or where it will probably not be called today), and `chance` is how likely a call is today, in per
    cent (null where it is nearly sure). `reach` says whether today is enough: "sure", "doubtful",
    "no_counter" where no counter that offers it is there or expected, or "part_today" where a later service
    of the journey opens no more in time; if it is not, the visitor comes first on `first_on`. `step` is the
    later service that this is about, if it is one."""

    visit_id: str
    leg_id: str
    number: str
    service_id: str
    agency_id: str
    ahead: int
    counters: tuple[int, ...]
    counter_labels: tuple[str, ...] = ()
    at: Moment
    day: str
    seq: int
    plan: tuple[str, ...] = ()
    expected_from: Moment | None = None
    expected_until: Moment | None = None
    chance: int | None = None
    reach: str = "sure"
    first_on: date | None = None
    step: str | None = None
    persons: int = 1


class CalledLeg(News):
    """Who was called, and where."""

    leg_id: str
    visit_id: str
    number: str
    service_id: str
    counter_id: str
    called_at: Moment


class CallAnswer(News):
    """The answer to call-next: who was called (null: nobody waits), who was finished; `settled` is the
    leg that was in hand and `became` its state now (finished, missed, parked)."""

    called: CalledLeg | None
    finished: str | None
    settled: str | None = None
    became: str | None = None
    day: str
    seq: int


class LegAnswer(News):
    """A leg as it is after the change. `counter_id` is where it is or was last."""

    leg_id: str
    number: str
    state: str
    counter_id: str | None
    day: str
    seq: int


class ChangedVisit(LegAnswer):
    """A visit that goes for another service or class. `reach`, `first_on` and `step` say whether today is
    enough, as of a number that is given (see IssuedVisit)."""

    reach: str = "sure"
    first_on: date | None = None
    step: str | None = None


class CounterAnswer(News):
    """A counter as it is after the change. `reason` is that of a break."""

    counter_id: str
    status: str
    until: Moment | None
    day: str
    seq: int
    reason: str | None = None


class ReservedNumbers(News):
    """A block of numbers that no other device will give today: printed with `prefix`, a hyphen, and at
    least `width` digits."""

    series_id: str
    first: int
    last: int
    prefix: str = ""
    width: int = 3
    day: str
    seq: int


class VisitLeg(News):
    """One leg of a visit. `outcome` is one of the hall's list; `ended_seq` the event that says how it ended,
    which a correction names."""

    leg_id: str
    service_id: str
    state: str
    counter_id: str | None
    called_at: Moment | None
    started_at: Moment | None
    ended_at: Moment | None
    outcome: str | None = None
    ended_seq: int | None = None


class VisitStep(News):
    """One thing that happened to a visit: an event of the log, in its words. `at` is the best time known;
    `service_id` and `counter_id` say where; `until` is the end of a time aside, `next_service_id` where
    it goes on. `reason`, `why` and `told` (what it was; both in words, by language) reach staff only. Of a
    correction `corrects` is the seq of what it puts right, and `state`, `next_service_id`, `outcome`,
    `started_at` and `ended_at` what it says of it now, null where it says nothing."""

    seq: int
    at: Moment
    type: str
    leg_id: str
    service_id: str | None = None
    counter_id: str | None = None
    next_service_id: str | None = None
    until: Moment | None = None
    reason: str | None = None
    why: dict[str, tuple[str, ...]] = {}
    told: dict[str, tuple[str, ...]] = {}
    corrects: int | None = None
    state: str | None = None
    outcome: str | None = None
    started_at: Moment | None = None
    ended_at: Moment | None = None


class VisitView(News):
    """One visit: its number, where it is, its legs so far, what is still planned, and all that happened
    as one timeline. `persons` came on it, `unprinted` is known to hold no ticket, `print_unsure` may hold
    none; `counts_as`, the class, reaches staff only."""

    visit_id: str
    number: str
    issued_at: Moment
    channel: str
    legs: tuple[VisitLeg, ...]
    plan: tuple[str, ...] = ()
    timeline: tuple[VisitStep, ...] = ()
    position: int | None = None
    expected_from: Moment | None = None
    expected_until: Moment | None = None
    back_by: Moment | None = None
    chance: int | None = None
    moved_at: Moment | None = None
    persons: int = 1
    unprinted: bool = False
    print_unsure: bool = False
    counts_as: str = ""


class VisitWait(News):
    """Where a visit stands: `position` people of its service come before it (null where it does not
    wait). It will probably be called from `expected_from` to `expected_until` (80 %), and with 90 % not
    before `back_by`; null where nobody knows. `chance` is how likely a call is today, in per cent (null where
    it is nearly sure). A `back_by` that was told is kept; where it had to be made earlier, `moved_at` says
    when."""

    visit_id: str
    number: str
    state: str
    position: int | None
    expected_from: Moment | None
    expected_until: Moment | None
    back_by: Moment | None
    chance: int | None = None
    moved_at: Moment | None = None


class CodeView(News):
    """What a code on paper stands for: `kind` is right or booking, with which a number of `service_id` for so
    many `persons` may be taken now; or ticket, a visit of today. A ticket has its `number`; `used`: the code
    is that of a right or booking which that number was taken with. `state` is that of its leg, at the counter
    `at` where it is at one; where it waits, `ahead` people may be called before it, and it will probably be
    called from `expected_from` to `expected_until` (80 %; null where nobody knows)."""

    kind: str
    service_id: str
    persons: int = 1
    number: str = ""
    used: bool = False
    state: str = ""
    at: str = ""
    ahead: int | None = None
    expected_from: Moment | None = None
    expected_until: Moment | None = None
    chance: int | None = None


class NextWait(News):
    """When whoever takes the next number of a service will probably be called (80 %)."""

    service_id: str
    expected_from: Moment
    expected_until: Moment


class NextWaits(News):
    """The services of which that is known."""

    services: tuple[NextWait, ...]


class CoverageRow(News):
    """Of `told` visitors of a service and class, the share that was called within the window told, and
    the share that was not called before `back_by`."""

    service_id: str
    priority_class: str
    told: int
    within: float
    back_by_kept: float


class CoverageView(News):
    """How honest the estimates were since a date, beside what they claim."""

    since: str
    claimed: float
    claimed_back_by: float
    rows: tuple[CoverageRow, ...]


class VoucherRow(News):
    """The right of a visitor whom closing overtook: the number it was, and the day it is honoured on
    (null: the day on which the service opens again). It keeps what the visitor came for: `plan` follows
    `service_id`; and how many came. With `keeps_place` number and place wait on that day by themselves,
    and no code is needed."""

    code: str
    number: str
    service_id: str
    valid_on: date | None
    plan: tuple[str, ...] = ()
    persons: int = 1
    keeps_place: bool = False


class NumbersView(News):
    """Where no numbers are given now."""

    stopped: tuple[StoppedRow, ...]
    day: str
    seq: int


class ClosingView(News):
    """Whom ending the waiting now would touch: the numbers that wait or are aside, and those at counters, who
    are not touched. `stopped`: whether the hall gives no more numbers, which comes first. `ended` are the
    numbers whose waiting was ended today and would wait again if closing is taken back."""

    stopped: bool
    waiting: tuple[str, ...]
    in_hand: tuple[str, ...]
    ended: tuple[str, ...] = ()
    day: str
    seq: int


class DayReopened(News):
    """Closing was taken back: these numbers wait again."""

    waiting: tuple[str, ...]
    day: str
    seq: int


class DayClosed(News):
    """Closing: who went unserved by this request, each with a right for another day."""

    unserved: tuple[VoucherRow, ...]
    day: str
    seq: int


class VoucherList(News):
    """Rights that today leaves behind, and those carried over that may still be used."""

    day: str
    unserved: tuple[VoucherRow, ...]
    carried: tuple[VoucherRow, ...]


class CounterRow(News):
    """A counter with who holds it. `connected` says whether a tablet of the holder hears this hub; null
    where another hub of the hall may have it. `seen_at` is when one was last heard here; `overdue` says
    that the end of a break has passed. `passes_since` is since when the counter, open and with nobody at it,
    could have called somebody who waits; null where it need not."""

    counter_id: str
    number: int
    label: str = ""
    agency_id: str
    status: str
    holder: str | None
    since: Moment | None
    until: Moment | None
    overdue: bool = False
    reason: str | None
    leg_number: str | None
    connected: bool | None
    seen_at: Moment | None
    passes_since: Moment | None = None


class CounterList(News):
    """All counters, by number."""

    counters: tuple[CounterRow, ...]


class Account(News):
    """Who is signed in; shown on their own tablet only. `agency_id` is null for the whole hall;
    `may` names the permissions of the role, `pages` the pages that it may see."""

    id: str
    username: str
    display_name: str
    role: str
    agency_id: str | None = None
    may: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


class Session(News):
    """A signed-in session and the counter it holds."""

    account: Account
    counter_id: str | None


class FreeAnnouncement(News):
    """What staff have to say. The text is kept for the day only and in no log; where it was `recorded`, the
    sound is at `/announcements/{announcement_id}/sound`."""

    announcement_id: str
    text: str
    language: str
    times: int
    zone_id: str | None = None
    recorded: bool = False


class AnnouncementMade(News):
    """A free announcement is on its way to the displays; `left_out` names signs of its text that nobody can
    see and that are therefore not kept, such as "U+FE0F VARIATION SELECTOR-16"."""

    announcement_id: str
    zone_id: str | None
    day: str
    seq: int
    left_out: tuple[str, ...] = ()


class AnnouncementRow(News):
    """An announcement of today, what it said, and whether it was taken back; `mine` where the asker made
    it."""

    announcement_id: str
    at: Moment
    zone_id: str | None
    text: str
    recorded: bool
    withdrawn: bool
    mine: bool


class AnnouncementList(News):
    """The announcements of today that the asker may take back, the latest first."""

    announcements: tuple[AnnouncementRow, ...]


class AnnouncementWithdrawn(News):
    """An announcement was taken back; displays stop it as soon as they hear of it."""

    announcement_id: str
    day: str
    seq: int


class Now(News):
    """The hub's time and the hall's day."""

    now: Moment
    day: str


class WrongDay(News):
    """A day that is open though the hub's clock has not come to it, and what taking it back would lose:
    the `numbers` given in it, bookings made or cancelled, changes of settings; `count` is all of them."""

    date: date
    numbers: tuple[str, ...]
    bookings: int
    settings: int
    count: int


class DayClock(News):
    """The hub's clock: whether it is `believed`, what it shows in the hall, the open `day`, and that day as
    `ahead` where it is later than what the clock shows."""

    believed: bool
    now: Moment
    shows: date
    day: str
    ahead: WrongDay | None = None


class DayTakenBack(News):
    """The day that the hall went back to, with its place in the log."""

    day: str
    seq: int


class MachineTasks(News):
    """What somebody is to see to at the hub's machine: one sentence or more, by language."""

    tasks: tuple[dict[str, str], ...]


class LogPage(News):
    """A page of today's log."""

    day: str
    entries: tuple[Entry, ...]
