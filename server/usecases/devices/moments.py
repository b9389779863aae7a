"""What a device's last day was like: each change of what it said of itself, each time it was not heard.

Kept beside its last status, so that it goes with the device and costs no table: some sixty entries at most.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from balai.domain.log import stamp

KEPT = timedelta(hours=24)
MOST = 60
#: The key of a status under which the moments stand; no device can send it.
MOMENTS = "moments"
_TOLD = ("state", "faults", "software")


def with_moments(
    said: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    heard_at: datetime | None,
    now: datetime,
    silent: timedelta,
) -> dict[str, Any]:
    """What a device says `now` (aware), with the moments of its last day. `before` is what it said last, at
    `heard_at`; after `silent` without a word it was not heard."""
    moments = recent(before, now)
    away = heard_at is not None and now - heard_at > silent
    if away or before is None or any(before.get(name) != said.get(name) for name in _TOLD):
        moment = {"at": stamp(now), **{name: said.get(name) for name in _TOLD}}
        if away and heard_at is not None:
            moment["away_since"] = stamp(heard_at)
        moments = [*moments, moment]
    return {**said, MOMENTS: moments[-MOST:]}


def with_deed(status: Mapping[str, Any] | None, deed: str, now: datetime) -> dict[str, Any]:
    """A status with something that somebody had the device do `now`."""
    moments = [*recent(status, now), {"at": stamp(now), "deed": deed}]
    return {**(status or {}), MOMENTS: moments[-MOST:]}


def recent(status: Mapping[str, Any] | None, now: datetime) -> list[dict[str, Any]]:
    """The moments of the last day before `now`, the first first."""
    kept: list[dict[str, Any]] = list((status or {}).get(MOMENTS, ()))
    return [one for one in kept if datetime.fromisoformat(one["at"]) > now - KEPT]
