"""The draft of a hall's file on the wire: edits, faults by row and setting, differences, what will happen."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Base64Bytes, Field, JsonValue, Strict, StringConstraints, WithJsonSchema

from balai.protocol.base import Message, Moment, News
from balai.protocol.managed.hall_changes import ChangeRow
from balai.protocol.requests import Change, Counted

TableSection = Literal["hall", "rules", "voice", "display", "ticket"]
ListSection = Literal["zone", "agency", "service", "counter", "hours", "closed", "outcome", "notice", "wall"]
SectionName = Literal[TableSection, ListSection]
RowName = Annotated[str, StringConstraints(min_length=1, max_length=140)]
FieldName = Annotated[str, StringConstraints(min_length=1, max_length=40)]
#: Which state an edit is of: a draft's id, or that of the configuration in force where none is begun.
StateName = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12,32}$")]
When = Literal["now", "opening"] | Annotated[date, Strict()]


class SetField(Message):
    """Write one setting, as it would stand in the file; null where it is not set."""

    do: Literal["set"] = "set"
    section: SectionName
    row: RowName | Literal[""] = ""
    field: FieldName
    value: JsonValue


class AddRow(Message):
    """Add a row to a list, ahead of another or at its end. `row` names it until it is in force."""

    do: Literal["add"] = "add"
    section: ListSection
    row: RowName
    values: dict[str, JsonValue]
    ahead_of: RowName | None = None


class RemoveRow(Message):
    """Take a row out of a list."""

    do: Literal["remove"] = "remove"
    section: ListSection
    row: RowName


class MoveRow(Message):
    """Give a row another place: ahead of another one, or at the end."""

    do: Literal["move"] = "move"
    section: ListSection
    row: RowName
    ahead_of: RowName | None = None


#: A hall's file as JSON, every setting told; its sections are those of HallFile, which it may not fit.
HallData = Annotated[dict[str, Any], WithJsonSchema({"type": "object"})]
Edit = SetField | AddRow | RemoveRow | MoveRow
OneEdit = Annotated[Edit, Field(discriminator="do")]


class DraftEdit(Change):
    """Edit the draft; the first edit begins one. All edits are made or none. `state` is what was edited,
    `seen` how many sets of edits of it the editor had seen: what somebody else touched since is not written
    over."""

    state: StateName
    seen: Counted = 0
    edits: Annotated[
        tuple[Annotated[Edit, Field(discriminator="do")], ...], Field(min_length=1, max_length=500)
    ]


class DraftImport(Change):
    """Put a whole file in the draft's place: the TOML text of one, or an earlier version by its number."""

    state: StateName
    seen: Counted = 0
    toml: Annotated[str, StringConstraints(max_length=4_000_000)] | None = None
    version: Annotated[int, Strict(), Field(ge=1, le=2**31)] | None = None


class DraftDiscard(Change):
    """Throw the draft away; what is in force stays."""

    state: StateName


class DraftApply(Change):
    """Put the draft in force as one change: now, when the next day opens, or on a date. `seen` says how many
    sets of edits its asker had seen. It is refused while another change waits, unless it `replaces` that."""

    state: StateName
    seen: Counted
    when: When = "now"
    replaces: Annotated[bool, Strict()] = False


class Person(News):
    """Who did something: an actor's id, and the name of the account where there still is one."""

    actor: str
    name: str = ""


class Deed(News):
    """When something was done, and by whom."""

    at: Moment
    by: Person


class RowFault(News):
    """What is wrong in a draft, at a setting of a row ("" for a section that is no list): what to do instead.
    `item` is the place in a setting that is a list, from 0."""

    section: str
    row: str = ""
    field: str = ""
    item: int | None = None
    message: str


class Difference(News):
    """What differs between two files: a row that is new, gone or moved, or one setting of a row. `told` says
    it in words; `was` and `now` are both values in words, and `name` is what people call the row."""

    kind: Literal["added", "removed", "moved", "changed"]
    section: str
    key: str = ""
    name: str = ""
    agency: str = ""
    field: str = ""
    label: str = ""
    was: str = ""
    now: str = ""
    told: str
    last: Deed | None = None


class DraftState(News):
    """The draft as the asker may see it. Where none is begun, `begun` is null and `file` the one in force.
    `file` and `rows` are left out where the asker has them (`known`). `behind`: what is in force has changed
    since the draft was begun, so that putting it in force would take that back, too."""

    state: str
    seen: int
    begun: Deed | None = None
    last: Deed | None = None
    behind: bool = False
    faults: tuple[RowFault, ...] = ()
    warnings: tuple[str, ...] = ()
    changes: tuple[Difference, ...] = ()
    file: HallData | None = None
    rows: dict[str, tuple[str, ...]] | None = None
    waiting: ChangeRow | None = None


