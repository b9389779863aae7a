"""What a hub is without its routes: the store, the rules of the day, and what runs by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import NamedTuple, TypeVar
from uuid import uuid4
from zoneinfo import ZoneInfo

import gevent

from balai.clock import Clock
from balai.program.helper import module
from balai.protocol.devices.samples import Sample
from balai.protocol.managed.devices import DeviceRow
from server.auth.authenticator import Authenticator
from server.auth.passwords import Passwords
from server.config import HubConfig
from server.health import Check
from server.live.live import Live
from server.metrics import Metrics
from server.setup import open_hall
from server.store import Committed, Store, StoreUnavailable
from server.store.kept.beats import Beats
from server.timers.alive import Alive
from server.timers.checkpoints import Checkpointing
from server.timers.daily import Breaks, Closing, GoingOn, Releases, Returns
from server.timers.hearing import Unheard
from server.timers.locked import LockedOut
from server.timers.presence import Presence
from server.timers.reports import ReportsReady
from server.timers.settling import Settling
from server.usecases.day.overseeing import OverviewOf, overview_of
from server.usecases.devices.devices import listed
from server.usecases.dispatch import Dispatcher, dispatcher_for
from server.usecases.estimates import Estimates
from server.usecases.machine.alerting import Alerting
from server.usecases.machine.clock_trust import ClockTrust
from server.usecases.machine.messengers import messengers
from server.usecases.machine.recovering import recover
from server.usecases.machine.upkeep import Upkeep
from server.usecases.machine.vitals import Sources, silent_in
from server.usecases.practice import Beside
from server.usecases.previews.workshop import Workshop
from server.usecases.reports.days import ReportDays
from server.usecases.reports.reporting import Reporting
from server.usecases.settings.replays import Replays
from server.usecases.slides.making import Maker
from server.usecases.speaking.clips import Clips
from server.views.roster import Sighting

T = TypeVar("T")
#: What makes previews for pages: modules of walls and kiosks, each in a process of its own.
_MAKERS = {"calls": "voice.hearing", "tickets": "kiosk.paper.preview"}


class Timers(NamedTuple):
    """What the hub does by itself as time passes."""

    presence: Presence
    unheard: Unheard
    returns: Returns
    breaks: Breaks
    closing: Closing
    going_on: GoingOn
    releases: Releases
    locked: LockedOut
    settling: Settling
    checkpointing: Checkpointing
    estimates: Estimates
    clips: Clips
    upkeep: Upkeep
    alerting: Alerting
    alive: Alive
    reports: ReportsReady


@dataclass
class Hub:
    """What an app holds beside its routes."""

    config: HubConfig
    clock: Clock
    hall_id: str
    store: Store
    dispatcher: Dispatcher
    gate: Authenticator
    passwords: Passwords
    trust: ClockTrust
    timers: Timers
    metrics: Metrics
    #: Each hears of every commit, after the jobs were answered.
    listeners: list[Callable[[Committed], None]]
    beats: Beats
    report_days: ReportDays
    replays: Replays
    practice: Beside
    checks: dict[str, Check] = field(default_factory=dict)
    live: Live | None = None
    slide_maker: Maker = field(default_factory=Maker)
    workshops: Mapping[str, Workshop] = field(
        default_factory=lambda: {name: Workshop(name, module(at)) for name, at in _MAKERS.items()}
    )

    @property
    def presence(self) -> Presence:
        """The timer that presumes presence."""
        return self.timers.presence

    def sighting(self, actor: str) -> Sighting:
        """How a member of staff is heard now."""
        return self.live.tablets.sighting(actor) if self.live else Sighting(connected=None, seen_at=None)

    def device_rows(self) -> tuple[DeviceRow, ...]:
        """The hall's devices with what each said last."""
        return listed(self.store.devices, self.hall_id).devices

    def overview(self) -> OverviewOf:
        """Looks at the hall as its managers do."""
        return overview_of(
            self.sighting, self.clock, self.timers.estimates.of_leg, self.device_rows, self.trust.sure
        )

    def reporting(self) -> Reporting:
        """Reports of the hall."""
        return Reporting(self.store, self.hall_id, self.report_days, self.dispatcher.settle, beside_the_loop)

    def walls(self) -> Mapping[str, str]:
        """The zones with a display alive, and what it can do there."""
        return self.live.walls() if self.live else {}

    def send_sample(self, device_id: str, sample: Sample) -> bool:
        """Have a device that is connected here try itself; whether there is one."""
        return self.live is not None and self.live.send_sample(device_id, sample)

    def send_restart(self, device_id: str) -> bool:
        """Have a device that is connected here start anew; whether there is one."""
        return self.live is not None and self.live.send_restart(device_id)

    def out(self, actor: str) -> None:
        """Forget who is known by which token, and cut off where `actor` listens by one that has ended."""
        self.gate.tokens.lapse()
        self.gate.sessions.lapse()
        if self.live is not None:
            self.live.check(actor)

    def start(self) -> None:
        """Start what runs by itself. Called when the hub serves."""
        self.store.serve()
        for timer in self.timers:
            timer.start()
        if self.live is not None:
            self.live.start()

    def close(self) -> None:
        """End what runs by itself, let waiting changes be committed, close the store."""
        for timer in self.timers:
            timer.stop()
        self.replays.stop()
        self.practice.close()
        for workshop in self.workshops.values():
            workshop.close()
        self.slide_maker.close()
        if self.live is not None:
            self.live.close()
        self.dispatcher.close()
        self.store.close()


