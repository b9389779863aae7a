"""The flow of a kiosk: choice, number, ticket. One thread works off one inbox in order.

Nothing is printed that the hub has not saved. A number that was given and could not be printed is
pending, and printed as soon as the printer is well again.
"""

from __future__ import annotations

import queue
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import structlog
from PIL.Image import Image

from balai.badges import BADGES
from balai.clock import Clock
from balai.program.shell import BEAT_SECONDS
from balai.protocol.answers import IssuedVisit
from balai.protocol.pushes import Push, Unserved
from balai.protocol.requests import DeviceFault, DeviceStatus
from balai.protocol.views import DeviceView, Snapshot
from balai.words import known_language
from hardware.ports import (
    HubEvent,
    HubRefused,
    HubUnavailable,
    LinkDown,
    LinkUp,
    PrinterFault,
    PrinterStatus,
    ReceiptPrinter,
)
from kiosk.flow.pending_prints import MOST_VOUCHERS, OLDEST_VOUCHER_SECONDS, PendingPrint, PendingPrints
from kiosk.flow.ports import Choice, Front, Numbers
from kiosk.paper.ticket_layout import Ticket
from kiosk.paper.tickets import ticket_for
from kiosk.paper.voucher import Voucher, voucher_for
from kiosk.status import Facts, device_status

#: How often the printer is asked how it is: well, and not well (seconds of the clock).
LOOK_SECONDS = 5.0
LOOK_AGAIN_SECONDS = 2.0

log = structlog.get_logger(__name__)

_UNASKED = PrinterStatus(ok=False, paper="unknown", cover="unknown", offline=True, detail="not asked yet")


@dataclass(frozen=True)
class Stop:
    """The end of the work."""


Message: TypeAlias = "Choice | Stop | HubEvent"


