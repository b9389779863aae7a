"""Drills of what stands beside a hub: a Redis that answers no more."""

from __future__ import annotations

from pathlib import Path

from tests.drill.outcome import Outcome
from tests.drill.stage import Stage
from tests.support.hub.services import RedisServer


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
