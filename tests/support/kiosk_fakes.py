"""Stand-ins for a kiosk's parts, for tests of its flow alone: nothing here waits or connects."""

from __future__ import annotations

import queue
import shutil
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeVar

from PIL import Image

from balai.clock import ManualClock
from balai.domain.hall.config import Agency
from balai.protocol.answers.visits import CodeView, IssuedVisit
from balai.protocol.devices.cut_off import (
    AdoptedVisit,
    AdoptVisit,
    ClaimedBlock,
    HeldBlock,
    HeldNumbers,
    HoldNumbers,
    OfferedService,
    OfflineFacts,
    VoidVisit,
)
from balai.protocol.devices.papers import ClaimedPapers, ClaimPapers, DueVoucher, PapersOut, copy_key
from balai.protocol.problem import Problem
from balai.protocol.requests import DeviceStatus
from balai.protocol.views import DeviceView, HallView, ServiceView, Snapshot
from hardware.machine import MachineState
from hardware.ports import (
    Certainty,
    HubEvent,
    HubRefused,
    HubUnavailable,
    LinkUp,
    Piece,
    PrinterFault,
    PrinterStatus,
    Strip,
    Wish,
)
from kiosk.flow.buttons import Buttons, ExtraButton, PanelButton
from kiosk.flow.controller import Controller
from kiosk.flow.deadline import Deadline
from kiosk.flow.gathering import Extra
from kiosk.flow.handover import HandOver, Kept
from kiosk.flow.lane import Finished, Lanes
from kiosk.flow.messages import HubOfBefore
from kiosk.flow.numbers import KioskNumbers, Retrying
from kiosk.flow.ports import Front
from kiosk.journal.hub_time import HubTime
from kiosk.journal.journal import Journal
from kiosk.journal.roll import RollBook
from kiosk.paper.papers import Paper
from kiosk.paper.slips.note import Note
from kiosk.paper.slips.notice import Notice
from kiosk.paper.ticket_layout import Ticket
from kiosk.paper.voucher import Voucher
from tests.support.clocks import LooseClock

T = TypeVar("T")
START = datetime(2026, 4, 14, 2, 42, tzinfo=UTC)
DAY = "2026-04-14"
WELL = PrinterStatus(ok=True, paper="ok", cover="closed", offline=False, detail="ready")
NO_PAPER = PrinterStatus(ok=False, paper="out", cover="closed", offline=True, detail="out of paper")


#: After so many rounds in which nothing waited, nothing comes until time passes.
IDLE_ROUNDS = 4


class FakeLamp:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.mode = "new"

    def on(self) -> None:
        self.mode = "on"

    def off(self) -> None:
        self.mode = "off"

    def blink(self) -> None:
        self.mode = "blink"

    def close(self) -> None:
        self.mode = "closed"


@dataclass
class FakePrinter:
    """Keeps the numbers it printed; `now` is what it says of itself, and decides whether it prints."""

    now: PrinterStatus = WELL
    printed: list[str] = field(default_factory=list)
    certainty: Certainty = "yes"
    begins: bool = False
    begun: int = 0
    left: int = 0
    before_print: Callable[[str], None] = lambda _number: None
    asked: Callable[[], None] = lambda: None

    def print_image(self, image: Image.Image, *, look: bool = True) -> Certainty:
        number = str(image.info["number"])
        self.before_print(number)
        if not self.now.ok:
            code = "paper_out" if self.now.paper == "out" else "unreachable"
            raise PrinterFault(code, self.now.detail, began=self.begins)
        if number:  # a slip that says why there is none
            self.printed.append(number)
        return self.certainty

    def print_strips(self, strips: Iterable[Strip], *, look: bool = True) -> Certainty:
        (image,) = strips
        assert isinstance(image, Image.Image)
        return self.print_image(image, look=look)

    def begin(self, strip: Image.Image) -> None:
        """A head is no paper."""
        self.begun += 1

    def leave(self) -> None:
        self.left += 1

    def print_text(self, pieces: Sequence[Piece], *, look: bool = True) -> Certainty:
        raise AssertionError("the flow is tried on pictures")

    def broke_off(self) -> None:
        pass

    def status(self) -> PrinterStatus:
        self.asked()
        return self.now

    def close(self) -> None:
        pass


