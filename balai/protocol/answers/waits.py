"""How long it will take, and how honest that was."""

from __future__ import annotations

from balai.protocol.base import Moment, News


class VisitWait(News):
    """Where a visit stands: `position` people of its service come before it (null where it does not
    wait). It will probably be called from `expected_from` to `expected_until` (80 %), and with 90 % not
    before `back_by`; null where nobody knows. `chance` is how likely a call is today, in per cent (null where
    it is nearly sure). A `back_by` that was told is kept; where it had to be made earlier, `moved_at` says
    when."""

    visit_id: str
    number: str
    state: str
    position: int | None
    expected_from: Moment | None
    expected_until: Moment | None
    back_by: Moment | None
    chance: int | None = None
    moved_at: Moment | None = None


class NextWait(News):
    """When whoever takes the next number of a service will probably be called (80 %)."""

    service_id: str
    expected_from: Moment
    expected_until: Moment


class NextWaits(News):
    """The services of which that is known."""

    services: tuple[NextWait, ...]


class CoverageRow(News):
    """Of `told` visitors of a service and class, the share that was called within the window told, and
    the share that was not called before `back_by`."""

    service_id: str
    priority_class: str
    told: int
    within: float
    back_by_kept: float


class CoverageView(News):
    """How honest the estimates were since a date, beside what they claim."""

    since: str
    claimed: float
    claimed_back_by: float
    rows: tuple[CoverageRow, ...]
