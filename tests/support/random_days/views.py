"""Every view of a random day: whatever the history, none raises, and what is heard fits its model."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC

from balai.domain.day import HallDay, Happened
from balai.domain.decide.closing import overtaken
from balai.domain.order.position import ahead
from balai.domain.waits.estimate import work_ahead
from server.timers.daily import back_now
from server.timers.presence import overdue
from server.usecases.visits import leg_answer
from server.usecases.vouchers import closing_of, listed
from server.views.explaining import explained, state_of
from server.views.projection import project
from server.views.room_kinds import AUDIENCES
from server.views.roster import Sighting, counters
from server.views.timeline import timeline
from server.views.views import queues, snapshot_of
from tests.support.random_days.driver import Driver, truth

#: The log is read from its start for a timeline and an explanation: every event of a short day, then one
#: in so many.
SHORT = 40


class Views(Driver):
    """Asks after every change what anybody could ask."""

    def witness(self, before: HallDay, happened: Happened) -> None:
        """News is told of the day right after it, or of a later day of the same batch."""
        super().witness(before, happened)
        for told in self.log[-4:]:
            for audience in AUDIENCES:
                project(self.day, told, audience)
        self.counts["projections"] += 4 * len(AUDIENCES)

    @truth
    def every_view_answers(self) -> None:
        if self._seen is self.day:
            return
        self._seen = self.day
        for view in VIEWS:
            view(self)
        self.counts["views"] += len(VIEWS)

    _seen: HallDay | None = None

    def ask_snapshots(self) -> None:
        for audience in AUDIENCES:
            snapshot_of(self.day, audience).model_dump_json()

    def ask_queues(self) -> None:
        for audience in AUDIENCES:
            queues(self.day, audience)

    def ask_lists(self) -> None:
        counters(self.day, lambda actor: Sighting(None, None))
        listed(self.day)
        state_of(self.day)
        overtaken(self.day, self.now)
        closing_of(self.day, self.now)
        back_now(self.day, self.now)
        overdue(self.day, self.now)

    def ask_about_visits(self) -> None:
        """The latest visit and the one whose turn it is to be looked at."""
        visits = list(self.day.visits.values())
        for visit in [visits[-1], visits[self.day.seq % len(visits)]] if visits else []:
            leg = self.day.current_leg(visit)
            leg_answer(self.day, leg)
            ahead(self.day, leg)
            work_ahead(self.day, leg.service_id, leg.priority_class, self.now.astimezone(UTC), leg)

    def ask_the_log(self) -> None:
        visits = list(self.day.visits.values())
        if not visits or (len(self.log) > SHORT and self.day.seq % SHORT):
            return
        visit = visits[self.day.seq % len(visits)]
        timeline(self.log, visit.id, self.day.config, staff=True)
        explained(self.log, visit.number)


VIEWS: tuple[Callable[[Views], None], ...] = (
    Views.ask_snapshots, Views.ask_queues, Views.ask_lists, Views.ask_about_visits, Views.ask_the_log,
)  # fmt: skip
