"""The audit trail as commands write it: whoever may run them acts as `system`."""

from __future__ import annotations

import time

from balai.clock import Clock
from server.store import Store
from server.usecases.at_once import directly
from server.usecases.trail import Trail

ACTOR = "system"


def trail_of(store: Store, hall_id: str, clock: Clock) -> Trail:
    """The trail of a hall, written on the spot."""
    return Trail(store.trails, hall_id, clock, directly, time.monotonic)
