"""What is to be tried in a training hall, and what somebody has done of it, by the day's log. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from balai.protocol.managed.practice import PracticeTask

#: Each task with the events that show that it was done, all of them.
STAFF: Mapping[str, tuple[str, ...]] = {
    "open": ("counter_opened",),
    "call": ("leg_called",),
    "start": ("leg_started",),
    "finish": ("leg_finished",),
    "recall": ("leg_recalled",),
    "miss": ("leg_missed",),
    "park": ("leg_parked",),
    "transfer": ("leg_transferred",),
    "give": ("visit_issued",),
    "pause": ("counter_paused", "counter_resumed"),
    "close": ("counter_closed",),
}
MANAGER: Mapping[str, tuple[str, ...]] = {
    "stop": ("numbers_stopped", "numbers_resumed"),
    "quota": ("quota_raised",),
    "announce": ("announcement_made",),
    "release": ("counter_released",),
    "settings": ("configuration_changed",),
    "later": ("configuration_scheduled",),
    "correct": ("leg_corrected",),
}


def tasks(wanted: Mapping[str, tuple[str, ...]], seen: Collection[str]) -> tuple[PracticeTask, ...]:
    """The tasks in order, done where somebody has made all of their events happen."""
    return tuple(
        PracticeTask(key=key, done=all(event in seen for event in events)) for key, events in wanted.items()
    )
