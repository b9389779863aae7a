"""Plays the latest days again, in a process of its own that gives way to everything: `python -m` this module.

What to play comes as JSON by standard input, the answer goes out as JSON. It reads the store and writes
nothing; a hub that starts it ends it, too.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from balai.domain.errors import BrokenLog
from balai.domain.hall.config import config_from_data
from balai.domain.log import happened_of
from balai.errors import BalaiError
from balai.protocol.managed.replays import Replay
from server.store import Store, open_store
from server.store.day import eventlog
from server.views.reports.replaying import Read, read, replay_of

#: So many of the latest closed days are played: a week, where the hall opens on six days with its own break.
DAYS = 7
#: Days further back are another hall: before a feast, or before the rules were others.
BACK = timedelta(days=21)
#: Seconds of processor after which no further day is begun, and those after which it is ended.
ENOUGH, MOST = 60, 150
MEMORY = 900 * 1024 * 1024
_OOM = Path("/proc/self/oom_score_adj")


def give_way() -> None:
    """Let everything else go first: the processor, and memory where that gets scarce."""
    os.nice(19)
    resource.setrlimit(resource.RLIMIT_CPU, (MOST, MOST))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        _OOM.write_text("800")
    except OSError:
        return


def latest(store: Store, hall_id: str, opened: date) -> list[str]:
    """The latest closed days with a log before the one that is `opened`, the latest first."""
    with store.read.connect() as connection:
        found = eventlog.latest_days(connection, hall_id, DAYS + 1)
    first = (opened - BACK).isoformat()
    return [day for day in reversed(found) if first <= day < opened.isoformat()][:DAYS]


def _read(store: Store, hall_id: str, days: list[str]) -> Iterator[Read]:
    for day in days:
        try:
            one = read(map(happened_of, store.entries(hall_id, day)))
        except BrokenLog:
            continue  # `balai log verify` tells of it; the others can be played
        if one.recording.attempts:
            yield one


def replayed(store: Store, asked: dict[str, Any], goes_on: Callable[[], bool]) -> Replay:
    """The answer to what was asked (see `Replays`)."""
    opened = date.fromisoformat(asked["opened"])
    days = list(_read(store, asked["hall"], latest(store, asked["hall"], opened)))
    if not days:
        return Replay(state="no_days")
    return replay_of(days, config_from_data(asked["in_force"]), config_from_data(asked["wanted"]), goes_on)


def main() -> None:
    """Answer what standard input asks."""
    give_way()
    asked = json.load(sys.stdin)
    began = time.process_time()
    try:
        with open_store(asked["store"]) as store:
            found = replayed(store, asked, lambda: time.process_time() - began < ENOUGH)
    except BalaiError as fault:
        raise SystemExit(str(fault)) from fault
    sys.stdout.write(found.model_dump_json())


if __name__ == "__main__":
    main()
