"""Outbox: what became of calls, kept in a file until the hub has it, and safe to repeat."""

from __future__ import annotations

import json
import os
import random
import threading
import uuid
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import structlog

from balai.protocol.requests import AnnounceCall
from hardware.ports import CallSink, HubRefused, HubUnavailable

log = structlog.get_logger(__name__)

CallKind = Literal["shown", "spoken", "dropped"]

#: More than a hall calls while a link is lost; the oldest reports are given up first.
MOST_KEPT = 1000
#: Real seconds from an attempt that failed to the next, with jitter: a hall's walls lose their hub together.
_AGAIN = (1.5, 4.0)


@dataclass(frozen=True, slots=True)
class CallKey:
    """One call among all: the leg's first call at `called_at` (aware), and then `recalls` more."""

    leg_id: str
    called_at: datetime
    recalls: int = 0


class CallReports:
    """A thread that hands reports over in their order; `tell` returns at once.

    What the hub did not take at once stands in `path`, a line each, also after a start; a folder that cannot
    be written costs only that. (A display that ends in between finds the call unanswered when it starts, and
    announces it again or says that it did not.) Each report is made once, and sent with the same request id
    until the hub has it.
    """

    def __init__(
        self, sink: CallSink, path: Path | None, zone: Callable[[], str | None] = lambda: None
    ) -> None:
        """`zone` is the part of the hall where this display hangs now; None is all of it."""
        self._sink, self._path, self._zone = sink, path, zone
        self._told: OrderedDict[tuple[CallKey, CallKind], None] = OrderedDict()
        self._waiting: deque[tuple[str, AnnounceCall]] = deque(_read(path), maxlen=MOST_KEPT)
        self._lock = threading.Lock()
        self._changed, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="call-reports", daemon=True)
        self._written = len(self._waiting)

    @property
    def waiting(self) -> int:
        """How many reports the hub has not had yet."""
        return len(self._waiting)

    def tell(self, call: CallKey, kind: CallKind, occurred_at: datetime, certain: bool = True) -> None:
        """A call was shown, or spoken to its end, or will not be spoken; told before, it is not told again.
        `certain`: whether the time is the hub's."""
        key = call, kind
        with self._lock:
            if key in self._told:
                return
            self._told[key] = None
            if len(self._told) > 2 * MOST_KEPT:
                self._told.popitem(last=False)
            if len(self._waiting) == MOST_KEPT:
                log.warning("call_report_given_up", leg=self._waiting[0][0], kind=self._waiting[0][1].kind)
            told = AnnounceCall(
                request_id=uuid.uuid4(),
                called_at=call.called_at,
                recalls=call.recalls,
                kind=kind,
                zone_id=self._zone(),
                occurred_at=occurred_at,
                clock_certain=certain,
            )
            self._waiting.append((call.leg_id, told))
        self._changed.set()

    def start(self) -> None:
        """Begin to hand over."""
        self._changed.set()
        self._thread.start()

    def stop(self) -> None:
        """End the thread; what was not handed over stays in the file. Harmless to repeat."""
        self._stopping.set()
        self._changed.set()
        if self._thread.is_alive():
            self._thread.join(0.5)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._changed.wait()
            self._changed.clear()
            while not self._stopping.is_set() and (first := self._first()) is not None:
                if not self._hand_over(*first):
                    self._keep()
                    self._stopping.wait(random.uniform(*_AGAIN))  # noqa: S311  # spreads attempts, no secret
            self._keep()

    def _first(self) -> tuple[str, AnnounceCall] | None:
        with self._lock:
            return self._waiting[0] if self._waiting else None

    def _hand_over(self, leg_id: str, told: AnnounceCall) -> bool:
        try:
            self._sink.call_announced(leg_id, told)
        except HubUnavailable:
            return False
        except HubRefused as refused:
            log.info("call_report_refused", leg=leg_id, kind=told.kind, code=refused.code)
        with self._lock:
            if self._waiting and self._waiting[0][1].request_id == told.request_id:
                self._waiting.popleft()
        return True

    def _keep(self) -> None:
        """Write what waits; nothing where nothing waits and nothing stands there."""
        with self._lock:
            waiting = list(self._waiting)
        if self._path is None or not (waiting or self._written):
            return
        half = self._path.with_suffix(f".{os.getpid()}.part")
        lines = "".join(
            json.dumps({"leg_id": leg_id, **told.model_dump(mode="json")}) + "\n" for leg_id, told in waiting
        )
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with half.open("w", encoding="utf-8") as file:
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())
            half.replace(self._path)
        except OSError as fault:
            log.warning("call_reports_not_kept", reason=fault.strerror, effect="a start would forget them")
        self._written = len(waiting)


def _read(path: Path | None) -> list[tuple[str, AnnounceCall]]:
    """What a display that ended had not handed over; a line that does not read is passed over."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path is not None else []
    except (OSError, UnicodeError):
        return []
    found = []
    for line in lines:
        try:
            data = json.loads(line)
            found.append((str(data.pop("leg_id")), AnnounceCall.model_validate_json(json.dumps(data))))
        except (ValueError, KeyError, TypeError, AttributeError):
            log.warning("call_report_unreadable")
    return found
