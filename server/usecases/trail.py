"""Audit trail: sign-ins and failed ones, enrolment, configuration, reading of logs, roles and passwords.

What happens to visits and counters stands in the day's log; this is who did what beside it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from balai.clock import Clock
from server.rates import Bucket
from server.store.kept.trail import Deed, TrailEntry, Trails

#: The same deed within so many seconds (real ones) is counted in one entry.
MERGED_SECONDS = 600.0
_REMEMBERED = 1000
#: What reading leaves is counted at most so often (real seconds): looking must not cost a commit each time.
READ_SECONDS = 60.0
#: Failed sign-ins are written so many at once, and then so many a second: whoever is not known wears out no
#: card. Further ones are counted with the next that is written.
FAILED_AT_ONCE, FAILED_A_SECOND = 40, 0.2
#: Nobody who is known, as one who fails to sign in.
NOBODY = ""


class Did(StrEnum):
    """All that a trail may say."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    SESSIONS_ENDED = "sessions_ended"
    OWN_PASSWORD_CHANGED = "own_password_changed"  # noqa: S105  # what was done, no password
    PASSWORD_SET = "password_set"  # noqa: S105
    CODE_GIVEN = "code_given"
    ACCOUNT_ADDED = "account_added"
    ACCOUNT_LOCKED = "account_locked"
    ACCOUNT_UNLOCKED = "account_unlocked"
    SKILLS_SET = "skills_set"
    ACCOUNT_REMOVED = "account_removed"
    DEVICE_ENROLLED = "device_enrolled"
    DEVICE_ADMITTED = "device_admitted"
    DEVICE_TOKEN_CHANGED = "device_token_changed"  # noqa: S105
    DEVICE_WITHDRAWN = "device_withdrawn"
    DEVICE_RENAMED = "device_renamed"
    DEVICE_RESTARTED = "device_restarted"
    CONFIGURATION_CHANGED = "configuration_changed"
    CONFIGURATION_WITHDRAWN = "configuration_withdrawn"
    DRAFT_IMPORTED = "draft_imported"
    DRAFT_DISCARDED = "draft_discarded"
    TECHNICIAN_CALLED = "technician_called"
    DATE_CONFIRMED = "date_confirmed"
    DAY_VOIDED = "day_voided"
    LOG_READ = "log_read"
    TRAIL_READ = "trail_read"
    STORE_RESTORED = "store_restored"
    TABLES_REBUILT = "tables_rebuilt"
    DAYS_LET_GO = "days_let_go"


_READS = (Did.LOG_READ, Did.TRAIL_READ)


@dataclass
class _Kept:
    """An entry that later ones are counted in: since when, and when it was counted last (real seconds), and
    how many more there were since."""

    entry_id: int
    since: float
    counted: float
    more: int = 0


@dataclass
class Trail:
    """The trail of one hall. `run` runs a write where the store wants it, `monotonic` gives real seconds."""

    trails: Trails
    hall_id: str
    clock: Clock
    run: Callable[[Callable[[], Any]], Any]
    monotonic: Callable[[], float]
    _latest: OrderedDict[Deed, _Kept] = field(default_factory=OrderedDict)
    _failed: Bucket = field(default_factory=lambda: Bucket(FAILED_A_SECOND, FAILED_AT_ONCE))

    def note(self, did: Did, actor: str, about: str = "", detail: str = "") -> None:
        """Keep that `actor` did something. Raises StoreUnavailable."""
        deed, now, at = Deed(did.value, actor, about, detail), self.monotonic(), self.clock.now()
        kept = self._latest.get(deed)
        if kept is not None and now - kept.since < MERGED_SECONDS:
            kept.more += 1
            if self._is_due(did, kept, now):
                self._count(kept, now, at)
            return
        if kept is not None and kept.more:
            self._count(kept, now, at)
        added: int = self.run(lambda: self.trails.add(self.hall_id, deed, at))
        self._latest[deed] = _Kept(added, now, now)
        self._latest.move_to_end(deed)
        while len(self._latest) > _REMEMBERED:
            self._latest.popitem(last=False)

    def _is_due(self, did: Did, kept: _Kept, now: float) -> bool:
        if did in _READS:
            return now - kept.counted >= READ_SECONDS
        if did is Did.SIGN_IN_FAILED and self._failed.take(now):
            self._failed.give_back()
            return False
        return True

    def _count(self, kept: _Kept, now: float, at: datetime) -> None:
        more, kept.more, kept.counted = kept.more, 0, now
        self.run(lambda: self.trails.again(kept.entry_id, at, more))

    def latest(self, did: Did) -> dict[str, datetime]:
        """When it was done last to each of those that it was done to, by their ids."""
        return self.trails.latest(self.hall_id, did.value)

    def entries(self, before: int | None, limit: int) -> list[TrailEntry]:
        """The latest entries, the latest first."""
        return self.trails.entries(self.hall_id, before, limit)
