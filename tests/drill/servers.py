"""Drills of what stands beside a hub: PostgreSQL and Redis that answer no more, a clock that is wrong."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

from balai.clock import SystemClock
from demo.driving.programs import ProgramFailed
from tests.drill.outcome import Outcome
from tests.drill.stage import Stage
from tests.support.hub.services import PostgresServer, RedisServer

FROZEN = 25


def frozen_redis(folder: Path, size: int) -> Outcome:
    """Redis keeps its connections and answers nothing: numbers are given as before."""
    redis = RedisServer()
    try:
        with Stage(folder, "Redis frozen", redis=redis.url) as stage:
            with stage.kiosks() as kiosks:
                kiosks.until(size // 2)
                redis.freeze()
                with stage.timed("for the next 100 numbers"):
                    kiosks.until(100)
                slowest = max(one.answered - one.asked for one in kiosks.told.given[-100:])
                redis.thaw()
                kiosks.until(size // 3)
            stage.seconds["slowest number meanwhile"] = slowest
            return stage.outcome(f"{len(kiosks.told.refused)} refused")
    finally:
        redis.close()


def frozen_postgres(folder: Path, size: int) -> Outcome:
    """PostgreSQL answers nothing for a while: numbers are refused in time, and given again after."""
    server = PostgresServer()
    name = server.create_database()
    try:
        with Stage(folder, "PostgreSQL frozen", store=server.url(name)) as stage:
            with stage.kiosks() as kiosks:
                kiosks.until(size // 2)
                server.freeze()
                began = time.monotonic()
                try:
                    kiosks.until_refused(FROZEN)
                finally:
                    server.thaw()
                stage.seconds["until the first refusal"] = kiosks.told.refused[0] - began
                with stage.timed("until the next number"):
                    kiosks.until(1)
                kiosks.until(size // 3)
            return stage.outcome(f"{len(kiosks.told.refused)} refused")
    finally:
        server.close()


def clock_off(folder: Path, size: int, name: str, days: int) -> Outcome:
    """The hub starts with a wrong date while people wait: no number twice, and the day goes on after."""
    with Stage(folder, name) as stage:
        with stage.kiosks() as kiosks:
            kiosks.until(size // 2)
        stage.hub.stop()
        wrong = SystemClock().now() + timedelta(days=days)
        stage.set_clock(f"scaled:{time.time():.3f}:1:{wrong.isoformat()}")
        with stage.kiosks() as kiosks:
            try:
                stage.start()
            except ProgramFailed:
                note = "refused to start"
            else:
                kiosks.until_refused(10)
                note = f"{len(kiosks.told.refused)} refused"
                stage.hub.stop()
            stage.set_clock("system")
            with stage.timed("until the next number, the clock put right"):
                stage.start()
                kiosks.until(1)
            kiosks.until(size // 3)
        return stage.outcome(note)
