"""A tablet without its page: follows the staff's room over one WebSocket, and comes back by itself."""

from __future__ import annotations

import json
import threading
from time import monotonic
from typing import Any

import websocket

from balai.protocol.fold import fold_staff
from balai.protocol.follow import Follower
from balai.protocol.pushes import NAMESPACE, Heartbeat, Push, Queues
from balai.protocol.version import PROTOCOL_VERSION
from balai.protocol.views import Snapshot, StaffView

_SILENCE_SECONDS = 12.0
_PAUSE_SECONDS = 0.1


class Tablet:
    """Keeps `view` true while it runs in a thread of its own; `joined` counts its connections.

    Where it would have to ask for what it missed, it connects anew and says what it has.
    """

    def __init__(self, address: tuple[str, int], cookie: str) -> None:
        self._url = f"ws://{address[0]}:{address[1]}/socket.io/?EIO=4&transport=websocket"
        self._cookie = cookie
        self._follower = Follower()
        self._stop = threading.Event()
        self._socket: Any = None
        self.view: StaffView | None = None
        self.joined = 0
        self._thread = threading.Thread(target=self._run, name="tablet", daemon=True)
        self._thread.start()

    @property
    def position(self) -> tuple[str | None, int]:
        """The (day, seq) that `view` is at."""
        return self._follower.day, self._follower.seq

    def close(self) -> None:
        """Leave, and wait for the thread."""
        self._stop.set()
        if self._socket is not None:
            self._socket.shutdown()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._once()
            except (OSError, websocket.WebSocketException):
                self._stop.wait(_PAUSE_SECONDS)

    def _once(self) -> None:
        line: Any = websocket.create_connection(self._url, cookie=self._cookie, timeout=_SILENCE_SECONDS)
        self._socket = line
        try:
            line.recv()
            last = self._follower.position
            line.send(
                f"40{NAMESPACE}," + json.dumps({"protocol": PROTOCOL_VERSION, "last": last, "together": True})
            )
            self.joined += 1
            while not self._follower.must_ask and not self._stop.is_set():
                self._hear(line, str(line.recv()))
                self._follower.tick(monotonic())
        finally:
            self._follower.must_ask = False
            line.shutdown()

    def _hear(self, line: Any, text: str) -> None:
        if text == "2":
            line.send("3")
        elif text.startswith("44") or not text:
            raise ConnectionError(f"the hub turned the tablet away: {text}")
        elif text.startswith(f"42{NAMESPACE},"):
            kind, data = json.loads(text.partition(",")[2])
            self._take(kind, data)

    def _take(self, kind: str, data: Any) -> None:
        if kind == "snapshot":
            snapshot = Snapshot.model_validate(data)
            assert isinstance(snapshot.data, StaffView)
            self.view = snapshot.data
            self._apply(self._follower.reset(snapshot.day, snapshot.seq, snapshot.at))
        elif kind == "push":
            self._apply(self._follower.offer(Push.model_validate(data), monotonic()))
        elif kind == "pushes":
            for push in data:
                self._take("push", push)
        elif kind == "head":
            self._follower.heard(Heartbeat.model_validate(data), monotonic())
        elif kind == "queues" and self.view is not None:
            self.view = self.view.model_copy(update={"next": Queues.model_validate(data).next})

    def _apply(self, pushes: list[Push]) -> None:
        for push in pushes:
            assert self.view is not None
            self.view = fold_staff(self.view, push)
