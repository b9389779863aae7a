"""Clock check: may the hub believe its clock? A small computer without a battery wakes up in the past.

The clock is doubted where the hub starts with it before the last event of the log, or before any
program of this kind was built; where it starts on a later date than the day that is open while somebody
waits in it, two weeks after the log's last event, on a date that was taken back before, or while another hub
of the hall is of another opinion;
and where it leaps into another date while the hub runs; unless network time holds it. While it is doubted
no day is opened and nothing is changed, until network time comes, or a person says what date it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from balai.clock import Clock
from balai.domain.hall.localtime import local_date
from balai.domain.state import HallDay
from balai.domain.visit import OPEN
from balai.errors import Refusal
from balai.words.said import say
from server.store.day.jobs import Job, JobResult
from server.usecases.asking import Submits

log = structlog.get_logger(__name__)
#: No clock of a running hub is right before this date; to be moved on with releases.
EARLIEST = date(2025, 1, 1)
#: What network time may take back without being asked about it.
STEP = timedelta(minutes=1)
LEAP = timedelta(minutes=10)
#: No hall of a hub that is switched on again was closed for longer: holidays are ten days at most.
FAR = timedelta(days=14)
_STEP, _LEAP = STEP.total_seconds(), LEAP.total_seconds()


class ClockTrust:
    """Believes `clock` or doubts it. One greenlet at a time asks; asking costs microseconds."""

    def __init__(
        self,
        clock: Clock,
        zone: ZoneInfo,
        proof: Callable[[], bool],
        confirmed: date | None = None,
        others: Callable[[datetime], bool] = lambda _: False,
    ) -> None:
        """`proof` says whether network time holds the clock; `confirmed` is a date that a person gave
        before the start; `others` whether another hub of the hall shows an earlier time than this one."""
        self._clock, self._zone, self._proof, self._confirmed = clock, zone, proof, confirmed
        self._others = others
        self._believed: tuple[datetime, float] | None = None
        self._begun = False
        #: A date that may not be opened, since another hub is of another opinion.
        self._held: date | None = None
        self._too_early = True
        #: Dates that the hall has taken back: a clock that shows one of them was wrong once.
        self._voided: frozenset[date] = frozenset()

    def may_open(self, day: HallDay | None, now: datetime) -> bool:
        """Whether a day may be opened at `now`. The first call is the start, `day` being the last of the
        log. Raises Refusal where there is no day to go on with, or the confirmed date is another. A hall's
        time zone may have changed since the start."""
        self._zone = day.config.zone if day is not None else self._zone
        shown = local_date(now, self._zone)
        if day is None or day.voided or self._voided:
            self._doubt_voided(day, shown)
        if not self._begun:
            self._begun = True
            self._begin(day, now)
        elif self._believed is None and not self._too_early and day is not None and shown == day.date:
            # The hall has come to this date by itself.
            self._believed = (now, self._clock.monotonic())
        later = day is not None and shown > day.date
        self._held = self._held_back(shown, now) if later else None
        if self._sure(now):
            return True
        if day is None:
            raise Refusal("clock_unconfirmed", say("error.clock_unconfirmed"))
        return False

    def sure(self) -> bool:
        """Whether the clock is believed now."""
        return self._sure(self._clock.now())

    def _sure(self, now: datetime) -> bool:
        counted = self._clock.monotonic()
        if self._believed is None or (self._held is not None and self._shows(self._held, now)):
            return self._proved(now, counted)
        was, then = self._believed
        ahead = (now - was).total_seconds() - (counted - then)
        if ahead > _LEAP:
            expected = was + timedelta(seconds=counted - then)
            if local_date(now, self._zone) > local_date(expected, self._zone):
                return self._proved(now, counted)
        if ahead > -_STEP:
            # A clock that fell back is measured by where it was, so that its return is no leap.
            self._believed = (now, counted)
        return True

    def confirm(self, said: date, day: HallDay | None) -> None:
        """A person says that it is `said` in the hall. Raises Refusal `date_differs` where the clock
        shows another date and the open day does not settle it."""
        now = self._clock.now()
        shown = local_date(now, self._zone)
        # On the open day the hub goes on even where its clock is behind: the log's time never runs back.
        if said != shown and not (day is not None and shown < said == day.date):
            local = now.astimezone(self._zone)
            raise Refusal(
                "date_differs",
                say("error.date_differs", shown=f"{local:%Y-%m-%d %H:%M}", said=said),
                clock_date=shown.isoformat(),
                clock_time=f"{local:%H:%M}",
            )
        log.info("date_confirmed", date=said.isoformat())
        self._confirmed, self._held = said, None
        self._believed = (now, self._clock.monotonic())

    def check(self) -> str:
        """For the health page. Raises Refusal while the clock is doubted."""
        if not self._sure(self._clock.now()):
            raise Refusal("clock_unconfirmed", say("error.clock_unconfirmed"))
        return "believed"

    def _begin(self, day: HallDay | None, now: datetime) -> None:
        if self._confirmed is not None:
            self.confirm(self._confirmed, day)
            return
        early = local_date(now, self._zone) < EARLIEST or (day is not None and now < day.at - STEP)
        if (early or self._too_far(day, now)) and not self._proof():
            self._too_early = early
            log.warning("clock_unconfirmed", clock=now.isoformat(), last=day.at.isoformat() if day else None)
            return
        self._believed = (now, self._clock.monotonic())

    def _too_far(self, day: HallDay | None, now: datetime) -> bool:
        """Whether the hub starts on a date that the hall, or another hub, says is not there yet."""
        if day is None or local_date(now, self._zone) <= day.date:
            return False
        somebody = any(leg.state in OPEN for leg in day.legs.values())
        voided = local_date(now, self._zone) in self._voided
        return somebody or voided or now - day.at > FAR or self._others(now)

    def _doubt_voided(self, day: HallDay | None, shown: date) -> None:
        """A day that is taken back was wrong by every clock that shows it at that moment."""
        voided = frozenset(one.date for one in day.voided) if day is not None else frozenset()
        fresh = voided - self._voided
        if day is not None and fresh and min(fresh) <= shown > day.date:
            self._believed, self._too_early = None, False
        self._voided = voided

    def _held_back(self, shown: date, now: datetime) -> date | None:
        """The date that this hub shows, later than the open day, where another hub's is not."""
        if shown == self._confirmed:
            return None
        return shown if self._others(now) and not self._proof() else None

    def _shows(self, date_: date, now: datetime) -> bool:
        return local_date(now, self._zone) == date_

    def _proved(self, now: datetime, counted: float) -> bool:
        if not self._proof():
            return False
        self._believed = (now, counted)
        return True


class Guarded:
    """Hands jobs on while the clock is believed. Raises Refusal `clock_unconfirmed` otherwise."""

    def __init__(self, dispatcher: Submits, trust: ClockTrust) -> None:
        self._dispatcher, self._trust = dispatcher, trust

    def submit(self, job: Job) -> JobResult:
        """See `Submits.submit`."""
        self._trust.check()
        return self._dispatcher.submit(job)