class FakeLink:
    """A hub that numbers visits from 1 and answers a repeated request_id as it did the first time.

    `answers` are played first: an exception is raised; `Lost(exception)` saves the visit and
    raises.
    """

    def __init__(self) -> None:
        self.events: queue.Queue[HubEvent] = queue.Queue()
        self.answers: list[Exception | Lost] = []
        self.asked: list[tuple[str, str]] = []
        self.wishes: list[Wish] = []
        self.visit_ids: list[str | None] = []
        self.marked: list[tuple[str, bool | None]] = []
        self.mark_answers: list[Exception] = []
        self.saved: dict[str, IssuedVisit] = {}
        self.told: list[DeviceStatus] = []
        self.blocks: tuple[HeldBlock, ...] = ()
        self.hours: tuple[tuple[tuple[int, int], ...], ...] | None = None
        self.left: int | None = None
        #: What it has, for a kiosk that asks about all.
        self.services: Sequence[str] = ()
        #: What follows under each number that it gives.
        self.plan: tuple[str, ...] = ()
        self.now: Callable[[], datetime] = lambda: START
        self.claimed: tuple[ClaimedBlock, ...] = ()
        self.last_n, self.seq = 0, 7
        self.day = DAY
        self.down = False
        self.adopted: list[AdoptVisit] = []
        self.voided: list[str] = []
        self.rights: dict[str, DueVoucher] = {}
        self.paper_answers: list[Exception] = []
        self.papers_done: set[str] = set()
        #: What codes stand for, or what the hub answers of one.
        self.codes: dict[str, CodeView | Exception] = {}

    def start(self) -> None:
        pass

    def stop(self) -> None:
        pass

    def mark_ticket(self, visit_id: str, request_id: str, *, printed: bool, certain: bool) -> None:
        if self.mark_answers:
            raise self.mark_answers.pop(0)
        self.marked.append((visit_id, printed if certain else None))

    def claim_papers(self, wanted: ClaimPapers) -> ClaimedPapers:
        if self.paper_answers:
            raise self.paper_answers.pop(0)
        due = [right for code, right in self.rights.items() if code not in self.papers_done]
        copies = tuple(seq for seq in wanted.copies if copy_key(DAY, seq) not in self.papers_done)
        left = max(0, len(due) - wanted.most)
        return ClaimedPapers(vouchers=tuple(due[: wanted.most]), copies=copies, left=left, seconds=180.0)

    def papers_out(self, done: PapersOut) -> None:
        self.papers_done.update(done.papers)

    def issue(self, wish: Wish, request_id: str) -> IssuedVisit:
        service_id = wish.service_id
        self.asked.append((service_id, request_id))
        self.visit_ids.append(wish.visit_id)
        self.wishes.append(replace(wish, visit_id=None, chain="", n=0, after=0))
        self._answers()
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer
        self._check(wish.after)
        given = issued(len(self.saved) + 1, service_id).model_copy(update={"plan": self.plan})
        visit = self.saved.setdefault(request_id, given)
        self.last_n = max(self.last_n, wish.n)
        if isinstance(answer, Lost):
            raise answer.how
        return visit

    def code(self, code: str) -> CodeView:
        self._answers()
        answer = self.codes.get(code, refused("code_unknown", "Kode ini tidak dikenal di balai ini."))
        if isinstance(answer, Exception):
            raise answer
        return answer

    def report(self, status: DeviceStatus) -> None:
        self.told.append(status)

    def hold_numbers(self, wanted: HoldNumbers) -> HeldNumbers:
        self._answers()
        self.claimed = wanted.claims
        return HeldNumbers(
            chain=wanted.chain, blocks=self.blocks, last_n=self.last_n, day=self.day, seq=self.seq
        )

    def offline_facts(self, services: tuple[str, ...]) -> OfflineFacts:
        self._answers()
        offered = OfferedService(series_id="a", hours=0, left=self.left, quota=self.left)
        asked = services or self.services
        return OfflineFacts(
            day=self.day, now=self.now(), hours=self.hours, services=dict.fromkeys(asked, offered)
        )

    def adopt(self, ticket: AdoptVisit) -> AdoptedVisit:
        self._answers()
        self._check(ticket.after)
        if ticket.visit_id not in {known.visit_id for known in self.adopted}:
            self.adopted.append(ticket)
        self.last_n = max(self.last_n, ticket.n)
        self.seq += 1
        return AdoptedVisit(visit_id=str(ticket.visit_id), number="", day=DAY, seq=self.seq)

    def void(self, visit_id: str, what: VoidVisit) -> AdoptedVisit:
        self._answers()
        self._check(what.after)
        self.voided.append(visit_id)
        self.last_n = max(self.last_n, what.n)
        self.seq += 1
        return AdoptedVisit(visit_id=visit_id, number="", day=DAY, seq=self.seq)

    def _check(self, after: int) -> None:
        if after > self.last_n:
            raise refused("chain_behind")

    def _answers(self) -> None:
        if self.down:
            raise HubUnavailable("down")


