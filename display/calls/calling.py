"""Which calls this wall announces: those of the news, and those that a snapshot finds unanswered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from balai.clock import Clock
from balai.domain.hall.numbering import label
from balai.protocol.pushes import Called
from balai.protocol.views import CounterView, LegAtCounter
from balai.speech import SpokenCall
from display.hub_time import HubTime
from display.picture.board import Board
from display.picture.scene import Direction
from display.speaking.announcer import Announcer, CallAnnouncement

#: The voice of a call that needs no announcing: it was said, or is told to the desk.
_TOLD = {"spoken", "dropped"}
#: In the place of a leg: a call that somebody tries a wall with.
TRIAL = "trial"


class Calling:
    """Offers calls to the announcer, each once, with what is said of them here."""

    def __init__(self, announcer: Announcer, hub_time: HubTime, clock: Clock) -> None:
        self._announcer, self._hub_time, self._clock = announcer, hub_time, clock
        #: Where counters lie for who hears this wall.
        self.directions: Mapping[str, Direction] = {}
        # Calls that a snapshot told of and nobody has announced yet; what this wall announced itself.
        self._unsaid: list[Called] = []
        self._offered: set[tuple[str, int]] = set()

    def find(self, board: Board) -> None:
        """Keep the calls of a snapshot whose visitors are not there and that nobody has announced, as far as
        the hub and this wall know: a display was started anew in mid-call, or nobody heard of it."""
        legs = [(c, c.leg) for c in board.view.counters if c.leg and c.leg.state == "called"]
        self._offered &= {(leg.leg_id, leg.recalls) for _, leg in legs}
        unsaid = [
            (leg.asked_at or leg.called_at, _call_of(counter, leg))
            for counter, leg in legs
            if leg.voice not in _TOLD and (leg.leg_id, leg.recalls) not in self._offered
        ]
        self._unsaid = [call for _, call in sorted(unsaid, key=lambda pair: pair[0])]

    def catch_up(self, board: Board | None) -> bool:
        """Announce what was found and is still called, once the hub has told its time; whether any of it
        stands on this wall."""
        if board is None or not self._unsaid or not self._hub_time.known:
            return False
        unsaid, self._unsaid = self._unsaid, []
        shown = [self.announce(board, call) for call in unsaid if _still_called(board, call)]
        return any(shown)

    def announce(self, board: Board, call: Called, at: datetime | None = None) -> bool:
        """Offer a call made `at` (aware; None: when it says) to the announcer, if this wall shows its counter
        or speaks for its zone; whether it shows it."""
        age = self._hub_time.age(at or call.called_at)
        self._offered.add((call.leg_id, call.recalls))
        counter, agency = board.counter(call.counter_id), board.agency(call.agency_id)
        zone, shows = counter.zone_id if counter else "", board.shows(call.counter_id)
        if not shows and zone not in (self._announcer.zones or ()):
            return False
        name = (agency.spoken or agency.name) if agency else ""
        label = (counter.label if counter else "") or call.counter_number
        way = self.directions.get(call.counter_id, "")
        shown = CallAnnouncement(
            call.leg_id, call.number, call.counter_id,
            SpokenCall(call.number, label, name, call.recalls > 0, way),
            self._clock.monotonic() - age, zone, call.called_at, call.recalls,
        )  # fmt: skip
        if age > self._announcer.rules.old_seconds:
            self._announcer.refuse(shown, "made_while_cut_off")
        else:
            self._announcer.offer(shown)
        return shows

    def try_out(self, board: Board) -> bool:
        """Make a call of nobody's to the first counter of this wall; whether it has one."""
        if not board.cells:
            return False
        counter, agency = board.cells[0].counter, board.cells[0].agency
        name = (agency.spoken or agency.name) if agency else ""
        number = label(agency.letter if agency else "A", 0)
        way = self.directions.get(counter.id, "")
        spoken = SpokenCall(number, counter.label or counter.number, name, direction=way)
        asked_at = self._clock.monotonic()
        self._announcer.offer(CallAnnouncement(TRIAL, number, counter.id, spoken, asked_at, trial=True))
        return True


def _call_of(counter: CounterView, leg: LegAtCounter) -> Called:
    return Called(
        leg_id=leg.leg_id, number=leg.number, service_id=leg.service_id, agency_id=counter.agency_id,
        counter_id=counter.id, counter_number=counter.number, called_at=leg.called_at,
        recalls=leg.recalls,
        wall=leg.wall,
    )  # fmt: skip


def _still_called(board: Board, call: Called) -> bool:
    counter = board.counter(call.counter_id)
    leg = counter.leg if counter else None
    return leg is not None and leg.state == "called" and leg.leg_id == call.leg_id
