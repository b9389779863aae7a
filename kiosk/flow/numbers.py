"""Numbers from the hub where it answers in time, else from the kiosk's own block; never two for one press.

Every press is in the journal before the hub is asked. Who is given an own number instead is known to the hub
afterwards by that number, and what the hub gave too late is voided (`handover`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar
from uuid import uuid4

import structlog

from balai.protocol.answers.visits import IssuedVisit
from balai.protocol.problem import Problem
from balai.words import known_language
from balai.words.problems import title_of
from hardware.ports import HubLink, HubRefused, HubUnavailable
from kiosk.flow.by_itself import Rules
from kiosk.flow.deadline import Deadline
from kiosk.flow.handover import BEHIND
from kiosk.flow.ports import Choice, Given
from kiosk.journal.hub_time import HubTime
from kiosk.journal.journal import Journal
from kiosk.journal.records import Record

T = TypeVar("T")
#: How long a visitor waits for the hub (real seconds) before the kiosk gives a number of its own.
ANSWER_SECONDS = 0.7
#: How long for what a code stands for.
CODE_SECONDS = 2.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Retrying:
    """How long to ask a silent hub where there is no own number, in real seconds, and how long to wait
    between."""

    seconds: float = 6.0
    pause: float = 0.4


class KioskNumbers:
    """A `ports.Numbers`, for the worker's thread alone."""

    def __init__(
        self,
        link: HubLink,
        journal: Journal,
        hub_time: HubTime,
        wait: Callable[[float], bool],
        *,
        deadline: Deadline | None = None,
        retrying: Retrying | None = None,
        real: Callable[[], float] = time.monotonic,
        new_id: Callable[[], str] = lambda: str(uuid4()),
    ) -> None:
        """`wait` waits real seconds and says whether the program is to end; `real` counts them."""
        self._link, self._journal, self._time, self._wait = link, journal, hub_time, wait
        self._deadline, self._retrying = deadline or Deadline(), retrying or Retrying()
        self._real, self._new_id = real, new_id
        self._rules = Rules(journal, hub_time)
        self.linked = self.prints = False
        self.sure: Callable[[], None] = lambda: None

    def offered(self, service_id: str) -> bool:
        """Whether a choice of this service would be given a number now."""
        return self.linked or (self._rules.refuses(service_id) is None and self._rules.has_number(service_id))

    def issue(self, choice: Choice) -> Given:
        """A number for a choice. Raises HubRefused, HubUnavailable, and JournalFault where the disk does not
        take it; then nothing was given."""
        # What a code stands for the hub alone knows: no number of the kiosk's own takes its place.
        has_own = not choice.by_code and self._rules.has_number(choice.service)
        asks = self.linked and not (has_own and self._journal.backlog)
        # No word for the hub: a ticket that is printed after the next start is in this language, too.
        wanted = {**asdict(choice.wish), "visit_id": None, "language": choice.language}
        record = self._journal.press(wanted, self._time, self._rules.today, asked=asks)
        if asks and has_own and self._rules.refuses(choice.service, choice.persons) is None:
            self.sure()
        if asks:
            try:
                visit = self._ask(choice, record, has_own)
            except HubRefused as refused:
                if refused.code != BEHIND or not has_own:
                    self._journal.refused(record)
                    raise
                log.warning("hub_is_of_before", n=record.n)
            except HubUnavailable:
                if not has_own:
                    self._journal.unanswered(record)
                    raise
            else:
                self._journal.numbered(record, visit.model_dump(mode="json"), printing=self.prints)
                return Given(visit)
        return self._own(choice, record)

    def _ask(self, choice: Choice, record: Record, has_own: bool) -> IssuedVisit:
        """A visit from the hub, asked once where there is a number of its own, or a code that can be shown
        again. Raises HubRefused and HubUnavailable."""
        once = has_own or choice.by_code
        seconds = ANSWER_SECONDS if has_own else CODE_SECONDS if once else self._retrying.seconds
        held = self._journal.kit.held
        wish = replace(
            choice.wish, visit_id=record.visit_id, chain=self._journal.chain, n=record.n,
            after=self._journal.acked(held.day) if held else 0,
        )  # fmt: skip
        end = self._real() + seconds
        while True:
            left = max(0.05, end - self._real())
            try:
                return self._deadline.call(left, lambda: self._link.issue(wish, record.request_id))
            except HubUnavailable as silence:
                log.warning("hub_silent", service=choice.service, n=record.n, reason=str(silence))
                if once or self._wait(self._retrying.pause) or self._real() >= end:
                    raise

    def _own(self, choice: Choice, record: Record) -> Given:
        if choice.by_code:
            self._journal.refused(record)
            raise HubUnavailable("cut_off")
        wanted = (choice.service, *choice.also)
        code = next((why for id_ in wanted if (why := self._rules.refuses(id_, choice.persons))), None)
        number = self._rules.number(choice.service) if code is None else None
        if number is None:
            if record.asked:
                self._journal.unanswered(record)
            else:
                self._journal.refused(record)
            if code is not None:
                raise HubRefused(self._problem(code))
            raise HubUnavailable("own_numbers_used_up")
        visit = self._visit(choice, number)
        answer = visit.model_dump(mode="json")
        self._journal.take(record, number, answer, self._rules.today, printing=self.prints)
        log.warning("own_number_given", number=visit.number, n=record.n, asked=record.asked)
        return Given(visit, own=True, certain=self._time.certain)

    def _visit(self, choice: Choice, number: Mapping[str, Any]) -> IssuedVisit:
        visit_id, service = self._new_id(), self._rules.service(choice.service)
        return IssuedVisit(
            visit_id=visit_id, leg_id=f"{visit_id}.1", service_id=choice.service, ahead=0,
            number=f"{number['prefix']}-{number['ordinal']:0{number['width']}d}",
            agency_id=service.agency_id if service else "",
            counters=service.counters if service else (),
            counter_labels=service.at if service else (),
            at=self._time.now(), day=self._rules.today.isoformat(), seq=0, plan=choice.also,
            persons=choice.persons,
        )  # fmt: skip

    def _problem(self, code: str) -> Problem:
        hall = self._journal.kit.hall
        language = known_language(hall.hall.language if hall else "id")
        return Problem(type="about:blank", title=title_of(code, language), status=409, code=code)