@dataclass(frozen=True)
class Lost:
    """The hub saves the visit, and its answer is lost."""

    how: Exception


def refused(code: str = "quota_full", title: str = "Nomor hari ini sudah habis.") -> HubRefused:
    return HubRefused(Problem(type="about:blank", title=title, status=409, code=code))


def issued(count: int, service_id: str = "akta", day: str = DAY) -> IssuedVisit:
    visit_id = f"00000000-0000-4000-8000-{count:012d}"
    return IssuedVisit(
        visit_id=visit_id,
        leg_id=f"{visit_id}.1",
        number=f"A-{count:03d}",
        service_id=service_id,
        agency_id="dukcapil",
        ahead=count - 1,
        counters=(2, 3),
        at=START,
        day=day,
        seq=count,
    )


def service_view(service_id: str, name: str = "Akta Kelahiran") -> ServiceView:
    return ServiceView(
        id=service_id,
        agency_id="dukcapil",
        letter="A",
        name=name,
        name_en="",
        wait_minutes=30,
        service_minutes=15,
        fee="",
        requirements=(),
        counters=(2, 3),
    )


def hall_view(services: Iterable[str] = ("akta", "ktp", "kk")) -> DeviceView:
    hall = HallView(
        id="tenggarong",
        name="MPP Kecamatan Tenggarong",
        regency="Kabupaten Kutai Kartanegara",
        time_zone="Asia/Makassar",
        language="id",
    )
    agency = Agency(
        id="dukcapil",
        name="Dinas Kependudukan dan Pencatatan Sipil",
        short_name="Disdukcapil",
        letter="A",
        shape="bulat",
        ink="#0B5CAD",
        lit="#8FC7FF",
        tagline="",
        spoken="",
    )
    views = tuple(service_view(service_id) for service_id in services)
    return DeviceView(hall=hall, agencies=(agency,), services=views, waiting={})


def snapshot(view: DeviceView | None = None, *, day: str = DAY, seq: int = 7) -> Snapshot:
    return Snapshot(audience="device", day=day, seq=seq, at=START, data=view or hall_view())


def _end(journal: Journal, passing: Path | None) -> None:
    journal.close()
    if passing is not None:
        shutil.rmtree(passing, ignore_errors=True)


class AtOnce(Deadline):
    """Waits for every answer as long as it takes."""

    def call(self, _seconds: float, ask: Callable[[], T]) -> T:
        return ask()


class InlineLane:
    """Does the work at once; its end is told as a thread would tell it."""

    def __init__(self) -> None:
        self._post: Callable[[Finished], None] = lambda _end: None
        self.held: list[Callable[[], None]] = []
        self.holds = False

    def on_finished(self, post: Callable[[Finished], None]) -> None:
        self._post = post

    def run(self, work: Callable[[], T], then: Callable[[T], None] | None) -> None:
        def do() -> None:
            done = work()
            if then is not None:
                self._post(Finished(partial(then, done)))

        if self.holds:
            self.held.append(do)
        else:
            do()


class WatchedController(Controller):
    """Says how much waits for it."""

    @property
    def waiting(self) -> int:
        """So many messages."""
        return self._inbox.qsize()


