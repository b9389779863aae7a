"""What has been told to each who waits, and when it is told otherwise.

A time to be back by is a promise: it is set with care, moved later only by much and only where that is safe,
and moved earlier, aloud, only where keeping it would probably be wrong. Every look kept teaches the
correction, once the call has come.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from balai.domain.waits.conformal import Corrected, Raw

#: A told time moves later only by at least so much.
LATER = timedelta(minutes=10)
#: How far below the 5 % quantile it is told, in widths between that and the 10 % one: who looks many times
#: has many chances to be told too late.
CARE = 1.8
#: A look is kept for learning, with the kind of line, at most so often, and so many of one wait.
LOOK_SECONDS, LOOKS = 300.0, 8
#: Of the way from the 10 % quantile to the middle: where a fifth of calls have come.
RISKY = 0.2


@dataclass(slots=True)
class Promise:
    """What somebody was told: `back_by` now, since `moved` in another way than before, and the looks kept."""

    service_id: str
    priority_class: str
    back_by: datetime | None = None
    moved: datetime | None = None
    looks: list[tuple[datetime, str, Raw]] = field(default_factory=list)

    def keep(self, at: datetime, kind: str, raw: Raw) -> None:
        """Keep a look for learning."""
        if len(self.looks) < LOOKS and (
            not self.looks or (at - self.looks[-1][0]).total_seconds() >= LOOK_SECONDS
        ):
            self.looks.append((at, kind, raw))

    def tell(self, at: datetime, told: Corrected) -> datetime:
        """The time to be back by, as it is told at `at`."""
        careful = at + timedelta(seconds=round(_careful(told)))
        if self.back_by is None:
            self.back_by = careful
        elif self.back_by > at and self.back_by > at + timedelta(seconds=_risky(told)):
            self.back_by, self.moved = careful, at
        elif careful > max(self.back_by, at) + LATER:
            self.back_by = careful
        return self.back_by


def _careful(told: Corrected) -> float:
    """The seconds within which hardly anybody is called."""
    return max(0.0, told.low90 - CARE * (told.low80 - told.low90))


def _risky(told: Corrected) -> float:
    """The seconds within which too many would be called."""
    return told.low80 + RISKY * (told.point - told.low80)
