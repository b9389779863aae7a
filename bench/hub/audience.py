"""The audience, a process of its own: many listeners that time how an event reaches the last of them.

    python -m bench.hub.audience '{"groups": [...], "trigger": {...}, "events": 20, "marker": "..."}'

prints one JSON object. An event begins when its HTTP request is sent and ends, for each group, when
the last listener has the frame with the marker; CPU time and memory of the servers are read from /proc.
"""

from __future__ import annotations

import json
import os
import select
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from bench.hub.load import Client, Plan, Requests
from bench.wire import GIVE_UP_SECONDS, HUB_PATH, Listener

BATCH = 50
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Group:
    """Listeners at one server; with a device's token (or several, a space between two, each of which takes
    its share) or a session's cookie they join the hub's namespace."""

    host: str
    port: int
    clients: int
    token: str = ""
    cookie: str = ""

    @property
    def at_hub(self) -> bool:
        """Whether they speak Socket.IO."""
        return bool(self.token or self.cookie)


@dataclass
class Audience:
    """What to measure. `trigger.body` may contain `{leg_id}`, the leg that the last answer called.

    With `hold` it says one line when all have joined, and listens until it is killed.
    """

    groups: list[Group]
    trigger: Plan
    marker: str
    events: int
    pids: list[int]
    gap_seconds: float = 0.0
    settle_seconds: float = 0.5
    hold: bool = False
    leg_id: str = ""
    lasts: list[list[float]] = field(default_factory=list)


class Room:
    """All listeners and the one who triggers, behind one epoll."""

    def __init__(self, plan: Audience) -> None:
        self._plan, self._poll = plan, select.epoll()
        self._marker = plan.marker.encode()
        self._answered = True
        self._left: list[int] = []
        self._lasts: list[float] = []
        self.listeners: dict[int, tuple[int, Listener]] = {}
        for index, group in enumerate(plan.groups):
            for batch in joined(group):
                for listener in batch:
                    self.listeners[listener.socket.fileno()] = (index, listener)
                    self._poll.register(listener.socket, select.EPOLLIN)
                # Those that are in answer the server's pings meanwhile.
                self._step(0)
        self._desk = Client(plan.trigger)
        self._poll.register(self._desk.socket, select.EPOLLIN)

    def idle(self, seconds: float) -> None:
        """Listen for a while."""
        until = monotonic() + seconds
        while (left := until - monotonic()) > 0:
            self._step(min(left, GIVE_UP_SECONDS))

    def event(self) -> list[float]:
        """Trigger one event; milliseconds to the last listener of each group."""
        self._left = [group.clients for group in self._plan.groups]
        self._lasts = [0.0] * len(self._left)
        for _, listener in self.listeners.values():
            listener.waits = True
        request = _request(self._plan)
        begun, self._answered = monotonic(), False
        self._desk.send(request, begun)
        while any(self._left) or not self._answered:
            if not self._step(GIVE_UP_SECONDS):
                raise ConnectionError(f"nothing heard for {GIVE_UP_SECONDS} s; missing {self._left}")
        return [(last - begun) * 1000 for last in self._lasts]

    @property
    def heard(self) -> int:
        """All frames so far."""
        return sum(listener.heard for _, listener in self.listeners.values())

    def _step(self, seconds: float) -> bool:
        ready = self._poll.poll(seconds)
        for number, _ in ready:
            found = self.listeners.get(number)
            if found is None:
                self._answer()
            elif found[1].receive(self._marker):
                self._left[found[0]] -= 1
                self._lasts[found[0]] = monotonic()
        return bool(ready)

    def _answer(self) -> None:
        try:
            status = self._desk.receive()
        except ConnectionError:
            if not self._plan.hold:
                raise
            # Who only listens asks nothing, and a hub gives up a connection on which nothing is asked.
            self._poll.unregister(self._desk.socket)
            return
        if status is None:
            return
        if status != self._plan.trigger.expect:
            raise ConnectionError(f"status {status}: {self._desk.last[:500]!r}")
        called = json.loads(self._desk.last).get("called")
        self._plan.leg_id = called["leg_id"] if called else self._plan.leg_id
        self._answered = True


def _request(plan: Audience) -> bytes:
    body = plan.trigger.body.replace("{leg_id}", json.dumps(plan.leg_id or None))
    return Requests(Plan(**{**vars(plan.trigger), "body": body})).next()


def joined(group: Group) -> Iterator[list[Listener]]:
    """Connect a group, some at a time."""
    path = HUB_PATH if group.at_hub else "/"
    for start in range(0, group.clients, BATCH):
        count = min(BATCH, group.clients - start)
        batch = [Listener(group.host, group.port, path, group.cookie) for _ in range(count)]
        for listener in batch:
            listener.upgraded()
        tokens = group.token.split() or [""]
        for number, listener in enumerate(batch if group.at_hub else (), start):
            listener.enter(tokens[number % len(tokens)])
        for listener in batch if group.at_hub else ():
            listener.entered()
        for listener in batch:
            listener.ready()
        yield batch


def cpu_seconds(pid: int) -> float:
    """CPU time of all threads of a process so far."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def memory_kib(pid: int) -> float:
    """Resident memory of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 1024


def measure(plan: Audience) -> dict[str, Any]:
    """Run the plan."""
    empty = [memory_kib(pid) for pid in plan.pids]
    room = Room(plan)
    if plan.hold:
        print("{}", flush=True)
    room.idle(float("inf") if plan.hold else plan.settle_seconds)
    full = [memory_kib(pid) for pid in plan.pids]
    cpu, heard = [cpu_seconds(pid) for pid in plan.pids], room.heard
    for _ in range(plan.events):
        plan.lasts.append(room.event())
        room.idle(plan.gap_seconds)
    return {
        "last_ms": [list(group) for group in zip(*plan.lasts, strict=True)],
        "heard": room.heard - heard,
        "cpu_seconds": [cpu_seconds(pid) - was for pid, was in zip(plan.pids, cpu, strict=True)],
        "memory_kib": {"empty": empty, "full": full},
        "leg_id": plan.leg_id,
    }


def main() -> None:
    """Run the plan in the first argument."""
    data = json.loads(sys.argv[1])
    data["groups"] = [Group(**group) for group in data["groups"]]
    data["trigger"] = Plan(**data["trigger"])
    try:
        print(json.dumps(measure(Audience(**data))))
    except OSError as error:
        sys.exit(f"{data['trigger'].path}: {error}")


if __name__ == "__main__":
    main()
