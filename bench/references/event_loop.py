"""Frozen: a small discrete-event simulation in plain Python, a measure of how fast a machine is."""

from __future__ import annotations

import heapq
import random
import time

EVENTS = 20_000


def milliseconds() -> float:
    """CPU time of one simulation of so many events."""
    rng, began = random.Random(1), time.process_time()
    todo = [(rng.random(), number) for number in range(50)]
    heapq.heapify(todo)
    lengths = sorted(rng.random() for _ in range(300))
    waited: dict[int, float] = {}
    for _ in range(EVENTS):
        at, who = heapq.heappop(todo)
        waited[who] = waited.get(who, 0.0) + at
        heapq.heappush(todo, (at + lengths[int(rng.random() * len(lengths))], who))
    return (time.process_time() - began) * 1000
