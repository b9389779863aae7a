"""Small halls and days for tests: a hall of two agencies, and a driver that decides and folds commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from balai.domain import commands as c
from balai.domain.commands import everyday as ec
from balai.domain.day import HallDay, Happened, decide, evolve
from balai.domain.errors import Refusal
from balai.domain.events.announcing import REACHED
from balai.domain.hall.config import Agency, Counter, Hall, HallConfig, Series, Service, Zone
from balai.domain.hall.learned import NOTHING_LEARNED, Learned
from balai.domain.hall.localtime import local_date
from balai.domain.heard import WALLS
from balai.domain.registers.bookings import BookingMade
from balai.domain.visit import LegState, Voucher

MORNING = datetime(2026, 4, 14, 0, 0, tzinfo=UTC)


def small_hall() -> HallConfig:
    """Two agencies, three services, three counters; numbered A- and B-."""
    return HallConfig(
        hall=Hall("uji", "64.02.06", "MPP Uji", "Kabupaten Uji", "Asia/Makassar"),
        zones=(Zone("utama", "Ruang utama"),),
        series=(Series("a", "A"), Series("b", "B")),
        agencies=(
            Agency("satu", "Dinas Satu", "Satu", "A", "circle", "#123456", "#abcdef", spoken="Dinas Satu"),
            Agency("dua", "Dinas Dua", "Dua", "B", "square", "#654321", "#fedcba"),
        ),
        services=(
            Service("ktp", "satu", "a", "KTP", "ID card", requirements=("Kartu keluarga",)),
            Service("kk", "satu", "a", "Kartu keluarga"),
            Service("pajak", "dua", "b", "Pajak"),
        ),
        counters=(
            Counter("l1", 1, "satu", "utama", ("ktp", "kk")),
            Counter("l2", 2, "satu", "utama", ("kk", "ktp")),
            Counter("l3", 3, "dua", "utama", ("pajak",)),
        ),
    )


def journey_hall() -> HallConfig:
    """The small hall, where one service leads on to another agency's."""
    config = small_hall()
    services = tuple(replace(s, after=("ktp",) if s.id == "pajak" else ()) for s in config.services)
    return replace(config, services=services)


class DayDriver:
    """A day that grows by commands, with its log and the day after every event (`days[seq]`)."""

    def __init__(
        self,
        config: HallConfig | None = None,
        start: datetime = MORNING,
        learned: Learned = NOTHING_LEARNED,
        carried: tuple[Voucher, ...] = (),
    ) -> None:
        self.now = start
        self.log: list[Happened] = []
        self.days: dict[int, HallDay] = {}
        self._day: HallDay | None = None
        config = config or small_hall()
        local = local_date(start, config.zone)
        self.do(
            c.OpenDay(
                date=local,
                config=config,
                previous_hash="0" * 64,
                learned=learned,
                carried=carried,
            )
        )

    @property
    def day(self) -> HallDay:
        """The day as it is now."""
        assert self._day is not None
        return self._day

    def do(self, command: c.Command, after: float = 1.0) -> list[Happened]:
        """Decide and fold a command `after` seconds later; raises Refusal."""
        self.now += timedelta(seconds=after)
        fresh = []
        for event in decide(self._day, command, self.now):
            seq = self._day.seq + 1 if self._day else 1
            happened = Happened(
                seq, self.now, command.actor, event, command.occurred_at, command.clock_certain
            )
            self._day = evolve(self._day, happened)
            self.days[seq] = self._day
            fresh.append(happened)
        self.log += fresh
        return fresh

    def booked(self, service_id: str, slot: datetime, persons: int = 1) -> str:
        """The code of a booking that another hub has made."""
        seq = self.day.seq + 1
        made = BookingMade(f"K{seq}", service_id, slot, persons)
        self.take(Happened(seq, self.now, "system", made))
        return made.code

    def take(self, happened: Happened) -> None:
        """Fold an event that another hub has made."""
        self._day = evolve(self._day, happened)
        self.days[happened.seq] = self._day
        self.log.append(happened)

    def try_(self, command: c.Command, after: float = 1.0) -> list[Happened]:
        """The same; a refused command makes nothing happen."""
        try:
            return self.do(command, after)
        except Refusal:
            return []


