"""The training hall beside this one: a program of its own, with a store of its own, for a while.

Nothing of it is written here: what is known of it lies in memory, and ends with the hub.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import gevent
import structlog
from pydantic import ValidationError

from balai.clock import Clock
from balai.domain.hall.config import HallConfig
from balai.domain.state import HallDay
from balai.hall_file.write import hall_toml
from balai.protocol.managed.practice import Practice, PracticeAccount, PracticeHall, StartPractice
from server.config import BEHIND_PROXY, PUBLIC, HubConfig
from server.store import Store
from server.views.practice import MANAGER, STAFF, tasks

log = structlog.get_logger(__name__)
PROGRAM = (sys.executable, "-mdemo.practice")
#: Real seconds that it has to end by itself before it is killed.
END_SECONDS = 15.0


@dataclass
class Beside:
    """Opens and closes the training hall; at most one."""

    clock: Clock
    config: HubConfig
    program: tuple[str, ...] = PROGRAM
    _process: subprocess.Popen[bytes] | None = None
    _known: Practice = field(default_factory=Practice)
    _hearing: gevent.Greenlet[..., None] = field(default_factory=gevent.Greenlet)

    def look(self, *, with_passwords: bool) -> Practice:
        """How it is; to who may open it also who can sign in there."""
        if self._process is not None and self._process.poll() is not None:
            self._ended()
        hall = self._known.hall
        if hall is None or with_passwords:
            return self._known
        return self._known.model_copy(update={"hall": hall.model_copy(update={"accounts": ()})})

    def open(self, config: HallConfig, asked: StartPractice) -> Practice:
        """Open it, with the settings in force; where it is open already, it stays as it is."""
        self.look(with_passwords=True)
        if self._process is not None:
            return self._known
        try:
            process = subprocess.Popen(
                self.program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
        except OSError as fault:
            log.warning("practice_not_started", reason=str(fault))
            self._known = Practice(state="failed")
            return self._known
        self._process, self._known = process, Practice(state="starting")
        until = self.clock.now() + timedelta(minutes=asked.minutes)
        wanted = {
            "hall": hall_toml(config), "host": self.config.hub.host, "port": self._port(),
            "https": self.config.hub.https, "proxies": self.config.hub.proxies, "minutes": asked.minutes,
            "pace": asked.pace, "agency": asked.agency_id,
        }  # fmt: skip
        self._hearing = gevent.spawn(self._hear, process, json.dumps(wanted).encode() + b"\n", asked, until)
        return self._known

    def close(self) -> Practice:
        """End it, and wait until nothing is left of it; harmless to repeat."""
        process, self._process, self._known = self._process, None, Practice()
        if process is not None:
            process.terminate()
            try:
                process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            self._hearing.join()
            _let_go(process)
        return self._known

    def _port(self) -> int:
        port = self.config.practice.port
        return port if port is not None else BEHIND_PROXY if self.config.hub.https else 0

    def _reached(self, port: int) -> int:
        """Where people reach a training hall that listens at `port`."""
        return self.config.practice.public or (PUBLIC if self.config.hub.https else port)

    def _hear(
        self, process: subprocess.Popen[bytes], wanted: bytes, asked: StartPractice, until: datetime
    ) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(wanted)
            process.stdin.flush()
            told = json.loads(process.stdout.readline() or b"{}")
            found = PracticeHall(
                port=self._reached(told["port"]), until=until, pace=asked.pace, agency_id=asked.agency_id,
                accounts=tuple(map(PracticeAccount.model_validate, told["accounts"])),
            )  # fmt: skip
        except (OSError, ValueError, KeyError, ValidationError):
            if self._process is process:
                self._ended(failed=True)
            return
        if self._process is process:
            self._known = Practice(state="open", hall=found)

    def _ended(self, *, failed: bool = False) -> None:
        """It has ended by itself: its time was up, or it could not go on."""
        process, self._process = self._process, None
        code = 0
        if process is not None:
            _let_go(process)
            code = process.wait()
        if failed or code:
            log.warning("practice_ended", code=code)
        self._known = Practice(state="failed" if failed or code else "closed")


def _let_go(process: subprocess.Popen[bytes]) -> None:
    """Standard input is its life line: it tidies up and ends, where it has not."""
    for end in (process.stdin, process.stdout):
        if end is not None:
            with suppress(OSError):
                end.close()


@dataclass
class Tasks:
    """What people have done in this training hall today."""

    store: Store
    hall_id: str
    _day: str = ""
    _seq: int = 0
    _seen: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def of(self, actor: str, day: HallDay) -> Practice:
        """The tasks of somebody."""
        date = day.date.isoformat()
        if date != self._day:
            self._day, self._seq = date, 0
        for entry in self.store.entries(self.hall_id, date, after=self._seq):
            self._seq = entry.seq
            self._seen[entry.actor].add(entry.type)
        seen = self._seen.get(actor, set())
        return Practice(training=True, staff=tasks(STAFF, seen), manager=tasks(MANAGER, seen))
