"""Commands: what can be asked of a day. Ids come in with them, never from inside the core."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from balai.domain.chains import Standing
from balai.domain.hall.config import HallConfig
from balai.domain.hall.learned import NOTHING_LEARNED, Learned
from balai.domain.registers.bookings import BookedTime
from balai.domain.registers.scheduled import Scheduled
from balai.domain.registers.voided import VoidedDay
from balai.domain.values.quick_made import quick_made
from balai.domain.visit import Voucher

#: Why staff may call a chosen leg. A closed list: free text would invite names and diagnoses.
REASONS_TO_CHOOSE = ("papers_completed", "continues_case", "emergency", "manager_request")
#: Why a visitor is sent on to another service; these open nothing that is closed.
REASONS_TO_SEND = ("other_service", "data_change", "next_step", "payment", "verification")
#: What became of a called visitor over whom the next is called.
BECAME = ("present", "absent", "aside")
PAUSE_REASONS = ("break", "prayer", "meeting", "technical", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`actor` is "staff:<id>", "device:<id>" or "system"; never a person's name.

    `occurred_at` (aware) is when a cut-off device did it; `clock_certain` whether it trusts that.
    """

    actor: str = "system"
    occurred_at: datetime | None = None
    clock_certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDay(Command):
    """Begin the log of `date` with this configuration, the rights and bookings carried over from earlier
    days, what those taught, the change that waits for a day still later, the dates that were voided, and what
    devices hold."""

    date: date
    config: HallConfig
    previous_hash: str
    carried: tuple[Voucher, ...] = ()
    learned: Learned = NOTHING_LEARNED
    scheduled: Scheduled | None = None
    booked: tuple[BookedTime, ...] = ()
    voided: tuple[VoidedDay, ...] = ()
    standing: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidDay(Command):
    """The log of a later `date`, begun on a wrong clock, was taken out of the hall's log: note what it held
    (see `DayVoided`)."""

    date: date
    entries: int
    last_hash: str
    visits: int
    voided: tuple[VoidedDay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDay(Command):
    """End the waiting after closing: `codes` brings an unguessable voucher code for each visit id. A
    person (not the system) stops the numbers of the hall first."""

    codes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndDay(Command):
    """The date is over: whoever still waits or was called gets a right by `codes`, who is in service
    lapses, counters are left."""

    codes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(Command):
    """Take closing back: whose waiting it ended today waits again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopNumbers(Command):
    """Give no numbers in a scope (`hall`, `agency:<id>`, `service:<id>`, `kiosk:<id>`), until an aware time
    if one is known."""

    scope: str
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoOn(Command):
    """Give numbers again in a scope."""

    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeConfiguration(Command):
    """Put this configuration in force: at once, or when the day `on` opens (a local date). What today still
    needs of the one in force lets it wait for the next day by itself. An equal one changes nothing. Where
    another one waits already, this one `replaces` it or is refused."""

    config: HallConfig
    on: date | None = None
    replaces: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawChange(Command):
    """Take back the configuration that waits for a later day."""


@quick_made
@dataclass(frozen=True, slots=True, kw_only=True)
class IssueVisit(Command):
    """Give the next number of the service's series.

    `done` names services that must come first and are done already; `booking` the code of one who checks
    in, and `slot`, where it is said, the time of that booking; `voucher` the code of a right carried over.
    `also` are services wanted beside, to be gone through after it; `persons` come on one number (on a booking
    as many as were booked); `paper` is the number that they hold from a roll; `n` the place in the `chain` of
    the device that asks, and `after` the last of it that the hub has said to have today.
    """

    visit_id: str
    service_id: str
    channel: str = "kiosk"
    priority_class: str = "regular"
    done: tuple[str, ...] = ()
    slot: datetime | None = None
    voucher: str | None = None
    also: tuple[str, ...] = ()
    persons: int = 1
    paper: int | None = None
    booking: str | None = None
    chain: str = ""
    n: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelVisit(Command):
    """End a visit that is not at a counter."""

    visit_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveNumbers(Command):
    """Set `count` numbers of a series aside for the actor, a device."""

    series_id: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeAnnouncement(Command):
    """Have something said in a zone (None: the whole hall); `length` is that of the text in letters,
    `seconds` that of a recording, rounded up; None where it was recorded and the recording is missing."""

    announcement_id: str
    zone_id: str | None
    language: str
    times: int
    length: int
    seconds: int | None = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawAnnouncement(Command):
    """Take an announcement back: the actor's own, or, where it may be `anyones`, whoever made it."""

    announcement_id: str
    anyones: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceCall(Command):
    """Tell that a call was shown, spoken, or will not be (`kind`, one of `announced.REACHED`), by the display
    that is the actor; see `announced.CallAnnounced`."""

    leg_id: str
    called_at: datetime
    recalls: int
    kind: str
    zone_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterCommand(Command):
    """Something done at a counter."""

    counter_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCounter(CounterCommand):
    """Sit down at a counter. Again by the same actor changes nothing. `skills` are the services that this one
    may serve, those preferred first (None: all of any counter, in its order)."""

    session_id: str
    skills: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCounter(CounterCommand):
    """Leave the counter; refused with a leg in hand. Where nobody else serves who waits here, `waiting`
    says what becomes of them: stay, stop (no more numbers) or end (with a right each, by `codes`)."""

    waiting: str | None = None
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseCounter(CounterCommand):
    """Take a break, until an aware time if one is known; refused with a leg in hand."""

    until: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeCounter(CounterCommand):
    """End a break."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassBreak(CounterCommand):
    """The end that was said for a break has passed (by the hub's own clock)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNext(CounterCommand):
    """Finish `finishes`, the leg in hand (None for none), and call the next. `walls` says for each zone
    with a display alive what it can do (see `heard.WALLS`).

    `became` says what became of one who was called and is not known to have come: one of `BECAME`;
    None: what the rules of presence and absence say. `outcome` is that of who is finished.
    """

    finishes: str | None
    became: str | None = None
    outcome: str | None = None
    walls: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallChosen(CallNext):
    """Call this leg instead of the next, for a recorded reason (one of `REASONS_TO_CHOOSE`)."""

    leg_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(CounterCommand):
    """Take the last step at the counter back: who left it is there again, who was called waits again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseCounter(Command):
    """A manager frees a counter that its holder left. A called leg waits again, one in service ends. With a
    `holder` nothing happens where somebody else has sat down meanwhile."""

    counter_id: str
    holder: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegCommand(CounterCommand):
    """Something done to the leg in hand at a counter."""

    leg_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall(LegCommand):
    """Call the same leg once more; `walls` as of `CallNext`."""

    walls: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Start(LegCommand):
    """The visitor is present. `presumed` when the time-out says so."""

    presumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish(LegCommand):
    """Service is over, with one of the hall's outcomes where staff chose one."""

    outcome: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss(LegCommand):
    """The visitor did not come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Park(LegCommand):
    """Let the leg wait aside."""

    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(LegCommand):
    """End the leg here and begin the next at `service_id`, where `to_counter` is given at that counter alone;
    or `back` at the service and counter that sent the visitor here. A `reason` is one of `REASONS_TO_SEND`,
    or one of `REASONS_TO_CHOOSE`: then also where that service opens no more today."""

    service_id: str | None = None
    to_counter: str | None = None
    back: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLeg(Command):
    """A parked leg waits again."""

    leg_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReinstateLeg(Command):
    """A visitor marked not present reports at a desk and waits again."""

    leg_id: str
