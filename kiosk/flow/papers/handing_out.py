"""What a kiosk hands out: tickets, vouchers, copies, a manager's sample, and slips of what came of a code."""

from __future__ import annotations

from dataclasses import replace

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
from kiosk.journal.records import Record
from kiosk.paper.slips.note import Note
from kiosk.paper.ticket_layout import Ticket
from kiosk.paper.tickets import copy_for, ticket_for
from kiosk.paper.told import Told, sentences
from kiosk.paper.voucher import voucher_for

#: A kiosk without a screen prints what came of a code at most so often (seconds of the clock).
NOTE_SECONDS = 5.0


class HandsOut:
    """Lays out papers in the hall's words and gives them to the printer. For the worker's thread alone.

    `hall` is the hall as it is known (None: not yet), `kiosk_id` this kiosk at the hub ("": not let in yet),
    `day` the hall's day (ISO; "": not known).
    """

    def __init__(self, printing: Printing, shared: SharedPapers, clock: Clock, *, codes: bool) -> None:
        """`codes`: this kiosk reads the codes that a ticket may bear."""
        self._printing, self._shared, self._clock, self._codes = printing, shared, clock, codes
        self._noted = float("-inf")
        self.hall: DeviceView | None = None
        self.kiosk_id, self.day = "", ""
        shared.on_claimed(self._voucher, self._copy)

    def ticket(self, given: Given, language: Language | None) -> None:
        """Print a number that was given, in its visitor's language (None: the hall's)."""
        ticket = self._laid_out(given.visit, language, own=given.own, certain=given.certain)
        self._hand_out(ticket, given.visit)

    def owed(self, record: Record) -> None:
        """Print what an earlier start of the program gave out and did not print."""
        if self.hall is not None:
            visit = IssuedVisit.model_validate(record.answer)
            kept = record.choice.get("language")
            ticket = self._laid_out(
                visit,
                known_language(kept) if kept else None,
                own=record.number is not None,
                certain=record.certain,
            )
            self._hand_out(replace(ticket, copy=record.cut_short), visit)

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

    def _hand_out(self, ticket: Ticket, visit: IssuedVisit) -> None:
        self._printing.hand_out(ticket, visit.day, visit.visit_id)

    def _voucher(self, due: DueVoucher, claim: Claim) -> None:
        """Print the voucher of a visitor whom closing overtook; the hub has saved it."""
        if self.hall is not None:
            voucher = replace(voucher_for(due, self.hall), copy=due.again)
            self._printing.hand_out(voucher, self.day, claim=claim)

    def _copy(self, asked: CopyAsked, day: str, claim: Claim | None = None) -> None:
        if self.hall is not None:
            ticket = copy_for(asked, self.hall, codes=self._codes)
            self._printing.hand_out(ticket, day, asked.visit_id, asked=True, claim=claim)