def one_desk(actor: str = "staff:1") -> DayDriver:
    """A day on which desk `l1` is open and one visitor waits for it."""
    day = DayDriver()
    day.do(c.OpenCounter(counter_id="l1", session_id="s", actor=actor))
    day.do(c.IssueVisit(visit_id="v1", service_id="ktp"))
    return day


def paused(day: DayDriver, until: datetime | None, actor: str = "staff:1") -> DayDriver:
    """The same day after desk `l1` began a break that is said to last until then."""
    day.do(c.PauseCounter(counter_id="l1", until=until, reason="break", actor=actor), after=0)
    return day


def busy_day(choices: Iterator[int], config: HallConfig | None = None) -> DayDriver:
    """A day on which `choices` (any integers) pick what is tried next; ends with them. The hall is that of
    journeys unless one is given."""
    driver = DayDriver(config or journey_hall())
    for number, choice in enumerate(choices):
        driver.try_(a_command(driver.day, driver.now, number, choice), after=float(choice % 2))
    return driver


def a_command(day: HallDay, now: datetime, number: int, choice: int) -> c.Command:
    """A command for the day as it is: `choice` picks its kind and object, `number` makes its ids."""
    made = _KINDS[choice % len(_KINDS)](day, number, choice // len(_KINDS))
    if choice % 7 == 0:
        made = replace(made, occurred_at=now - timedelta(seconds=5))
    return made


def _counter(day: HallDay, pick: int) -> str:
    return day.config.counters[pick % len(day.config.counters)].id


def _issue(day: HallDay, number: int, pick: int) -> c.Command:
    service = day.config.services[pick % len(day.config.services)].id
    priority = "priority" if pick % 5 == 0 else "regular"
    visit_id = f"00000000-0000-4000-8000-{number:012d}"
    return c.IssueVisit(visit_id=visit_id, service_id=service, priority_class=priority)


def _open(day: HallDay, number: int, pick: int) -> c.Command:
    counter_id = _counter(day, pick)
    return c.OpenCounter(counter_id=counter_id, session_id=f"s{number}", actor=f"staff:{counter_id}")


def _call(day: HallDay, number: int, pick: int) -> c.Command:
    counter_id = _counter(day, pick)
    return c.CallNext(
        counter_id=counter_id, finishes=day.counter(counter_id).leg_id, actor=f"staff:{counter_id}",
        walls={"utama": WALLS[pick % 4]},
    )  # fmt: skip


def _in_hand(kind: type[c.LegCommand]) -> Callable[[HallDay, int, int], c.Command]:
    def make(day: HallDay, number: int, pick: int) -> c.Command:
        counter_id = _counter(day, pick)
        leg_id = day.counter(counter_id).leg_id or "none"
        return kind(counter_id=counter_id, leg_id=leg_id, actor=f"staff:{counter_id}")

    return make


def _announced(day: HallDay, number: int, pick: int) -> c.Command:
    called = sorted(leg.id for leg in day.legs_at_counters()) or ["none"]
    leg_id = called[pick % len(called)]
    heard = day.heard.get(leg_id)
    return c.AnnounceCall(
        leg_id=leg_id, called_at=heard.called_at if heard else MORNING, kind=REACHED[pick % 4],
        recalls=heard.recalls if heard else 0, zone_id=None if pick % 3 else "utama", actor="device:wall",
    )  # fmt: skip


def _set_aside(day: HallDay, number: int, pick: int) -> c.Command:
    waiting = sorted(leg.id for leg in day.legs.values() if leg.state is LegState.WAITING) or ["none"]
    return ec.SetAside(leg_id=waiting[pick % len(waiting)])


def _change(day: HallDay, number: int, pick: int) -> c.Command:
    visits = sorted(day.visits) or ["none"]
    service = day.config.services[(pick // 3) % len(day.config.services)].id
    return ec.ChangeVisit(
        visit_id=visits[pick % len(visits)], service_id=service if pick % 4 else None,
        priority_class=("regular", "priority", None)[pick % 3],
    )  # fmt: skip


def _mark(day: HallDay, number: int, pick: int) -> c.Command:
    visits = sorted(day.visits) or ["none"]
    visit_id = visits[pick % len(visits)]
    if pick % 3 == 1:
        return ec.AskForCopy(visit_id=visit_id, kiosk_id="kios-1" if pick % 2 else None)
    return ec.MarkTicket(visit_id=visit_id, printed=pick % 3 == 0)


def _serve(day: HallDay, number: int, pick: int) -> c.Command:
    counter_id = _counter(day, pick)
    counter = day.config.counter_by_id[counter_id]
    return ec.ServeNow(
        counter_id=counter_id, visit_id=f"00000000-0000-4000-8000-{number:012d}", persons=1 + pick % 3,
        service_id=counter.service_ids[0], actor=f"staff:{counter_id}", paper=number if pick % 2 else None,
    )  # fmt: skip


def _transfer(day: HallDay, number: int, pick: int) -> c.Command:
    counter_id = _counter(day, pick)
    leg_id = day.counter(counter_id).leg_id or "none"
    service = day.config.services[(pick // 3) % len(day.config.services)].id
    to = day.config.counters_for[service][0].id if pick % 5 == 0 else None
    return c.Transfer(
        counter_id=counter_id, leg_id=leg_id, service_id=service, to_counter=to, back=pick % 7 == 0,
        actor=f"staff:{counter_id}",
    )  # fmt: skip


def _desk(kind: type[c.CounterCommand]) -> Callable[[HallDay, int, int], c.Command]:
    def make(day: HallDay, number: int, pick: int) -> c.Command:
        return kind(
            counter_id=_counter(day, pick),
            actor="system" if pick % 4 == 0 else f"staff:{_counter(day, pick)}",
        )

    return make


def _return(day: HallDay, number: int, pick: int) -> c.Command:
    legs = sorted(day.legs)
    return c.ReturnLeg(leg_id=legs[pick % len(legs)] if legs else "none")


def _pause(day: HallDay, number: int, pick: int) -> c.Command:
    made = _desk(c.PauseCounter)(day, number, pick)
    assert isinstance(made, c.PauseCounter)
    return replace(made, until=day.at + timedelta(seconds=2) if pick % 3 else None)


def _undo(day: HallDay, number: int, pick: int) -> c.Command:
    counters = sorted(day.steps) or ["none"]
    counter_id = counters[pick % len(counters)]
    return c.Undo(counter_id=counter_id, actor=f"staff:{counter_id}")


def _reinstate(day: HallDay, number: int, pick: int) -> c.Command:
    missed = sorted(leg.id for leg in day.legs.values() if leg.state is LegState.MISSED) or ["none"]
    return c.ReinstateLeg(leg_id=missed[pick % len(missed)])


def _release(day: HallDay, number: int, pick: int) -> c.Command:
    return c.ReleaseCounter(counter_id=_counter(day, pick), actor="staff:manager")


def _close_day(day: HallDay, number: int, pick: int) -> c.Command:
    return c.CloseDay(codes={v: f"code-{v}" for v in sorted(day.visits)[: pick % 3]})


def _cancel(day: HallDay, number: int, pick: int) -> c.Command:
    visits = sorted(day.visits)
    return c.CancelVisit(visit_id=visits[pick % len(visits)] if visits else "none")


def _reserve(day: HallDay, number: int, pick: int) -> c.Command:
    return c.ReserveNumbers(series_id="a", count=1 + pick % 5, actor="device:kiosk")


_KINDS: tuple[Callable[[HallDay, int, int], c.Command], ...] = (
    _issue, _issue, _issue, _open, _open, _call, _call, _call, _in_hand(c.Recall), _in_hand(c.Start),
    _in_hand(c.Finish), _in_hand(c.Miss), _in_hand(c.Park), _in_hand(c.Park), _return, _return, _transfer,
    _pause, _desk(c.ResumeCounter), _desk(c.CloseCounter), _cancel, _reserve,
    _undo, _undo, _reinstate, _release, _close_day, _announced, _announced, _announced,
    _set_aside, _change, _mark, _serve, _desk(c.PassBreak),
)  # fmt: skip
