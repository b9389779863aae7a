"""Everything a measurement starts: reference programs, hubs, databases, clients. Ended by their own pid."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from bench.hub.audience import Audience
from bench.hub.load import Plan
from demo.always_open import always_open
from demo.driving.hubs import ROOT, SAMPLE_HALL, Hub, Site
from tests.support.hub.services import PostgresServer, RedisServer

CLIENT_SECONDS = 120.0
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Server:
    """A reference program that serves."""

    port: int
    pid: int


class Stage:
    """Leaving the context ends all that was started, the newest first."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        #: What a suite found beside its rows, for the results file.
        self.notes: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def folder(self) -> Path:
        """A fresh folder."""
        return Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="balai-bench-")))

    def reference(self, name: str) -> Server:
        """Start `bench.references.<name>`."""
        process = subprocess.Popen(
            [sys.executable, "-m", f"bench.references.{name}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            start_new_session=True,
        )
        self._stack.callback(_end, process)
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        return Server(int(ready["url"].rpartition(":")[2]), process.pid)

    def site(
        self,
        *,
        store: str | None = None,
        redis: str | None = None,
        clock: str = "system",
        counters: str = "",
        slide_seconds: int = 12,
    ) -> Site:
        """A fresh hall with long series; `counters` are further ones, as a hall's file has them. A slide of
        its walls stays for `slide_seconds` of its clock."""
        folder = self.folder()
        hall = folder / "hall.toml"
        text = SAMPLE_HALL.read_text().replace("info_seconds = 12\n", f"info_seconds = {slide_seconds}\n")
        hall.write_text(long_series(always_open(text)) + counters)
        return self._stack.enter_context(Site(folder, hall=hall, store=store, redis=redis, clock=clock))

    def postgres(self) -> str:
        """A PostgreSQL server of its own; the URL of an empty database on it."""
        return self.databases()()

    def databases(self) -> Callable[[], str]:
        """A PostgreSQL server of its own; what makes an empty database on it and gives its URL."""
        server = PostgresServer()
        self._stack.callback(server.close)
        return lambda: server.url(server.create_database())

    def redis(self) -> str:
        """A Redis server of its own; its URL."""
        server = RedisServer()
        self._stack.callback(server.close)
        return server.url

    def listen(self, audience: Audience) -> None:
        """Keep listeners joined in the background, reading what they are sent, to the end."""
        self._stack.enter_context(self.listening(audience))

    @contextmanager
    def listening(self, audience: Audience) -> Iterator[None]:
        """The same for a while."""
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.hub.audience", json.dumps(asdict(audience))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            start_new_session=True,
        )
        try:
            assert process.stdout is not None
            if not process.stdout.readline():
                raise RuntimeError("the listeners could not join; what they said is above")
            yield
        finally:
            _end(process)


def load(plan: Plan) -> dict[str, Any]:
    """Run the load generator. Raises RuntimeError with what it said if it fails."""
    return _client("bench.hub.load", asdict(plan))


def audience(plan: Audience) -> dict[str, Any]:
    """Run an audience. Raises RuntimeError with what it said if it fails."""
    return _client("bench.hub.audience", asdict(plan))


def start_load(plan: Plan) -> subprocess.Popen[bytes]:
    """Start the load generator beside another measurement; `finish_load` must follow."""
    asked = [sys.executable, "-m", "bench.hub.load", json.dumps(asdict(plan))]
    return subprocess.Popen(asked, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, cwd=ROOT)


def finish_load(process: subprocess.Popen[bytes], *, broken_off: bool = False) -> dict[str, Any]:
    """Wait for its result, or end it where the other measurement failed."""
    if broken_off:
        _end(process)
        return {}
    said, _ = process.communicate(timeout=CLIENT_SECONDS)
    if process.returncode:
        raise RuntimeError("the load generator failed; what it said is above")
    result: dict[str, Any] = json.loads(said)
    return result


def long_series(hall: str) -> str:
    """A hall's file in which every agency numbers up to 99999."""
    return re.sub(r'^(letter = "[A-Z]")$', r"\1\nlast_number = 99999", hall, flags=re.MULTILINE)


def assert_durable(hub: Hub) -> str:
    """Ask the running hub how its own database keeps commits; AssertionError unless they are durable."""
    answer = hub.api().ask("GET", "/health", prefix="")
    found = str(answer.ok()["parts"]["writer"]["detail"]).rpartition(" ")[2]
    assert found in ("synchronous=FULL", "synchronous_commit=on"), f"the store runs with {found}"
    return found


def _client(module: str, plan: dict[str, Any]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", module, json.dumps(plan)],
        capture_output=True,
        text=True,
        timeout=CLIENT_SECONDS,
        cwd=ROOT,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{module}: {done.stderr.strip()}")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
