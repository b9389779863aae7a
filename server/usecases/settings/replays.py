"""The latest days under the rules of the draft: played beside the hub, one at a time, and kept by version."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import partial

import gevent
import structlog
from pydantic import ValidationError

from balai.domain.hall.config import HallConfig, config_to_data
from balai.domain.state import HallDay
from balai.domain.whatif.settings import PROMISES
from balai.protocol.managed.replays import Replay, State
from server.store import Store
from server.usecases.settings.replaying import latest

log = structlog.get_logger(__name__)
PROGRAM = (sys.executable, "-m", "server.usecases.settings.replaying")
#: Real seconds after which it is ended: a hub that is busy all the time may leave it little processor.
PATIENCE = 600.0
#: So many answers are kept.
KEPT = 8


@dataclass
class Replays:
    """Plays days of one hall; the greenlet that asks never waits."""

    store: Store
    hall_id: str
    program: tuple[str, ...] = PROGRAM
    _kept: OrderedDict[str, Replay] = field(default_factory=OrderedDict)
    _running: tuple[str, subprocess.Popen[bytes]] | None = None
    _work: gevent.Greenlet[..., None] | None = None

    def look(self, day: HallDay, wanted: HallConfig | None) -> Replay:
        """What is known of the days before `day` under the rules of `wanted` (None: a draft with faults);
        where it is not known yet, it is worked out from now on. What is worked out for other rules ends."""
        if not latest(self.store, self.hall_id, day.date):
            return Replay(state="no_days")
        if wanted is None:
            return Replay(state="faulty")
        key = _key(day, wanted)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if self._running is None or self._running[0] != key:
            self.stop()
            self._start(key, day, wanted)
        return Replay(state="running")

    @property
    def running(self) -> subprocess.Popen[bytes] | None:
        """What is worked out now."""
        return self._running[1] if self._running is not None else None

    def forget(self) -> None:
        """Keep no answer any more."""
        self._kept.clear()

    def stop(self) -> None:
        """End what is being worked out."""
        running, self._running = self._running, None
        if running is not None:
            running[1].kill()
        if self._work is not None:
            self._work.join()
        self._work = None

    def _start(self, key: str, day: HallDay, wanted: HallConfig) -> None:
        asked = {
            "store": self.store.url.render_as_string(hide_password=False), "hall": self.hall_id,
            "opened": day.date.isoformat(), "in_force": config_to_data(day.config),
            "wanted": config_to_data(wanted),
        }  # fmt: skip
        try:
            process = subprocess.Popen(self.program, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except OSError as fault:
            log.warning("not_replayed", reason=str(fault))
            self._keep(key, Replay(state="failed"))
            return
        self._running = key, process
        self._work = gevent.spawn(self._wait, key, process, json.dumps(asked).encode())

    def _wait(self, key: str, process: subprocess.Popen[bytes], asked: bytes) -> None:
        try:
            answer, _ = process.communicate(asked, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            self._keep(key, Replay(state="too_long"))
        else:
            self._take(key, process.returncode, answer)
        if self._running is not None and self._running[1] is process:
            self._running = None

    def _take(self, key: str, code: int, answer: bytes) -> None:
        if self._running is None or self._running[0] != key:
            return  # given up for other rules
        try:
            found = Replay.model_validate_json(answer) if code == 0 else Replay(state=_ended_by(code))
        except ValidationError:
            found = Replay(state="failed")
        if found.state == "failed":
            log.warning("not_replayed", code=code)
        self._keep(key, found)

    def _keep(self, key: str, found: Replay) -> None:
        self._kept[key] = found
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)


def _ended_by(code: int) -> State:
    """Killed for its processor time, or by its own fault."""
    return "too_long" if code < 0 else "failed"


def _key(day: HallDay, wanted: HallConfig) -> str:
    """What the answer depends on: the days before this one, the rules in force and those that are wanted."""
    told = [
        [
            config_to_data(config)["rules"],
            [[one.id, *map(partial(getattr, one), PROMISES)] for one in config.services],
        ]
        for config in (day.config, wanted)
    ]  # fmt: skip
    return json.dumps([day.date.isoformat(), told])
