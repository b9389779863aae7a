"""What the wall knows of the hall: the last snapshot, moved on by pushes. Pure and frozen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from balai.protocol.pushes import AtCounter, Called, CounterNews, Push
from balai.protocol.views import AgencyView, BoardView, CallView, CounterView, LegAtCounter, Snapshot

_KEPT_CALLS = 12
_STATE_AFTER = {
    "leg_started": "serving",
    "leg_finished": "finished",
    "leg_missed": "missed",
    "leg_parked": "parked",
    "leg_transferred": "transferred",
}
#: States of a leg whose visitor is called or at the counter.
AT_COUNTER = frozenset({"called", "serving"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One counter on the wall. ``number`` is its last number; ``ended`` when that is served.

    ``fresh`` marks the counter of the latest call, while its visitor is called or served.
    """

    counter: CounterView
    agency: AgencyView | None
    number: str | None
    ended: bool
    fresh: bool


@dataclass(frozen=True, slots=True)
class ShownCall:
    """A call with everything that is shown of it. ``at`` is aware UTC."""

    leg_id: str
    number: str
    counter: CounterView
    agency: AgencyView | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Board:
    """A hall's state as the wall shows it.

    ``seq`` is the last event that is in it, ``heard_at`` the hub's time of that news,
    ``down_since`` when the hub fell silent (None while it is heard).
    """

    view: BoardView
    day: str = ""
    seq: int = 0
    heard_at: datetime | None = None
    down_since: datetime | None = None

    @classmethod
    def from_snapshot(cls, snapshot: Snapshot) -> Board:
        """The board of a snapshot. Raises TypeError for another audience's."""
        if not isinstance(snapshot.data, BoardView):
            raise TypeError(f"a wall shows no snapshot for {snapshot.audience}")
        return cls(snapshot.data, snapshot.day, snapshot.seq, snapshot.at)

    def link_down(self, since: datetime) -> Board:
        """The hub has not been heard since then (aware UTC)."""
        return replace(self, down_since=since)

    def link_up(self) -> Board:
        """The hub is heard again."""
        return replace(self, down_since=None)

    def apply(self, push: Push) -> Board:
        """The board after one push; a type that changes nothing here only moves ``seq``."""
        view = self.view
        if push.type in {"leg_called", "leg_recalled"}:
            view = _called(view, Called.model_validate(push.data), push.at)
        elif push.type in _STATE_AFTER:
            view = _moved(view, AtCounter.model_validate(push.data), push)
        elif push.type.startswith("counter_"):
            news = CounterNews.model_validate(push.data)
            view = _with_counter(view, news.counter_id, status=news.status, until=news.until)
        return replace(self, view=view, seq=max(self.seq, push.seq), heard_at=push.at)

    def counter(self, counter_id: str) -> CounterView | None:
        """A counter by id."""
        return next((counter for counter in self.view.counters if counter.id == counter_id), None)

    def agency(self, agency_id: str) -> AgencyView | None:
        """An agency by id."""
        return next((agency for agency in self.view.agencies if agency.id == agency_id), None)

    @property
    def calls(self) -> tuple[ShownCall, ...]:
        """The recent calls, latest first, each leg once; calls to counters no longer there are left out."""
        shown: dict[str, ShownCall] = {}
        for call in self.view.calls:
            if (counter := self.counter(call.counter_id)) is not None and call.leg_id not in shown:
                agency = self.agency(counter.agency_id)
                shown[call.leg_id] = ShownCall(call.leg_id, call.number, counter, agency, call.at)
        return tuple(shown.values())

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All counters by number."""
        latest = self.calls[0].leg_id if self.calls else None
        ordered = sorted(self.view.counters, key=lambda counter: counter.number)
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


def _with_counter(view: BoardView, counter_id: str, **changes: object) -> BoardView:
    counters = tuple(
        counter.model_copy(update=changes) if counter.id == counter_id else counter
        for counter in view.counters
    )
    return view.model_copy(update={"counters": counters})


def _called(view: BoardView, call: Called, at: datetime) -> BoardView:
    leg = LegAtCounter(
        leg_id=call.leg_id,
        number=call.number,
        service_id=call.service_id,
        state="called",
        called_at=call.called_at,
        recalls=call.recalls,
    )
    latest = CallView(
        leg_id=call.leg_id,
        number=call.number,
        service_id=call.service_id,
        counter_id=call.counter_id,
        at=at,
    )
    earlier = (other for other in view.calls if other.leg_id != call.leg_id)
    view = view.model_copy(update={"calls": (latest, *earlier)[:_KEPT_CALLS]})
    return _with_counter(view, call.counter_id, leg=leg)


def _moved(view: BoardView, moved: AtCounter, push: Push) -> BoardView:
    for counter in view.counters:
        leg = counter.leg
        if leg is not None and counter.id == moved.counter_id and leg.leg_id == moved.leg_id:
            state = _STATE_AFTER[push.type]
            when = "started_at" if state == "serving" else "ended_at"
            changed = leg.model_copy(update={"state": state, when: push.at, "presumed": moved.presumed})
            return _with_counter(view, counter.id, leg=changed)
    return view
