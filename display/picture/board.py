"""The model of the wall: the last snapshot, moved on by pushes. Pure and frozen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from balai.domain.hall.config import Agency
from balai.protocol.fold import fold_board
from balai.protocol.pushes import Push, Queues
from balai.protocol.views import BoardView, CounterView, Snapshot
from balai.words import Words, known_language, words_in
from display.picture.scope import EVERYTHING, Scope

#: States of a leg whose visitor is called or at the counter.
AT_COUNTER = frozenset({"called", "serving"})
#: What brings a missed visitor back, and how many of them are named.
_COMES_BACK, _MOST_MISSED = frozenset({"leg_called", "leg_reinstated", "step_undone"}), 12


@dataclass(frozen=True, slots=True)
class Cell:
    """One counter on the wall. `number` is its last number; `ended` when that is served.

    `fresh` marks the counter of the latest call, while its visitor is called or served.
    """

    counter: CounterView
    agency: Agency | None
    number: str | None
    ended: bool
    fresh: bool


@dataclass(frozen=True, slots=True)
class ShownCall:
    """A call with everything that is shown of it. `at` is aware UTC."""

    leg_id: str
    number: str
    counter: CounterView
    agency: Agency | None
    at: datetime


@dataclass(frozen=True)
class Board:
    """A hall's state as the wall shows it. What is made of it is made once: a picture asks often.

    `seq` is the last event that is in it, `scope` what of it this wall shows, `heard_at` the hub's
    time of that news, `down_since` when the hub fell silent (None while it is heard), `queues` what waits
    (None before it was told), `missed` the visitors (leg, number) who were called and did not come, latest
    first, as far as this wall heard of them, `slides` the kinds that it tells (none named: all).
    """

    view: BoardView
    day: str = ""
    seq: int = 0
    scope: Scope = EVERYTHING
    heard_at: datetime | None = None
    down_since: datetime | None = None
    queues: Queues | None = None
    missed: tuple[tuple[str, str], ...] = ()
    slides: frozenset[str] = frozenset()

    def tells(self, kind: str) -> bool:
        """Whether this wall has slides of a kind."""
        return not self.slides or kind in self.slides

    @property
    def say(self) -> Words:
        """The sentences of the hall's language."""
        return words_in(known_language(self.view.hall.language))

    @property
    def beside(self) -> Words | None:
        """The sentences of the second language, where the hall wants one."""
        return words_in("en") if self.view.wall.english and self.say.language != "en" else None

    @cached_property
    def alone(self) -> bool:
        """Whether nobody waits for this wall's counters or is called there, as far as the hub has told."""
        if self.queues is None or self.down_since is not None or self.open_calls:
            return False
        shown = {counter.number for counter in self.view.counters if self.scope.holds(counter)}
        elsewhere = {
            service.id
            for service in self.view.services
            if self.scope != EVERYTHING and not shown.intersection(service.counters)
        }
        return not any(count for service, count in self.queues.waiting.items() if service not in elsewhere)

    @classmethod
    def from_snapshot(cls, snapshot: Snapshot, scope: Scope = EVERYTHING) -> Board:
        """The board of a snapshot. Raises TypeError for another audience's."""
        if not isinstance(snapshot.data, BoardView):
            raise TypeError(f"a wall shows no snapshot for {snapshot.audience}")
        legs = (counter.leg for counter in snapshot.data.counters if scope.holds(counter) and counter.leg)
        missed = tuple((leg.leg_id, leg.number) for leg in legs if leg.state == "missed")
        return cls(snapshot.data, snapshot.day, snapshot.seq, scope, snapshot.at, missed=missed)

    def after(self, before: Board | None) -> Board:
        """The board of a new snapshot, with what only news tells and `before` had: how many wait, who was
        missed on the same day, and since when the hub is not heard."""
        if before is None:
            return self
        missed = dict((before.missed if before.day == self.day else ()) + self.missed)
        found = replace(self, queues=before.queues, missed=tuple(missed.items()))
        return found if before.down_since is None else found.link_down(before.down_since)

    def link_down(self, since: datetime) -> Board:
        """The hub has not been heard since then (aware UTC)."""
        return replace(self, down_since=since)

    def link_up(self) -> Board:
        """The hub is heard again."""
        return replace(self, down_since=None)

    def apply(self, push: Push) -> Board:
        """The board after one push; a type that changes nothing here only moves `seq`."""
        view = fold_board(self.view, push)
        if view.calls is not self.view.calls and not self.shows(str(push.data.get("counter_id"))):
            # Calls elsewhere do not crowd out this wall's own earlier ones.
            view = view.model_copy(update={"calls": self.view.calls})
        return replace(
            self, view=view, seq=max(self.seq, push.seq), heard_at=push.at, missed=self._missed(push)
        )

    def _missed(self, push: Push) -> tuple[tuple[str, str], ...]:
        if push.type not in {"leg_missed", *_COMES_BACK}:
            return self.missed
        leg_id = push.data.get("leg_id") or dict(push.data.get("leg") or {}).get("leg_id")
        rest = tuple(pair for pair in self.missed if pair[0] != leg_id)
        counter = self.counter(str(push.data.get("counter_id")))
        if (
            push.type != "leg_missed"
            or counter is None
            or counter.leg is None
            or not self.scope.holds(counter)
        ):
            return rest
        return ((counter.leg.leg_id, counter.leg.number), *rest)[:_MOST_MISSED]

    def shows(self, counter_id: str) -> bool:
        """Whether a counter is one of this wall's."""
        counter = self.counter(counter_id)
        return counter is not None and self.scope.holds(counter)

    def counter(self, counter_id: str) -> CounterView | None:
        """A counter by id."""
        return self._counters.get(counter_id)

    def agency(self, agency_id: str) -> Agency | None:
        """An agency by id."""
        return self._agencies.get(agency_id)

    @property
    def missed_numbers(self) -> tuple[str, ...]:
        """Who was called to this wall's counters and did not come, latest first: as the hub tells it, else as
        far as this wall heard of them."""
        told = self.queues.missed if self.queues else None
        if told is None:
            return tuple(number for _, number in self.missed)
        return tuple(number for number, counter in told if self.scope == EVERYTHING or self.shows(counter))

    @cached_property
    def _counters(self) -> dict[str, CounterView]:
        return {counter.id: counter for counter in self.view.counters}

    @cached_property
    def _agencies(self) -> dict[str, Agency]:
        return {agency.id: agency for agency in self.view.agencies}

    @cached_property
    def calls(self) -> tuple[ShownCall, ...]:
        """The recent calls, latest first, each leg once; calls to counters no longer there are left out."""
        shown: dict[str, ShownCall] = {}
        for call in self.view.calls:
            counter = self.counter(call.counter_id)
            if counter is not None and self.scope.holds(counter) and call.leg_id not in shown:
                agency = self.agency(counter.agency_id)
                shown[call.leg_id] = ShownCall(call.leg_id, call.number, counter, agency, call.at)
        return tuple(shown.values())

    @cached_property
    def open_calls(self) -> tuple[ShownCall, ...]:
        """The calls to this wall's counters whose visitors are not there yet, latest first."""
        legs = ((c, c.leg) for c in self.view.counters if c.leg and c.leg.state == "called")
        calls = [
            ShownCall(leg.leg_id, leg.number, counter, self.agency(counter.agency_id), leg.called_at)
            for counter, leg in legs
            if self.scope.holds(counter)
        ]
        return tuple(sorted(calls, key=lambda call: call.at, reverse=True))

    @property
    def notices(self) -> tuple[str, ...]:
        """What the hall has this wall tell today."""
        wall, zone = self.view.wall, self.scope.zone
        return (*wall.notices, *(one.text for one in wall.zone_notices if zone in (None, one.zone_id)))

    @property
    def called(self) -> tuple[str, ...]:
        """The legs whose visitors are called to this wall's counters and not there yet."""
        return tuple(call.leg_id for call in self.open_calls)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """All counters of this wall by number."""
        latest = self.calls[0].leg_id if self.calls else None
        ordered = sorted(filter(self.scope.holds, self.view.counters), key=lambda counter: counter.number)
        return tuple(self._cell(counter, latest) for counter in ordered)

    def _cell(self, counter: CounterView, latest: str | None) -> Cell:
        leg = counter.leg
        at_counter = leg is not None and leg.state in AT_COUNTER
        return Cell(
            counter=counter,
            agency=self.agency(counter.agency_id),
            number=leg.number if leg else None,
            ended=leg is not None and not at_counter,
            fresh=at_counter and leg is not None and leg.leg_id == latest,
        )