class Controller:
    """Works off choices and news. `post` may be called from any thread."""

    def __init__(
        self,
        front: Front,
        printer: ReceiptPrinter,
        numbers: Numbers,
        clock: Clock,
        *,
        draw: Callable[[Ticket | Voucher], Image],
        vouchers: bool = True,
        tell: Callable[[DeviceStatus], None],
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        """`draw` makes the picture of a ticket or voucher; `vouchers` says whether this kiosk prints
        those of closing time; `tell` is given the status whenever it changed; `beat` is called in every
        round of the work."""
        self._front, self._printer, self._numbers = front, printer, numbers
        self._clock, self._draw, self._tell, self._beat = clock, draw, tell, beat
        self._inbox: queue.Queue[Message] = queue.Queue()
        self._counts: Counter[str] = Counter(presses=0, issued=0, printed=0)
        self._pending = PendingPrints(self._give_up)
        self._pending_vouchers = PendingPrints(
            self._give_up, most=MOST_VOUCHERS, oldest_seconds=OLDEST_VOUCHER_SECONDS
        )
        self._prints_vouchers = vouchers
        self._hall: DeviceView | None = None
        self._services: frozenset[str] = frozenset()
        self._facts = Facts(linked=False, printer=_UNASKED)
        self._linked = False
        self._next_look = clock.monotonic()
        self._told: DeviceStatus | None = None
        front.on_choice(self.post)

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
            self._handle(message)
        if self._clock.monotonic() >= self._next_look:
            self._look()
        self._settle()
        return True

    @property
    def pending_numbers(self) -> list[str]:
        """Numbers that were given and are not on paper yet."""
        return self._pending.numbers + self._pending_vouchers.numbers

    def status(self) -> DeviceStatus:
        """The status as it is now."""
        return device_status(
            replace(
                self._facts,
                pending=len(self._pending) + len(self._pending_vouchers),
                counts=dict(self._counts),
            )
        )

    def _handle(self, message: Message) -> None:
        if isinstance(message, Choice):
            self._serve(message)
        elif isinstance(message, Snapshot):
            self._learn(message)
        elif isinstance(message, Push):
            self._facts = replace(self._facts, day=message.day, seq=message.seq)
            if message.type == "visit_unserved" and self._prints_vouchers:
                self._print_voucher(message)
        elif isinstance(message, LinkUp):
            self._linked = True
            log.info("hub_heard")
        elif isinstance(message, LinkDown):
            self._linked = False
            self._facts = replace(self._facts, link_refused=message.reason)
            log.error("hub_lost", since=message.since.isoformat(), reason=message.reason or "no answer")

    def _learn(self, snapshot: Snapshot) -> None:
        if not isinstance(snapshot.data, DeviceView):
            log.error("snapshot_not_for_kiosks", audience=snapshot.audience)
            return
        self._hall = snapshot.data
        strange = sorted({agency.shape for agency in snapshot.data.agencies} - set(BADGES))
        if strange:
            log.error("badges_unknown", shapes=strange)
        known = frozenset(service.id for service in snapshot.data.services)
        self._services = known - stopped_services(snapshot.data)
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
        try:
            self._front.working(choice)
            visit = self._numbers.issue(choice)
        except HubRefused as refusal:
            log.warning("visit_refused", service=service, code=refusal.code, reason=str(refusal))
            title = refusal.problem.title[:200]
            self._not_served(choice, "refused", DeviceFault(code="refused", about=title))
        except HubUnavailable as silence:
            log.warning("visit_not_issued", service=service, reason=str(silence))
            self._not_served(choice, "unanswered", DeviceFault(code="hub_silent"))
        else:
            self._counts["issued"] += 1
            self._facts = replace(self._facts, unserved=None)
            self._hand_out(visit)
            self._front.served(choice)

    def _not_served(self, choice: Choice, count: str, why: DeviceFault) -> None:
        self._counts[count] += 1
        self._facts = replace(self._facts, unserved=why)
        self._front.refused(choice, why)

    def _hand_out(self, visit: IssuedVisit) -> None:
        assert self._hall is not None  # nothing is offered before the hall is known
        pending = PendingPrint(ticket_for(visit, self._hall), visit.day, self._clock.monotonic())
        if self._facts.printer.ok and not self._pending and self._print(pending.ticket):
            log.info("ticket_printed", number=visit.number, service=visit.service_id)
            return
        self._pending.add(pending)
        detail = self._facts.printer.detail
        log.error("ticket_pending", number=visit.number, pending=len(self._pending), printer=detail)

    def _print_voucher(self, push: Push) -> None:
        """Print the voucher of a visitor whom closing overtook; the hub has saved it."""
        if self._hall is None:
            return
        voucher = voucher_for(Unserved.model_validate(push.data), self._hall)
        if self._facts.printer.ok and not self._pending_vouchers and self._print(voucher):
            log.info("voucher_printed", number=voucher.number)
            return
        self._pending_vouchers.add(PendingPrint(voucher, push.day, self._clock.monotonic()))
        log.error("voucher_pending", number=voucher.number, pending=len(self._pending_vouchers))

    def _print(self, ticket: Ticket | Voucher) -> bool:
        # A morning's pile of pending prints takes longer than a program may be silent.
        self._beat()
        try:
            self._printer.print_image(self._draw(ticket))
        except PrinterFault as fault:
            self._saw_printer(_after(fault))
            self._look_again(LOOK_AGAIN_SECONDS)
            return False
        self._counts["printed"] += 1
        return True

    def _look(self) -> None:
        """Ask the printer how it is; where it is well, print what is pending."""
        self._saw_printer(self._printer.status())
        for kind in (self._pending, self._pending_vouchers):
            self._pay(kind)
        self._look_again(LOOK_SECONDS if self._facts.printer.ok else LOOK_AGAIN_SECONDS)

    def _pay(self, waiting: PendingPrints) -> None:
        now, day = self._clock.monotonic(), self._facts.day
        while self._facts.printer.ok and (pending := waiting.first(now, day)) is not None:
            if self._print(pending.ticket):
                waiting.printed()
                self._counts["late"] += 1
                log.info("pending_ticket_printed", number=pending.ticket.number, pending=len(waiting))

    def _saw_printer(self, status: PrinterStatus) -> None:
        before = self._facts.printer
        if (status.ok, status.detail) != (before.ok, before.detail):
            (log.info if status.ok else log.error)("printer", ok=status.ok, detail=status.detail)
        self._facts = replace(self._facts, printer=status)

    def _look_again(self, seconds: float) -> None:
        # A scaled clock may not make the kiosk ask its printer more than once a real second.
        self._next_look = self._clock.monotonic() + max(seconds, 1.0 / self._clock.real(1.0))

    def _give_up(self, pending: PendingPrint, why: str) -> None:
        self._counts["given_up"] += 1
        log.error("pending_ticket_given_up", number=pending.ticket.number, why=why)

    def _settle(self) -> None:
        linked = self._linked and self._hall is not None
        self._facts = replace(self._facts, linked=linked)
        self._front.offer(self._services if linked and self._facts.printer.ok else frozenset())
        status = self.status()
        if status != self._told:
            self._told = status
            self._tell(status)

    def _until_next(self) -> float:
        """Seconds of the clock until time alone brings something."""
        change = self._front.next_change()
        soonest = self._next_look if change is None else min(change, self._next_look)
        return max(0.001, soonest - self._clock.monotonic())


def stopped_services(hall: DeviceView) -> set[str]:
    """The services of a hall that give no numbers now, whoever stopped them."""
    scopes = {stopped.scope for stopped in hall.stopped}
    return {
        service.id
        for service in hall.services
        if scopes & {"hall", f"agency:{service.agency_id}", f"service:{service.id}"}
    }


def _after(fault: PrinterFault) -> PrinterStatus:
    return PrinterStatus(
        ok=False,
        paper="out" if fault.code == "paper_out" else "unknown",
        cover="open" if fault.code == "cover_open" else "unknown",
        offline=True,
        detail=fault.detail,
    )
