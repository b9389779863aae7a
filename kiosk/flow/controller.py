"""The flow of a kiosk: choice, number, ticket. One thread works off one inbox in order.

No number is printed that is not kept, by the hub or here. A number that was given and could not be printed is
pending, and printed as soon as the printer is well again.
"""

from __future__ import annotations

import queue
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog
from PIL.Image import Image

from balai.badges import BADGES
from balai.clock import Clock
from balai.program.shell import BEAT_SECONDS
from balai.protocol.answers.waits import NextWaits
from balai.protocol.devices.samples import Sample
from balai.protocol.pushes import Admitted, CopyAsked, Heartbeat, Push, Queues
from balai.protocol.requests import DeviceFault, DeviceStatus
from balai.protocol.views import DeviceView, Snapshot
from balai.words import known_language
from balai.words.dates import clock_time
from hardware.machine import MachineState
from hardware.ports import (
    HubRefused,
    HubUnavailable,
    LinkDown,
    LinkUp,
    ReceiptPrinter,
    Scanner,
)
from kiosk.flow.codes import Codes, KnowsCodes
from kiosk.flow.handover import Kept
from kiosk.flow.lane import Finished, Lanes
from kiosk.flow.messages import HubOfBefore, Message, News, Stop, Wake
from kiosk.flow.papers.attempts import Drawn
from kiosk.flow.papers.handing_out import HandsOut
from kiosk.flow.papers.printing import Printing
from kiosk.flow.papers.shared_papers import SharedPapers, SharesPapers
from kiosk.flow.papers.ticket_marks import TakesMarks, TicketMarks
from kiosk.flow.ports import Choice, CodeAsked, Denied, Front, Given, Numbers
from kiosk.flow.telling.notices import notice_for
from kiosk.flow.telling.offer import Offer, not_stopped
from kiosk.flow.telling.outlook import Outlook
from kiosk.journal.file import JournalFault
from kiosk.paper.papers import Paper
from kiosk.paper.told import NotTaken, Told
from kiosk.status import Facts, device_status, measured

#: How often the machine is looked at (seconds of the clock).
MACHINE_SECONDS = 60.0

log = structlog.get_logger(__name__)


