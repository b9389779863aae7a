"""Real PostgreSQL and Redis servers for tests: own ports, own folders, started when first asked for.

The libraries that speak to them are loaded then too: the fast tests shall not wait for those.

Fixtures: `postgres_url` (a fresh database), `redis_server` (a fresh server that can be stopped,
frozen and started again) and `redis_url`.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import pytest

from demo.driving.wait import eventually

if TYPE_CHECKING:
    import redis

START_SECONDS = 60.0


#: Linux gives connections ports from the second number on.
_LOWEST_PORT, _LOWEST_OF_CONNECTIONS = 20_000, 32_768


def free_port() -> int:
    """A TCP port on 127.0.0.1 that was free a moment ago, below those that connections get: none of another
    test takes it before its server is there, or while that is stopped."""
    while True:
        port = _LOWEST_PORT + secrets.randbelow(_LOWEST_OF_CONNECTIONS - _LOWEST_PORT)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def tied(command: list[str], signal_name: str = "KILL") -> list[str]:
    """The command, made to get that signal when the test run dies without tidying up.

    The process keeps the id it is started with. Where setpriv is missing, the command as it is.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", signal_name, *command] if setpriv else command


class Identity(TypedDict, total=False):
    """Under which user and groups a program is started."""

    user: int
    group: int
    extra_groups: list[int]


class PostgresServer:
    """One PostgreSQL server in a temporary folder, durable as in service (fsync, synchronous_commit)."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="balai-postgres-"))
        self._user = _unprivileged_user()
        if self._user is not None:
            os.chown(self._folder, self._user.pw_uid, self._user.pw_gid)
        self.port = free_port()
        self._data = self._folder / "data"
        initdb = [_postgres_program("initdb"), "-D", str(self._data), "-U", "balai", "-A", "trust"]
        subprocess.run(
            [*initdb, "-E", "UTF8", "--locale=C", "--no-sync"],
            check=True,
            stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            cwd=self._folder,
            **self._identity(),
        )
        self._log = (self._folder / "log").open("wb")
        self._process = self._spawn()
        try:
            eventually(self._answers, START_SECONDS, what="PostgreSQL to start")
        except AssertionError:
            self.close()
            raise

    @property
    def pid(self) -> int:
        """The process id of the server's main process."""
        return self._process.pid

    def freeze(self) -> None:
        """Let it answer nothing, nor close anything, with all its processes."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on; harmless where it runs."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        for pid in (self.pid, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of one database."""
        return f"postgresql+psycopg://balai@127.0.0.1:{self.port}/{database}"

    def create_database(self, like: str = "template1") -> str:
        """Make a database, an empty one or a copy of one that nobody is connected to; its name."""
        name = f"t_{uuid.uuid4().hex}"
        self._admin(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, with whatever is still connected to it."""
        self._admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def close(self) -> None:
        """Stop the server and remove its folder."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(START_SECONDS)
        self._log.close()
        shutil.rmtree(self._folder)

    def _spawn(self) -> subprocess.Popen[bytes]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self._folder,
            "max_connections": 100,
            "fsync": "on",
            "synchronous_commit": "on",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return subprocess.Popen(
            tied([_postgres_program("postgres"), "-D", str(self._data), *options], "INT"),
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            cwd=self._folder,
            **self._identity(),
        )

    def _identity(self) -> Identity:
        # PostgreSQL refuses to run as root.
        if self._user is None:
            return {}
        return {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}

    def _answers(self) -> bool:
        import psycopg

        assert self._process.poll() is None, (self._folder / "log").read_text(errors="replace")
        try:
            self._admin("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _admin(self, statement: str) -> None:
        import psycopg

        where = f"postgresql://balai@127.0.0.1:{self.port}/postgres"
        with psycopg.connect(where, autocommit=True, connect_timeout=10) as connection:
            connection.execute(statement)


class RedisServer:
    """One Redis server that a test may stop, freeze and start again on the same port."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="balai-redis-"))
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def pid(self) -> int:
        """Its process id; raises AssertionError while it is stopped."""
        assert self._process is not None, "Redis is stopped"
        return self._process.pid

    def client(self, timeout: float = 5.0) -> redis.Redis:
        """A client that never tries twice, with a time-out in seconds."""
        import redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        return redis.Redis(port=self.port, socket_timeout=timeout, retry=Retry(NoBackoff(), 0))

    def start(self) -> None:
        """Start it (again) and wait until it answers."""
        assert self._process is None, "Redis runs already"
        where = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self._folder)]
        self._process = subprocess.Popen(
            tied([_program("redis-server"), *where, "--save", "", "--appendonly", "no"]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            eventually(self._answers, START_SECONDS, what="Redis to start")
        except AssertionError:
            self.stop()
            raise

    def stop(self) -> None:
        """Kill it, as a power cut would; harmless when it is stopped already."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(START_SECONDS)
            self._process = None

    def freeze(self) -> None:
        """Keep its connections open and answer nothing, as a hung machine does."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Go on after freeze()."""
        os.kill(self.pid, signal.SIGCONT)

    def close(self) -> None:
        """Stop it, frozen or not, and remove its folder."""
        self.stop()
        shutil.rmtree(self._folder)

    def _answers(self) -> bool:
        import redis

        assert self._process is not None
        assert self._process.poll() is None, "Redis ended at once: is its port taken?"
        try:
            with self.client() as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False


def _unprivileged_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _postgres_program(name: str) -> str:
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    return str(installed[-1]) if installed else _program(name)


def _program(name: str) -> str:
    found = shutil.which(name)
    assert found, f"{name} is not installed; 'make system' installs it or names its package"
    return found


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    server = PostgresServer()
    yield server
    server.close()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of an empty database of this test's own."""
    name = postgres_server.create_database()
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture(scope="session")
def postgres_tables(postgres_server: PostgresServer) -> str:
    """The name of a database in which nothing is yet, its tables made by the migrations."""
    from server.store import open_store

    name = postgres_server.create_database()
    open_store(postgres_server.url(name)).close()
    return name


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    server = RedisServer()
    yield server
    server.close()


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """The URL of a Redis server of this test's own."""
    return redis_server.url