class DraftFile(News):
    """The file of a draft by itself, with the names of its rows: which draft's it is says `state` and `seen`,
    as the draft does."""

    state: str
    seen: int
    file: HallData
    rows: dict[str, tuple[str, ...]]


class Consequence(News):
    """Something that putting the draft in force does: a code, and its sentence. `kind` says how grave it is:
    `good` leaves people alone, `note` changes what they meet, `hold` makes it wait, `stop` refuses it."""

    code: str
    kind: Literal["good", "note", "hold", "stop"]
    told: str


class Outlook(News):
    """What would happen if the draft were put in force `when` it says; `on`: the day it would be in force."""

    may: bool
    on: date | None = None
    consequences: tuple[Consequence, ...] = ()


class PlanWays(News):
    """For each wall of the draft, by its device's id, and each counter, by its number, whose way is known:
    where it lies ("left", "right", "ahead", "behind")."""

    ways: dict[str, dict[str, str]]


class CallSaid(News):
    """What a call says, once in each language."""

    text: str


class Version(News):
    """A configuration that was in force from a moment on, and what it changed in the one before."""

    n: int
    at: Moment
    by: Person
    in_force: bool = False
    changes: tuple[Difference, ...] = ()
    more: int = 0


class VersionList(News):
    """Versions, the latest first; `before` the last of them stand older ones, if there are `more`."""

    versions: tuple[Version, ...]
    more: bool = False


class Comparison(News):
    """What differs from one version to another."""

    older: int
    newer: int
    changes: tuple[Difference, ...]


class Holiday(News):
    """A day that a calendar proposes as closed."""

    date: date
    name: str


class HolidayList(News):
    """The holidays of a year, in order; none closes the hall before somebody confirms it."""

    year: int
    days: tuple[Holiday, ...]


#: A field may be called `date` and still be of that type.
Day = date


class WeekSpan(News):
    """A time without a break, in the hall's zone (HH.MM)."""

    opens: str
    closes: str


class WeekDay(News):
    """A day of the hall or of an agency: when anything of it is open, and its rule in words. `closed_for` is
    the holiday that closes the hall; `same`: as the whole hall."""

    date: Day
    spans: tuple[WeekSpan, ...] = ()
    closed_for: str = ""
    same: bool = False
    told: str


class WeekRow(News):
    """The hall ("") or an agency, day by day."""

    agency: str = ""
    days: tuple[WeekDay, ...]


class Week(News):
    """Seven days from `monday` on: the hall first, then its agencies."""

    monday: date
    rows: tuple[WeekRow, ...]


class GlanceDay(News):
    """A day of the hall at a glance: whether it opens, from when to when where hours are told; the holiday
    that closes it, or the one that is only proposed; `special`: by hours of a period or of single dates;
    `agencies` that have closed."""

    date: Day
    open: bool
    opens: str = ""
    closes: str = ""
    closed_for: str = ""
    proposed: str = ""
    special: bool = False
    agencies: tuple[str, ...] = ()


class Glance(News):
    """Days of the hall, from `first` on, one after another."""

    first: Day
    days: tuple[GlanceDay, ...]


class ReadTable(Message):
    """A file to be understood: a spreadsheet (XLSX, CSV), or an agency carried from another hall (TOML)."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    content: Annotated[Base64Bytes, Field(max_length=4_000_000)]


class NewPerson(News):
    """Somebody of a table who has no account yet."""

    username: str
    display_name: str
    role: Literal["staff", "supervisor", "manager", "auditor", "administrator"]
    agency_id: str | None = None
    skills: tuple[str, ...] | None = None


class NewlySkilled(News):
    """Somebody of a table who has an account and other skills than it says: null for all services."""

    account_id: str
    skills: tuple[str, ...] | None


class TableRow(News):
    """What was understood of a row (`line` from 1, as the program shows it): `told` in words, `notes` what is
    odd in it and what to do. `edits` make it so in the draft; `person` is to get an account, `skilled` says
    what somebody who has one may serve."""

    sheet: str
    line: int
    kind: Literal["agency", "service", "counter", "hours", "closed", "person", ""]
    state: Literal["adds", "changes", "same", "skipped", "odd"]
    told: str
    notes: tuple[str, ...] = ()
    edits: tuple[OneEdit, ...] = ()
    person: NewPerson | None = None
    skilled: NewlySkilled | None = None


class TableUnderstood(News):
    """A file row by row, against the draft `state` after `seen` edits; `ignored` are sheets that list nothing
    known."""

    state: str
    seen: int
    rows: tuple[TableRow, ...]
    ignored: tuple[str, ...] = ()