class Bench:
    """A kiosk's flow on fakes: pins 2, 3 and 4 stand for akta, ktp and kk; time stands still."""

    def __init__(
        self,
        *,
        linked: bool = True,
        lockout_seconds: float = 3.0,
        clock: ManualClock | LooseClock | None = None,
        vouchers: bool = True,
        several_seconds: float = 0.0,
        folder: Path | None = None,
        link: FakeLink | None = None,
        printer: FakePrinter | None = None,
        boot: str = "boot-1",
        services: Mapping[int, str] | None = None,
        front: Callable[[HubTime], Front] | None = None,
        heads: bool = False,
    ) -> None:
        """`folder` is that of a journal that may be there already; without it a fresh one. `front` makes
        another front than the three buttons."""
        self.clock = clock or ManualClock(START)
        self.link, self.printer = link or FakeLink(), printer or FakePrinter()
        self.lane, self.marks_lane, self.codes_lane = InlineLane(), InlineLane(), InlineLane()
        self.link.now = self.clock.now
        passing = folder is None
        folder = folder or Path(mkdtemp())
        self.journal = Journal(folder)
        weakref.finalize(self, _end, self.journal, folder if passing else None)
        self.hub_time = HubTime(self.clock, boot, self.journal.kit.heard)
        self.lamps = {2: FakeLamp(), 3: FakeLamp(), 4: FakeLamp()}
        services = services or {2: "akta", 3: "ktp", 4: "kk"}
        buttons = {pin: PanelButton(services[pin], lamp) for pin, lamp in self.lamps.items()}
        self.told: list[DeviceStatus] = []
        self.beats = 0
        self.tickets: list[Ticket] = []
        self.vouchers: list[Voucher] = []
        self.notes: list[Note] = []
        self.notices: list[Notice] = []
        self.roll, self.machine = RollBook(folder / "roll.json", 80.0, 8.0), MachineState()
        self.real = 0.0
        numbers = KioskNumbers(
            self.link,
            self.journal,
            self.hub_time,
            self._wait,
            deadline=AtOnce(),
            retrying=Retrying(6.0, 0.5),
            real=lambda: self.real,
        )
        self.extra_lamps = {8: FakeLamp(), 9: FakeLamp()}
        extras = {
            8: ExtraButton(Extra.PERSON, self.extra_lamps[8]),
            9: ExtraButton(Extra.PRIORITY, self.extra_lamps[9]),
        }
        self.front = Buttons(
            buttons, self.clock, lockout_seconds, extras=extras, several_seconds=several_seconds
        )
        shown: Front = self.front if front is None else front(self.hub_time)
        self.handover = HandOver(
            self.link, self.journal, self.hub_time, self.clock, shown.services, deadline=AtOnce(),
            restored=lambda: self.kiosk.post(HubOfBefore()),
        )  # fmt: skip
        self.kiosk = WatchedController(
            shown,
            self.printer,
            Lanes(self.lane, self.marks_lane, self.codes_lane),
            numbers,
            self.link,
            self.link,
            self.link,
            self.clock,
            Kept(self.journal, self.hub_time, self.handover, self.roll, lambda: self.machine),
            draw=self._draw,
            head=(lambda _hall: Image.new("1", (8, 4))) if heads else None,
            tell=self.told.append,
            vouchers=vouchers,
            beat=self._beat,
        )
        if linked:
            self.kiosk.post(LinkUp())
            self.kiosk.post(snapshot())
        self.work()

    def work(self, rounds: int | None = None) -> None:
        """Let the worker do all that waits, and what comes of that, or go so many rounds."""
        idle = 0
        while idle < IDLE_ROUNDS if rounds is None else rounds > 0:
            idle = 0 if self.kiosk.waiting else idle + 1
            assert self.kiosk.step()
            rounds = None if rounds is None else rounds - 1
        self.handover.step()
        assert self.kiosk.step()

    def press(self, *pins: int) -> None:
        """Press buttons at once, then let the worker do all that waits."""
        for pin in pins:
            self.front.press(pin)
        self.work()

    def pass_time(self, seconds: float) -> None:
        """Move the clock on, then let the worker do what time brings."""
        self.clock.advance(seconds)
        self.work()

    @property
    def modes(self) -> list[str]:
        """What the three lamps say."""
        return [lamp.mode for lamp in self.lamps.values()]

    @property
    def status(self) -> DeviceStatus:
        """What was told last."""
        return self.told[-1]

    def _beat(self) -> None:
        self.beats += 1

    def _draw(self, ticket: Paper) -> Iterator[Image.Image]:
        if isinstance(ticket, Notice):
            self.notices.append(ticket)
        elif isinstance(ticket, Voucher):
            self.vouchers.append(ticket)
        elif isinstance(ticket, Note):
            self.notes.append(ticket)
        else:
            self.tickets.append(ticket)
        image = Image.new("1", (8, 8))
        image.info["number"] = ticket.number
        return iter((image,))

    def _wait(self, seconds: float) -> bool:
        self.real += seconds
        self.clock.advance(seconds)
        return False
