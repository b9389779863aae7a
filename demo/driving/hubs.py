"""A hall's folder and its hubs: settings, a store, what is enrolled in it, and processes ended by their pid.

with Site(tmp_path) as site:
    token = site.device("display")
    hub = site.start()
    hub.api(token).get("/state?audience=board")
"""

from __future__ import annotations

import os
import random
import resource
import secrets
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

from balai.clock import Clock, parse_clock
from balai.hall_file.read import load_hall
from demo.always_open import always_open
from demo.driving.api import Api
from demo.driving.programs import HERE, Program, run

if TYPE_CHECKING:
    from server.auth.passwords import Passwords
    from server.auth.roles import Role

ROOT = Path(__file__).resolve().parents[2]
SAMPLE_HALL = ROOT / "demo" / "tenggarong.toml"


class Hub(Program):
    """A running hub."""

    def __init__(
        self, config: Path, environment: dict[str, str], log: Path, balai: Sequence[str] = HERE
    ) -> None:
        """Start it and wait until it serves. Raises ProgramFailed."""
        super().__init__("hub", ["--config", str(config)], log, environment, balai)
        self._apis: list[Api] = []
        try:
            self.host, _, port = self.url.removeprefix("http://").partition(":")
        except BaseException:  # whoever waits for it was ended, and has nothing yet to end it by
            self.close()
            raise
        self.port = int(port)

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

    def _closed(self) -> int:
        for api in self._apis:
            api.close()
        return super()._closed()


class Site:
    """A hall's folder with its settings and its store, and every hub that runs on it.

    `store` is an SQLAlchemy URL (default: SQLite in the folder), `redis` a Redis URL. Leaving the
    context, or `close`, ends the hubs that still run.
    """

    #: What hashes the passwords of accounts; None: as in service. Who makes many may have it quick.
    passwords: ClassVar[Callable[[], Passwords] | None] = None
    #: What a store of its own begins as; None: as nothing, and its tables are made. Who makes many may have
    #: them made once.
    tables: ClassVar[Callable[[], bytes] | None] = None

    def __init__(
        self,
        folder: Path,
        *,
        hall: Path = SAMPLE_HALL,
        store: str | None = None,
        redis: str | None = None,
        clock: str = "system",
        balai: Sequence[str] = HERE,
    ) -> None:
        """Write the settings and load the hall; the sample without its hours, for any time of the day.

        `balai` is the command of the environment that the hub is installed in.
        """
        _raise_open_files()
        if hall == SAMPLE_HALL:
            hall = folder / "sample.toml"
            hall.write_text(always_open(SAMPLE_HALL.read_text(encoding="utf-8")), encoding="utf-8")
        self.folder, self.hall, self.command = folder, hall, balai
        self.store = store or self._own_store(folder / "balai.db")
        self._environment = {**os.environ, "BALAI_CLOCK": clock, "PYTHONUNBUFFERED": "1"}
        self.config = folder / "hub.toml"
        self.write_config(redis)
        self._hubs: list[Hub] = []
        self._put_in_force(parse_clock(clock))

    def write_config(self, redis: str | None = None, port: int = 0) -> None:
        """Write hub.toml anew, for hubs that start from now on."""
        text = f'[hub]\nhost = "127.0.0.1"\nport = {port}\n\n[store]\nurl = "{self.store}"\n'
        self.config.write_text(text + (f'\n[redis]\nurl = "{redis}"\n' if redis else ""))

    def set_clock(self, spec: str) -> None:
        """The clock of programs that start from now on; see `balai hub --clock`."""
        self._environment["BALAI_CLOCK"] = spec

    def balai(self, *arguments: str) -> str:
        """Run a `balai` command to its end and return what it printed. Raises ProgramFailed."""
        return run(*arguments, folder=self.folder, environment=self._environment, balai=self.command)

    def device(self, kind: str, name: str = "", zone: str = "") -> str:
        """Enrol a device ("kiosk" or "display", for one zone where it is named) and return its token."""
        from server.cli.devices import enrolment_at
        from server.cli.noting import ACTOR
        from server.store.kept.devices import Device

        with enrolment_at(self.config) as enrolment:
            return enrolment.enrol(ACTOR, Device(name or kind, "", kind, name or kind, zone_id=zone or None))

    def displays(self, count: int) -> str:
        """Enrol so many displays and return their tokens, a space between two."""
        return " ".join(self.device("display", f"layar-{number}") for number in range(count))

    def account(self, username: str, role: Role = "staff") -> str:
        """Create an account and return its password."""
        from server.auth.passwords import random_password
        from server.cli.accounts import BY, keeping_at
        from server.store.kept.accounts import Account

        password = random_password()
        hashed = type(self).passwords
        with keeping_at(self.config, passwords=hashed() if hashed else None) as keeping:
            keeping.add(BY, Account(secrets.token_hex(6), "", username, username, role, ""), password)
        return password

    def _own_store(self, file: Path) -> str:
        made = type(self).tables
        if made is not None and not file.exists():
            file.write_bytes(made())
        return f"sqlite:///{file}"

    def _put_in_force(self, clock: Clock) -> None:
        # The hub's libraries are loaded here, since whoever only waits for a program needs none of them.
        from server.auth.roles import Permission
        from server.cli.common import opened
        from server.usecases.configuration import put_in_force

        with opened(self.config, Permission.HALL_CHANGE) as (_, store):
            put_in_force(store, load_hall(self.hall), clock)

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

    def __exit__(self, *_: object) -> None:
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


def _raise_open_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
