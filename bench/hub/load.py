"""The load generator, a process of its own: keep-alive clients on raw sockets, the same for all servers.

    python -m bench.hub.load '{"host": ..., "port": ..., "clients": 64, "seconds": 2, ...}'

prints one JSON object. Each client sends its next request when it has its answer (closed loop), or,
with `rate`, one client sends at fixed times whatever the answers take (`rate` requests a second).
"""

from __future__ import annotations

import json
import select
import socket
import sys
import uuid
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

GIVE_UP_SECONDS = 30.0


@dataclass(frozen=True)
class Plan:
    """What to send. `body` may contain `{request_id}` (fresh each time) and `{service}` (in turn)."""

    host: str
    port: int
    method: str = "GET"
    path: str = "/"
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    services: list[str] = field(default_factory=lambda: [""])
    clients: int = 8
    warm_seconds: float = 0.4
    seconds: float = 1.5
    rate: float = 0.0
    expect: int = 200


class Requests:
    """Makes each request as bytes, as cheaply as may be."""

    def __init__(self, plan: Plan) -> None:
        head = [f"{plan.method} {plan.path} HTTP/1.1", f"Host: {plan.host}:{plan.port}"]
        head += [f"{name}: {value}" for name, value in plan.headers.items()]
        if plan.body:
            head.append("Content-Type: application/json")
        self._head = "\r\n".join(head)
        self._plan = plan
        self._run = str(uuid.uuid4())[:24]
        self._sent = 0

    def next(self) -> bytes:
        """The next request."""
        if not self._plan.body:
            return f"{self._head}\r\n\r\n".encode()
        self._sent += 1
        services = self._plan.services
        body = self._plan.body.replace("{request_id}", f"{self._run}{self._sent:012x}")
        body = body.replace("{service}", services[self._sent % len(services)])
        return f"{self._head}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()


class Client:
    """One kept connection with at most one request on its way."""

    def __init__(self, plan: Plan) -> None:
        self.socket = socket.create_connection((plan.host, plan.port), timeout=GIVE_UP_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sent_at = 0.0
        self._got = b""

    def send(self, request: bytes, at: float) -> None:
        """Send a request that is due at `at` (monotonic seconds)."""
        self.sent_at = at
        self.socket.sendall(request)

    def receive(self) -> int | None:
        """Read what is there; the status once the answer is whole. Raises ConnectionError at the end."""
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("the server closed the connection")
        self._got += data
        end = self._got.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = self._got[:end].lower()
        at = head.find(b"content-length:")
        if at < 0:
            raise ConnectionError(f"an answer without Content-Length: {head!r}")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0])
        if len(self._got) < end + 4 + length:
            return None
        status = int(self._got[9:12])
        self.last, self._got = self._got[end + 4 :], b""
        return status


class Tally:
    """What came back after the warm-up."""

    def __init__(self, plan: Plan) -> None:
        self._expect = plan.expect
        self._from = monotonic() + plan.warm_seconds
        self.until = self._from + plan.seconds
        self._seconds = plan.seconds
        self._latencies: list[float] = []
        self._answered = 0

    def add(self, client: Client, status: int, now: float) -> None:
        """Count an answer. Raises ConnectionError for another status than expected."""
        if status != self._expect:
            raise ConnectionError(f"status {status}: {client.last[:500]!r}")
        self._answered += 1
        if self._from <= now < self.until:
            self._latencies.append(now - client.sent_at)

    def result(self) -> dict[str, Any]:
        """Requests a second, and latencies in milliseconds."""
        ordered = sorted(self._latencies)
        count = len(ordered)
        if not count:
            raise ConnectionError("no answers")
        return {
            "requests": count,
            "answered": self._answered,
            "per_second": count / self._seconds,
            "p50_ms": ordered[count // 2] * 1000,
            "p99_ms": ordered[int(count * 0.99)] * 1000,
        }


def closed_loop(plan: Plan) -> dict[str, Any]:
    """All clients at full speed, until the time is over and every answer is in."""
    requests, poll = Requests(plan), select.epoll()
    clients = {client.socket.fileno(): client for client in (Client(plan) for _ in range(plan.clients))}
    tally = Tally(plan)
    for number, client in clients.items():
        poll.register(number, select.EPOLLIN)
        client.send(requests.next(), monotonic())
    waiting = len(clients)
    while waiting:
        ready = poll.poll(GIVE_UP_SECONDS)
        if not ready:
            raise ConnectionError("no answer for thirty seconds")
        for number, _ in ready:
            status = clients[number].receive()
            if status is None:
                continue
            now = monotonic()
            tally.add(clients[number], status, now)
            if now < tally.until:
                clients[number].send(requests.next(), now)
            else:
                waiting -= 1
    return tally.result()


def paced(plan: Plan) -> dict[str, Any]:
    """`rate` requests a second on one connection; a late answer delays none but its followers."""
    requests, client, tally = Requests(plan), Client(plan), Tally(plan)
    due = monotonic()
    while due < tally.until:
        select.select([], [], [], max(0.0, due - monotonic()))
        client.send(requests.next(), due)
        status = None
        while status is None:
            status = client.receive()
        tally.add(client, status, monotonic())
        due += 1 / plan.rate
    return tally.result()


def main() -> None:
    """Run the plan in the first argument."""
    plan = Plan(**json.loads(sys.argv[1]))
    try:
        result = paced(plan) if plan.rate else closed_loop(plan)
    except OSError as error:
        sys.exit(f"{plan.method} {plan.path}: {error}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
