"""What a kiosk hands out: tickets, vouchers, copies, a manager's sample, and slips of what came of a code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from balai.clock import Clock
from balai.protocol.answers.visits import IssuedVisit
from balai.protocol.devices.papers import DueVoucher
from balai.protocol.devices.samples import Sample
from balai.protocol.pushes import CopyAsked, Push
from balai.protocol.views import DeviceView
from balai.words import Language, known_language, words_in
from kiosk.flow.papers.printing import Printing
from kiosk.flow.papers.shared_papers import Claim, SharedPapers
from kiosk.flow.ports import Given
from kiosk.journal.hub_time import HubTime
from kiosk.journal.records import Record
from kiosk.paper.slips.note import Note
from kiosk.paper.ticket_layout import Ticket
from kiosk.paper.tickets import copy_for, ticket_for
from kiosk.paper.told import Told, sentences
from kiosk.paper.voucher import voucher_for

#: A kiosk without a screen prints what came of a code at most so often (seconds of the clock).
NOTE_SECONDS = 5.0
#: So long (seconds of the clock) after its start a kiosk waits for the hub's word of the day.
WORD_SECONDS = 5.0


class HandsOut:
    """Lays out papers in the hall's words and gives them to the printer. For the worker's thread alone.

    `hall` is the hall as it is known (None: not yet), `kiosk_id` this kiosk at the hub ("": not let in yet),
    `day` the hall's day (ISO; "": not known).
    """

    def __init__(self, printing: Printing, shared: SharedPapers, clock: Clock, *, codes: bool) -> None:
        """`codes`: this kiosk reads the codes that a ticket may bear."""
        self._printing, self._shared, self._clock, self._codes = printing, shared, clock, codes
        self._noted = float("-inf")
        self._owed: tuple[Record, ...] = ()
        self._owed_until = 0.0
        self.hall: DeviceView | None = None
        self.kiosk_id, self.day = "", ""
        shared.on_claimed(self._voucher, self._copy)

    def ticket(self, given: Given, language: Language | None) -> None:
        """Print a number that was given, in its visitor's language (None: the hall's)."""
        ticket = self._laid_out(given.visit, language, own=given.own, certain=given.certain)
        self._hand_out(ticket, given.visit)

    def owe(self, records: Iterable[Record]) -> None:
        """What an earlier start of the program gave out and did not print: it comes out as soon as the hub
        has told the day, or has said nothing for a while."""
        self._owed, self._owed_until = tuple(records), self._clock.monotonic() + WORD_SECONDS

    @property
    def owed(self) -> list[str]:
        """The numbers of that."""
        return [str(record.answer["number"]) for record in self._owed if record.answer is not None]

    def print_owed(self, time: HubTime) -> None:
        """Print it where that is due; each as old as it is, so that nobody finds yesterday's number in the
        morning."""
        waits = not self.day and self._clock.monotonic() < self._owed_until
        if self.hall is None or waits or not self._owed:
            return
        owed, self._owed = self._owed, ()
        for record in owed:
            age = time.since(datetime.fromisoformat(record.at), record.boot, record.ticks)
            self._print_owed(record, age)

    def _print_owed(self, record: Record, age: float) -> None:
        visit, kept = IssuedVisit.model_validate(record.answer), record.choice.get("language")
        ticket = self._laid_out(
            visit,
            known_language(kept) if kept else None,
            own=record.number is not None,
            certain=record.certain,
        )
        self._hand_out(replace(ticket, copy=record.cut_short), visit, age)

    def copy_asked(self, asked: CopyAsked, push: Push) -> None:
        """Somebody's ticket is wanted once more: here, elsewhere, or wherever there is paper."""
        if asked.kiosk_id is None:
            self._shared.wish(asked, push.day, push.seq)
        elif asked.kiosk_id == self.kiosk_id:
            self._copy(asked, push.day)

    def sample(self, sample: Sample) -> None:
        """A manager tries the printer. Nobody waits for it, and it takes no number."""
        told = sample.ticket
        if told is not None:
            ticket = ticket_for(
                told.visit, told.hall, own=told.own, codes=self._codes, language=told.language
            )
            self._printing.tell(replace(ticket, sample=True))

    def note(self, told: Told) -> None:
        """Say on a slip what came of a code, unless one was printed just now."""
        now = self._clock.monotonic()
        if self.hall is not None and now - self._noted >= NOTE_SECONDS:
            self._noted = now
            language = known_language(self.hall.hall.language)
            words = sentences(told, self.hall, words_in(language))
            self._printing.tell(Note(self.hall.hall.name, words, language))

    def _laid_out(self, visit: IssuedVisit, language: Language | None, *, own: bool, certain: bool) -> Ticket:
        assert self.hall is not None  # nothing is offered before the hall is known
        return ticket_for(visit, self.hall, own=own, certain=certain, codes=self._codes, language=language)

    def _hand_out(self, ticket: Ticket, visit: IssuedVisit, age: float = 0.0) -> None:
        self._printing.hand_out(ticket, visit.day, visit.visit_id, age=age)

    def _voucher(self, due: DueVoucher, claim: Claim) -> None:
        """Print the voucher of a visitor whom closing overtook; the hub has saved it."""
        if self.hall is not None:
            voucher = replace(voucher_for(due, self.hall), copy=due.again)
            self._printing.hand_out(voucher, self.day, claim=claim)

    def _copy(self, asked: CopyAsked, day: str, claim: Claim | None = None) -> None:
        if self.hall is not None:
            ticket = copy_for(asked, self.hall, codes=self._codes)
            self._printing.hand_out(ticket, day, asked.visit_id, asked=True, claim=claim)