class Controller:
    """Works off choices and news. `post` may be called from any thread."""

    def __init__(
        self,
        front: Front,
        printer: ReceiptPrinter,
        lanes: Lanes,
        numbers: Numbers,
        marks: TakesMarks,
        papers: SharesPapers,
        codes: KnowsCodes,
        clock: Clock,
        kept: Kept,
        *,
        draw: Callable[[Paper], Drawn],
        head: Callable[[DeviceView], Image] | None = None,
        vouchers: bool = True,
        scanner: Scanner | None = None,
        tell: Callable[[DeviceStatus], None],
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        """`lanes` are where what may take long is done; `kept` is what is given out, on the kiosk's own
        disk; `marks` takes what becomes of tickets, `codes` knows what codes stand for, `papers` lets one
        kiosk print what any might: `vouchers` says whether this one prints those of closing time, and
        copies that are asked of no certain one; `draw` makes what is printed, `head` what stands on top of
        each ticket (None: it is not printed before the number is known); `tell` is given the status
        whenever it changed; `beat` is called in every round."""
        self._front, self._numbers = front, numbers
        self._clock, self._tell, self._beat = clock, tell, beat
        self._scanner = scanner
        self._inbox: queue.Queue[Message] = queue.Queue()
        self._counts: Counter[str] = Counter(presses=0, issued=0)
        self._journal, self._time, self._handover = kept.journal, kept.time, kept.handover
        self._marks = TicketMarks(marks, lanes.marks, clock, told=kept.journal.told)
        for ticket_id in sorted(self._journal.doubtful):
            self._marks.unsure(ticket_id)
        self._shared = SharedPapers(papers, lanes.marks, clock)
        self._printing = Printing(
            printer, lanes.printer, self._marks, kept.journal, clock, draw=draw, out=self._shared.out,
            roll=kept.roll,
        )  # fmt: skip
        self._papers = HandsOut(self._printing, self._shared, clock, codes=scanner is not None)
        self._papers.hall = self._journal.kit.hall
        self._look_at_machine, self._machine, self._machine_due = kept.machine, MachineState(), 0.0
        self._outlook = Outlook(kept.journal, kept.time, self._printing)
        self._prints_shared = vouchers
        self._giving = frozenset[str]()
        self._facts = Facts(linked=False, printer=self._printing.status, since=self._clock_time())
        self._linked = False
        self._told: DeviceStatus | None = None
        self._codes = Codes(codes, lanes.codes, told=self._code_told, redeem=self._redeem)
        self._head, self._begun = head, False
        numbers.sure = self._begin_paper
        self._listen(lanes)
        self._papers.owe(kept.journal.owed)

    def _listen(self, lanes: Lanes) -> None:
        for tell in (self._front.on_choice, self._front.on_denied, self._front.on_code):
            tell(self.post)
        for lane in (lanes.codes, lanes.printer, lanes.marks):
            lane.on_finished(self.post)
        self._front.on_wake(lambda: self.post(Wake()))

    def post(self, message: Message) -> None:
        """Hand over a visitor's choice, news from the hub, or the order to stop."""
        self._inbox.put(message)

    def run(self) -> None:
        """Work until told to stop."""
        while self.step(min(BEAT_SECONDS, self._clock.real(self._until_next()))):
            pass

    def step(self, seconds: float = 0.0) -> bool:
        """Work off one message, waiting for it at most so many real seconds, and what time brings.

        Returns False once told to stop.
        """
        self._beat()
        try:
            message = self._inbox.get(timeout=seconds) if seconds > 0 else self._inbox.get_nowait()
        except queue.Empty:
            pass
        else:
            if isinstance(message, Stop):
                return False
            if isinstance(message, Finished):
                message.then()
            else:
                self._handle(message)
        self._papers.print_owed(self._time)
        self._printing.look(self._facts.day)
        if self._journal.full:
            self._journal.look()
        if self._clock.monotonic() >= self._machine_due:
            self._machine = self._look_at_machine()
            self._machine_due = self._clock.monotonic() + MACHINE_SECONDS
        self._settle()
        return True

    @property
    def pending_numbers(self) -> list[str]:
        """Numbers that were given and are not on paper yet."""
        return self._papers.owed + self._printing.pending

    @property
    def number_at_printer(self) -> str:
        """The number whose paper is being printed; empty where none is."""
        return self._printing.printing

    def status(self) -> DeviceStatus:
        """The status as it is now."""
        return device_status(
            replace(
                self._facts,
                printer=self._printing.status,
                front=self._front.trouble,
                scanner=self._scanner.fault if self._scanner is not None else "",
                pending=len(self.pending_numbers),
                machine=self._machine,
                clock_certain=self._time.certain,
                counts={
                    **self._counts,
                    **self._printing.counts,
                    "not_handed": len(self._journal.backlog),
                    "not_told": self._marks.waiting,
                    "declined": self._journal.declined(self._facts.day),
                    **measured(self._machine, self._printing.roll.left, certain=self._time.certain),
                },
                journal="journal_full" if self._journal.full else self._damaged,
            )
        )

    def _handle(self, message: Choice | CodeAsked | Denied | News) -> None:
        if isinstance(message, Choice):
            self._serve(message)
        elif isinstance(message, CodeAsked):
            self._ask_code(message)
        elif isinstance(message, Denied):
            self._counts["denied"] += 1
            self._say_why(message.service)
        else:
            self._take_in(message)

    def _take_in(self, message: News) -> None:
        if isinstance(message, Snapshot):
            self._learn(message)
        elif isinstance(message, Push | Sample):
            self._hear(message)
        elif isinstance(message, HubOfBefore):
            self._marks.again()
        elif isinstance(message, Admitted):
            self._papers.kiosk_id = message.device_id
        elif isinstance(message, Heartbeat):
            self._time.hear(message.now)
        elif isinstance(message, Queues | NextWaits):
            self._outlook.hear(message)
        elif isinstance(message, LinkUp | LinkDown):
            self._note_link(message)

    def _note_link(self, link: LinkUp | LinkDown) -> None:
        self._linked = isinstance(link, LinkUp)
        if isinstance(link, LinkUp):
            self._outlook.found()
            log.info("hub_heard")
            return
        self._outlook.lost(link.since)
        self._facts = replace(self._facts, link_refused=link.reason, since=self._clock_time(link.since))
        log.error("hub_lost", since=link.since.isoformat(), reason=link.reason or "no answer")

    def _hear(self, push: Push | Sample) -> None:
        if isinstance(push, Sample):
            self._papers.sample(push)
            return
        self._facts = replace(self._facts, day=push.day, seq=push.seq)
        self._papers.day = push.day
        if push.type == "visit_unserved":
            self._shared.look()
        if push.type == "ticket_copy_asked":
            self._papers.copy_asked(CopyAsked.model_validate(push.data), push)

    def _learn(self, snapshot: Snapshot) -> None:
        if not isinstance(snapshot.data, DeviceView):
            log.error("snapshot_not_for_kiosks", audience=snapshot.audience)
            return
        self._papers.hall, self._papers.day = snapshot.data, snapshot.day
        self._journal.keep(replace(self._journal.kit, hall=snapshot.data))
        self._shared.look()
        self._handover.hear(linked=self._linked, anew=True)
        strange = sorted({agency.shape for agency in snapshot.data.agencies} - set(BADGES))
        if strange:
            log.error("badges_unknown", shapes=strange)
        known = frozenset(service.id for service in snapshot.data.services)
        unknown = tuple(sorted(self._front.services - known))
        if unknown and unknown != self._facts.unknown_services:
            log.error("services_unknown", services=unknown)
        self._facts = replace(
            self._facts,
            day=snapshot.day,
            seq=snapshot.seq,
            unknown_services=unknown,
            unserved=None,
            language=known_language(snapshot.data.hall.language),
        )

    def _serve(self, choice: Choice) -> None:
        service = choice.service
        self._counts["presses"] += 1
        self._begun = False
        try:
            self._front.working(choice)
            self._numbers.prints = self._printing.ready
            self._printing.prepare()
            given = self._numbers.issue(choice)
        except HubRefused as refusal:
            log.warning("visit_refused", service=service, code=refusal.code, reason=str(refusal))
            title = refusal.problem.title[:200]
            self._not_served(choice, "refused", DeviceFault(code="refused", about=title))
        except HubUnavailable as silence:
            log.warning("visit_not_issued", service=service, reason=str(silence))
            self._not_served(choice, "unanswered", DeviceFault(code="hub_silent"))
        except JournalFault as fault:
            self._counts["unkept"] += 1
            self._front.refused(choice, DeviceFault(code=fault.code))
            self._printing.leave()
        else:
            self._give(choice, given)
        self._handover.nudge()

    def _begin_paper(self) -> None:
        if self._head is not None and self._hall is not None and self._numbers.prints:
            self._begun = self._printing.begin(self._head(self._hall))

    def _give(self, choice: Choice, given: Given) -> None:
        self._counts["issued"] += 1
        self._counts["own"] += given.own
        self._facts = replace(self._facts, unserved=None)
        self._papers.ticket(given, choice.language)
        self._front.served(choice, given)

    def _ask_code(self, asked: CodeAsked) -> None:
        page = self._hall.wall.visitor_page if self._hall is not None else ""
        linked = self._linked and self._hall is not None
        self._codes.ask(asked, page, None if linked else self._facts.since or self._clock_time())

    def _redeem(self, choice: Choice) -> None:
        """Give the number of a right or a booking. What keeps it from that is told of the code, and is no
        fault of the kiosk's."""
        self._counts["codes"] += 1
        try:
            given = self._numbers.issue(choice)
        except HubRefused as refusal:
            self._code_told(NotTaken.by(refusal.problem))
        except HubUnavailable:
            self._code_told(NotTaken("hub_silent"))
        except JournalFault:
            self._code_told(NotTaken("cut_off"))
        else:
            self._give(choice, given)
        self._handover.nudge()

    def _code_told(self, told: Told) -> None:
        """Say what came of a code: on the screen, or on a slip where there is none."""
        self._front.told(told)
        if self._front.needs_paper:
            self._papers.note(told)

    def _not_served(self, choice: Choice, count: str, why: DeviceFault) -> None:
        self._counts[count] += 1
        self._facts = replace(self._facts, unserved=why)
        self._front.refused(choice, why)
        if self._front.needs_paper or self._begun:
            self._say_why(choice.service, why)
        self._printing.leave()

    def _say_why(self, service: str, why: DeviceFault | None = None) -> None:
        """On paper: a panel has no other words."""
        notice = notice_for(
            self._outlook.standing(self._hall, self._giving), service, self._time.now(),
            certain=self._time.certain, why=why,
        )  # fmt: skip
        if notice is not None:
            self._printing.tell(notice)

    def _settle(self) -> None:
        linked = self._linked and self._hall is not None
        self._numbers.linked = linked
        self._handover.hear(linked=linked)
        if linked and not self._journal.backlog:
            self._marks.send()
            self._shared.ask(ready=self._prints_shared and self._printing.ready)
        prints = self._printing.status.ok or not self._front.needs_paper
        works = self._hall is not None and prints and not self._journal.full
        offered = self._giving = self._offered() if works else frozenset()
        self._facts = replace(self._facts, linked=linked, gives_own=bool(offered) and not linked)
        self._front.offer(offered)
        self._front.learn(self._outlook.standing(self._hall, offered))
        status = self.status()
        if status != self._told:
            self._told = status
            self._tell(status)

    def _offered(self) -> frozenset[str]:
        """The services of the hall that give numbers here now."""
        assert self._hall is not None
        ours = not_stopped(self._hall, self._papers.kiosk_id, self._front.services)
        found = frozenset(filter(self._numbers.offered, ours))
        if not (self._front.services and self._time.certain):
            return found  # a screen says itself what is full or shut; nobody is sent away by a doubtful clock
        offer = Offer(self._outlook.standing(self._hall, found), self._time.now())
        return frozenset(filter(offer.gives, found))

    @property
    def _hall(self) -> DeviceView | None:
        return self._papers.hall

    @property
    def _damaged(self) -> str:
        if self._journal.damaged:
            return "journal_damaged"
        return "tickets_declined" if self._journal.declined(self._facts.day) else ""

    def _clock_time(self, at: datetime | None = None) -> str:
        """A time of day in the hall, as it is read: "10.37"."""
        if self._hall is None:
            return ""
        zone = ZoneInfo(self._hall.hall.time_zone)
        return clock_time(at or self._time.now(), zone, known_language(self._hall.hall.language))

    def _until_next(self) -> float:
        """Seconds of the clock until time alone brings something."""
        change = self._front.next_change()
        look = self._printing.next_look
        soonest = look if change is None else min(change, look)
        return max(0.001, soonest - self._clock.monotonic())
