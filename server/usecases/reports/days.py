"""The figures of days: kept for closed ones, worked out for the open one and where none are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Literal, NamedTuple, Protocol, TypeVar

from balai.domain.entry import Entry
from balai.domain.log import happened_of, verify
from balai.domain.state import HallDay
from balai.errors import Refusal
from balai.words.said import say
from server.store import Store
from server.store.day import eventlog, report_days
from server.views.reports.facts import facts_of
from server.views.reports.packed import Columns, columns, mark_of, packed

T = TypeVar("T")
#: Two years and some days.
MOST_DAYS = 800


class Span(NamedTuple):
    """Days from `first` to `last`, both with."""

    first: date
    last: date


def checked(first: date, last: date) -> Span:
    """A span that reports answer. Raises Refusal `span_invalid`."""
    if not first <= last or (last - first).days >= MOST_DAYS:
        raise Refusal("span_invalid", say("detail.span", days=MOST_DAYS))
    return Span(first, last)


class Offload(Protocol):
    """Runs what takes long beside what is served meanwhile, and gives what it gives."""

    def __call__(self, look: Callable[[], T], /) -> T:
        """Waits for it; only the caller waits."""
        ...


def on_the_spot(look: Callable[[], T], /) -> T:
    """For a program that serves nobody."""
    return look()


def unusable(marks: Mapping[str, str], ends: Mapping[str, str]) -> dict[str, Literal["missing", "stale"]]:
    """Of days whose logs end in these hashes, those whose figures are not kept under the mark that the hash
    gives, in their order: "missing", or "stale" (of another log or version)."""
    return {
        day: "stale" if day in marks else "missing"
        for day, last in ends.items()
        if marks.get(day) != mark_of(last)
    }


class ReportDays:
    """The figures of one hall's days. `run` runs a write where the store wants it."""

    def __init__(
        self, store: Store, hall_id: str, run: Callable[[Callable[[], Any]], Any],
        offload: Offload = on_the_spot,
    ) -> None:  # fmt: skip
        self._store, self._hall_id, self._run, self._offload = store, hall_id, run, offload
        self._open: tuple[tuple[str, int], Columns] | None = None

    def of(self, span: Span, day: HallDay | None, now: datetime | None = None) -> list[Columns]:
        """The figures of the days of a span that have a log, in order. `day` is the open one: its figures are
        counted up to `now` (aware). Raises BrokenLog where a day does not fold."""
        first, last = span.first.isoformat(), span.last.isoformat()
        opened = day.date.isoformat() if day is not None else ""
        with self._store.read.connect() as connection:
            logged = [d for d in eventlog.days(connection, self._hall_id) if first <= d <= last]
            marks, bodies = report_days.kept(connection, self._hall_id, first, last)
            ends = report_days.ends(connection, self._hall_id, [d for d in logged if d != opened])
        bodies |= {d: self.make(d) for d in unusable(marks, ends)}
        found = self._offload(lambda: [columns(bodies[d]) for d in ends])
        if day is not None and opened in logged:
            found.append(self._of_open(day, now))
        return sorted(found, key=lambda one: one.day)

    def make(self, day: str) -> bytes:
        """Work out a closed day's figures from its log, verified, and keep them."""
        entries = self._store.entries(self._hall_id, day)
        body = self._offload(lambda: figures(entries))
        hall_id, of = self._hall_id, mark_of(entries[-1].hash)

        def write() -> None:
            self._store.run(lambda connection: report_days.keep(connection, hall_id, day, of, body))

        self._run(write)
        return body

    def missing(self, opened: str) -> Iterator[str]:
        """The closed days of which no figures are kept, the latest first; `opened` is the open one."""
        with self._store.read.connect() as connection:
            logged = [d for d in eventlog.days(connection, self._hall_id) if d != opened]
            marks = report_days.kept_marks(connection, self._hall_id)
            ends = report_days.ends(connection, self._hall_id, logged)
        yield from reversed(unusable(marks, ends))

    def _of_open(self, day: HallDay, now: datetime | None) -> Columns:
        place = day.date.isoformat(), day.seq
        if self._open is None or self._open[0] != place:
            entries = [e for e in self._store.entries(self._hall_id, place[0]) if e.seq <= day.seq]
            self._open = place, self._offload(lambda: columns(figures(entries, now, sure=True)))
        return self._open[1]


def rebuild_reports(store: Store, hall_id: str) -> None:
    """Work out the figures of every closed day anew from the log. Raises BrokenLog."""
    store.run(lambda connection: report_days.forget(connection, hall_id))
    days = ReportDays(store, hall_id, lambda write: write())
    with store.read.connect() as connection:
        opened = eventlog.last_day(connection, hall_id)
    for day in list(days.missing(opened or "")):
        days.make(day)


def figures(entries: list[Entry], until: datetime | None = None, *, sure: bool = False) -> bytes:
    """The figures of a day's log, packed; its chain is verified first, unless that is `sure`.

    Raises BrokenLog.
    """
    if not sure:
        verify(entries)
    facts = facts_of((happened_of(entry) for entry in entries), until)
    assert facts is not None
    return packed(facts)
