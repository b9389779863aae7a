"""Real hubs for tests and measurements: a folder, what is enrolled in it, and processes ended by their pid.

with Site(tmp_path) as site:
    token = site.device("display")
    hub = site.start()
    hub.api(token).get("/state?audience=board")
"""

from __future__ import annotations

import json
import os
import queue
import random
import resource
import socket
import subprocess
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from demo.always_open import always_open
from tests.support.api import Api
from tests.support.programs import BALAI

ROOT = Path(__file__).resolve().parents[2]
SAMPLE_HALL = ROOT / "demo" / "tenggarong.toml"
START_SECONDS = 60.0
STOP_SECONDS = 20.0


class Hub:
    """A running hub process."""

    def __init__(self, config: Path, environment: dict[str, str], log: Path, balai: Path = BALAI) -> None:
        """Start it; raises AssertionError with its log if it does not get ready in a minute."""
        self._log = log
        self._apis: list[Api] = []
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                [str(balai), "hub", "--config", str(config)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environment,
                cwd=config.parent,
                # Ctrl-C ends the caller, and the caller ends the hub.
                start_new_session=True,
            )
        try:
            self.url = str(self._ready()["url"]).rstrip("/")
        except BaseException:
            self.kill()
            raise
        self.host, _, port = self.url.removeprefix("http://").partition(":")
        self.port = int(port)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    @property
    def log(self) -> str:
        """What it wrote on stderr, it and those before it on the same site."""
        return self._log.read_text(errors="replace")

    def api(self, token: str | None = None) -> Api:
        """A client on one connection, as the device with this token, or as nobody yet. It is closed
        with the hub."""
        api = Api(self.host, self.port, token)
        self._apis.append(api)
        return api

    def staff(self, username: str, password: str) -> Api:
        """A client that has signed in."""
        api = self.api()
        api.sign_in(username, password)
        return api

    def stop(self) -> int:
        """Ask it to end and return its exit code; kills it where it does not."""
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the hub did not end on SIGTERM:\n{self.log}") from None
        return self._closed()

    def kill(self) -> int:
        """End it as a power cut would."""
        self._process.kill()
        self._process.wait(STOP_SECONDS)
        return self._closed()

    def _closed(self) -> int:
        for api in self._apis:
            api.close()
        if self._process.stdout is not None:
            self._process.stdout.close()
        return self._process.returncode

    def _ready(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=_pass_on, args=(self._process.stdout, lines), daemon=True).start()
        while True:
            try:
                line = lines.get(timeout=START_SECONDS)
            except queue.Empty:
                line = None
            assert line is not None, f"the hub did not get ready:\n{self.log}"
            if line.startswith("{") and json.loads(line).get("ready"):
                answer: dict[str, Any] = json.loads(line)
                return answer


class Site:
    """A hall's folder with its settings and its store, and every hub that runs on it.

    `store` is an SQLAlchemy URL (default: SQLite in the folder), `redis` a Redis URL. Leaving the
    context, or `close`, ends the hubs that still run.
    """

    def __init__(
        self,
        folder: Path,
        *,
        hall: Path = SAMPLE_HALL,
        store: str | None = None,
        redis: str | None = None,
        clock: str = "system",
        balai: Path = BALAI,
    ) -> None:
        """Write the settings and load the hall; the sample without its hours, for any time of the day.

        `balai` is the command of the environment that the hub is installed in.
        """
        _raise_open_files()
        if hall == SAMPLE_HALL:
            hall = folder / "sample.toml"
            hall.write_text(always_open(SAMPLE_HALL.read_text(encoding="utf-8")), encoding="utf-8")
        self.folder, self.hall, self.command = folder, hall, balai
        self.store = store or f"sqlite:///{folder / 'balai.db'}"
        self._environment = {**os.environ, "BALAI_CLOCK": clock, "PYTHONUNBUFFERED": "1"}
        self.config = folder / "hub.toml"
        self.write_config(redis)
        self._hubs: list[Hub] = []
        self.balai("hall", "load", str(hall), "--config", str(self.config))

    def write_config(self, redis: str | None = None, port: int = 0) -> None:
        """Write hub.toml anew, for hubs that start from now on."""
        text = f'[hub]\nhost = "127.0.0.1"\nport = {port}\n\n[store]\nurl = "{self.store}"\n'
        self.config.write_text(text + (f'\n[redis]\nurl = "{redis}"\n' if redis else ""))

    def balai(self, *arguments: str) -> str:
        """Run a `balai` command to its end and return what it printed; AssertionError if it fails."""
        done = subprocess.run(
            [str(self.command), *arguments],
            capture_output=True,
            text=True,
            env=self._environment,
            cwd=self.folder,
            timeout=START_SECONDS,
            check=False,
        )
        assert done.returncode == 0, f"balai {' '.join(arguments)}: {done.stdout}{done.stderr}"
        return done.stdout

    def device(self, kind: str, name: str = "") -> str:
        """Enrol a device ("kiosk" or "display") and return its token."""
        return self.balai("device", "add", kind, name or kind, "--config", str(self.config)).split()[-1]

    def account(self, username: str, role: str = "staff") -> str:
        """Create a staff account and return its password."""
        asked = ("account", "add", username, "--role", role, "--random")
        return self.balai(*asked, "--config", str(self.config)).split()[-1]

    def start(self) -> Hub:
        """Start a hub and wait until it serves."""
        hub = Hub(self.config, self._environment, self.folder / "hub.log", self.command)
        self._hubs.append(hub)
        return hub

    def close(self) -> None:
        """End what still runs, each by its own pid."""
        for hub in self._hubs:
            if hub.runs:
                hub.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def steady_port() -> int:
    """A free port below those that the system gives to outgoing connections, so that nobody, not even
    a client that tries to connect, takes it while its hub is being started again."""
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    while True:
        port = random.randrange(max(lowest - 12000, 1025), lowest)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _pass_on(stream: IO[bytes], lines: queue.Queue[str | None]) -> None:
    # Reads to the end, so that a hub that prints more never blocks on a full pipe.
    try:
        for line in stream:
            lines.put(line.decode(errors="replace").strip())
    except ValueError:
        pass  # closed by stop() or kill()
    lines.put(None)


def _raise_open_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
