"""Clients of the live wire for tests: a device that follows, and a bare socket that does as it is told."""

from __future__ import annotations

import contextlib
import json
import queue
import socket
import uuid
from time import monotonic
from typing import Any, Self

import websocket

from balai.clock import SystemClock
from balai.protocol.fold import fold_board
from balai.protocol.pushes import Push, Queues
from balai.protocol.version import PROTOCOL_VERSION
from balai.protocol.views import BoardView, Snapshot
from demo.driving.api import Api
from hardware.hub.link import LiveHubLink
from hardware.ports import HubEvent, LinkDown, LinkUp

NAMESPACE = "/hall"
WAIT_SECONDS = 20.0


class Wall:
    """A display that follows the hall through the real `LiveHubLink` and folds what it hears."""

    def __init__(self, url: str, token: str) -> None:
        self.link = LiveHubLink(url, token, SystemClock())
        self.board: BoardView | None = None
        self.day = ""
        self.seq = 0
        self.waiting: dict[str, int] = {}
        self.heard: list[HubEvent] = []
        self.link.start()

    def look(self) -> BoardView | None:
        """The board after everything that has arrived by now."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._take(self.link.events.get_nowait())
        return self.board

    def shows(self, snapshot: dict[str, Any]) -> bool:
        """Whether the board is that of a snapshot as `/state` gives it."""
        true = Snapshot.model_validate(snapshot)
        return self.look() == true.data and self.day == true.day

    def is_true_to(self, api: Api) -> bool:
        """Whether the board is what the hub says it is now."""
        return self.shows(api.get("/state?audience=board").ok())

    def of(self, kind: type) -> list[HubEvent]:
        """Everything heard of one kind."""
        self.look()
        return [event for event in self.heard if isinstance(event, kind)]

    @property
    def up(self) -> bool:
        """Whether the link is said to stand."""
        said = [event for event in self.of(object) if isinstance(event, (LinkUp, LinkDown))]
        return bool(said) and isinstance(said[-1], LinkUp)

    def close(self) -> None:
        """Stop following."""
        self.link.stop()

    def _take(self, event: HubEvent) -> None:
        self.heard.append(event)
        if isinstance(event, Snapshot):
            assert isinstance(event.data, BoardView)
            self.board, self.day, self.seq = event.data, event.day, event.seq
        elif isinstance(event, Push):
            assert self.board is not None
            assert event.seq > self.seq, "a push came twice, or out of order"
            assert event.prev <= self.seq, "a push was handed out over a gap"
            self.board, self.seq = fold_board(self.board, event), event.seq
        elif isinstance(event, Queues):
            self.waiting = event.waiting


class Bare:
    """One Socket.IO connection by hand, which answers pings only while it reads.

    `small` gives it the small buffers of a bad link, so that what it does not read piles up in the hub.
    """

    def __init__(self, url: str, auth: object, *, cookie: str = "", small: bool = False) -> None:
        host, _, port = url.removeprefix("http://").partition(":")
        raw = socket.socket()
        if small:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
        raw.settimeout(WAIT_SECONDS)
        raw.connect((host, int(port)))
        self.raw = raw
        self._ws = websocket.create_connection(
            url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket",
            socket=raw,
            cookie=cookie or None,
            timeout=WAIT_SECONDS,
        )
        self.opening = json.loads(self._text()[1:])
        self.send(f"40{NAMESPACE},{json.dumps(auth)}")
        self.waiting: list[tuple[str, Any]] = []

    def send(self, text: str) -> None:
        """Send one Engine.IO packet."""
        self._ws.send(text)

    def next(self) -> tuple[str, Any]:
        """The next thing heard: ("connect" | "refused" | "ack" | an event's name, its data)."""
        while True:
            text = self._text()
            if text == "2":
                self.send("3")
            elif text.startswith("4"):
                return _understood(text)

    def hear(self, name: str) -> Any:
        """The data of the next thing of that name, passing over others."""
        while True:
            heard, data = self.next()
            if heard == name:
                return data

    def first(self) -> tuple[str, Any]:
        """The first news told on connecting: ("snapshot" | "push" | "refused", data)."""
        while True:
            heard, data = self.next()
            if heard in ("snapshot", "push", "refused"):
                return heard, data

    def sync(self, day: str | None, seq: int) -> Any:
        """Ask for what came after."""
        self.send(f'42{NAMESPACE},7["sync",{json.dumps({"day": day, "seq": seq})}]')
        return self.hear("ack")

    def ended(self) -> bool:
        """Whether the hub ends the connection while it is alive; reads all that is still there."""
        deadline = monotonic() + WAIT_SECONDS
        try:
            while monotonic() < deadline:
                if self._text() == "2":
                    self.send("3")
        except (websocket.WebSocketConnectionClosedException, ConnectionError, AssertionError):
            return True
        return False

    def close(self) -> None:
        """Cut the connection."""
        with contextlib.suppress(OSError):
            self.raw.shutdown(socket.SHUT_RDWR)
        self.raw.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _text(self) -> str:
        text = self._ws.recv()
        if not text:
            raise websocket.WebSocketConnectionClosedException("ended")
        assert isinstance(text, str)
        return text


def hello(
    token: str | None = None, *, protocol: int = PROTOCOL_VERSION, last: object = None
) -> dict[str, Any]:
    """What a client says on connecting."""
    said: dict[str, Any] = {"protocol": protocol, "last": last}
    return said if token is None else {"token": token, **said}


class StaffedCounter:
    """A member of staff at a counter, who calls, starts and finishes over HTTP."""

    def __init__(self, api: Api, counter_id: str) -> None:
        self.api, self.counter_id = api, counter_id
        self.in_hand: str | None = None
        self._change("open")

    def call(self) -> str:
        """Finish the one in hand and call the next; the number called."""
        called = self._change("call", finishes=self.in_hand)["called"]
        self.in_hand = str(called["leg_id"])
        return str(called["number"])

    def start(self) -> None:
        """The visitor is here."""
        self._change("start", leg_id=self.in_hand)

    def recall(self) -> None:
        """Call once more."""
        self._change("recall", leg_id=self.in_hand)

    def _change(self, what: str, **fields: Any) -> dict[str, Any]:
        return self.api.change(f"/counters/{self.counter_id}/{what}", **fields).ok()


def issue(api: Api, service_id: str, count: int = 1) -> list[str]:
    """Issue visits; their numbers."""
    asked = {"service_id": service_id}
    return [
        str(api.change("/visits", request_id=str(uuid.uuid4()), **asked).ok()["number"]) for _ in range(count)
    ]


def _understood(text: str) -> tuple[str, Any]:
    kind, rest = text[1], text[2:].removeprefix(f"{NAMESPACE},")
    if kind == "0":
        return "connect", json.loads(rest)
    if kind == "4":
        return "refused", json.loads(rest)
    body = json.loads(rest[rest.index("[") :])
    return ("ack", body[0]) if kind == "3" else (str(body[0]), body[1] if len(body) > 1 else None)