def hub_of(config: HubConfig, clock: Clock, passwords: Passwords, trust_in: Callable[..., ClockTrust]) -> Hub:
    """A hub without its app; `trust_in` gives the trust in the clock in a time zone. Raises as `create_app`
    does."""
    recovery = recover(config, clock, trust_in(ZoneInfo("UTC")).may_open)
    store, hall_id = open_hall(config, clock)
    try:
        hall = store.halls.get(hall_id)
        beats = Beats(store.run, hall_id, "alone" if store.one_writer else uuid4().hex)
        others = None if store.one_writer else beats
        trust = trust_in(
            hall.zone if hall else ZoneInfo("UTC"), others=partial(_another_is_behind, others, clock)
        )
        writer = store.writer(hall_id, clock, trust.may_open)
    except BaseException:
        store.close()
        raise
    listeners: list[Callable[[Committed], None]] = []

    def publish(committed: Committed) -> None:
        for listener in listeners:
            listener(committed)

    dispatcher = dispatcher_for(store, writer, publish)
    estimates = Estimates(dispatcher, clock, store, hall_id)
    vitals = Sources(
        config, clock.now, lambda: dispatcher.day, lambda: store.devices.all(hall_id), trust.sure,
        lambda: dispatcher.failing, lambda: estimates.age_seconds, beside_the_loop, silent_in(clock),
    )  # fmt: skip
    metrics = Metrics()
    metrics.vitals(vitals.look)
    gate = Authenticator(hall_id, store.accounts, store.devices, clock, time.monotonic)
    sure = trust.sure
    report_days = ReportDays(store, hall_id, dispatcher.run, beside_the_loop)
    timers = Timers(
        Presence(dispatcher, clock, sure),
        Unheard(dispatcher, clock, sure),
        Returns(dispatcher, clock, sure),
        Breaks(dispatcher, clock, sure),
        Closing(dispatcher, clock, sure),
        GoingOn(dispatcher, clock, sure),
        Releases(dispatcher, clock, sure),
        LockedOut(dispatcher, clock, partial(store.accounts.locked, hall_id), sure),
        Settling(dispatcher, clock, dispatcher.settle),
        Checkpointing(dispatcher, clock, writer, dispatcher.settle),
        estimates,
        Clips(dispatcher, clock, config.voice),
        Upkeep(dispatcher, clock, config, recovery, beside_the_loop),
        Alerting(dispatcher, clock, vitals.look, messengers(config.alerts), beside_the_loop),
        Alive(dispatcher, clock, sure, others),
        ReportsReady(dispatcher, clock, report_days),
    )
    return Hub(
        config,
        clock,
        hall_id,
        store,
        dispatcher,
        gate,
        passwords,
        trust,
        timers,
        metrics,
        listeners,
        beats,
        report_days,
        Replays(store, hall_id),
        Beside(clock, config),
    )


def beside_the_loop(look: Callable[[], T]) -> T:
    """Copies may lie on a share of another machine, and a mail server may answer nothing."""
    return gevent.get_hub().threadpool.apply(look)


def _another_is_behind(beats: Beats | None, clock: Clock, now: datetime) -> bool:
    """Whether another hub shows an earlier time; so, too, where the store does not say."""
    try:
        return beats is not None and beats.shows_earlier(now, 1 / clock.real(1.0))
    except StoreUnavailable:
        return True
