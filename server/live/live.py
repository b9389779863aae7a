"""The live wire of a hub: joins rooms, Socket.IO and Redis, and keeps time for heads and lengths."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

import gevent
import structlog
from flask import Flask
from flask_socketio import SocketIO
from gevent.event import Event
from pydantic import BaseModel

from balai.clock import Clock
from balai.domain.errors import BalaiError
from balai.domain.hall.plan import wall_zone
from balai.domain.state import HallDay
from balai.protocol.devices.samples import Sample
from balai.protocol.pushes import NAMESPACE
from balai.protocol.rooms import RoomKey
from server.auth.token_cache import Look
from server.live.direct import DirectManager, answers_upgrades
from server.live.lookout import Lookout
from server.live.namespace import HallNamespace, Handshake
from server.live.packets import LARGEST_MESSAGE, ClientPacket, PacketRefusedError, once
from server.live.pings import Pings
from server.live.reaper import ConnectionReaper, cut
from server.live.rooms import Rooms, yield_between
from server.live.speaker_election import SpeakerElection
from server.live.speakers import Take
from server.live.tablets import Tablets
from server.store import Committed
from server.store.day.todays_log import ReadsLog
from server.usecases.giving_way import InHand
from server.views.room_kinds import KINDS

log = structlog.get_logger(__name__)

PING_SECONDS = 5
HEAD_SECONDS = 2.0
REFRESH_SECONDS = 1.0
#: How long lines have become, and who has taken a number behind others, is told at most so often.
LENGTHS_SECONDS = 0.2
#: Real seconds between two looks at the whole hall, which cost more than lengths.
LOOK_SECONDS = 1.0


class Live:
    """Wraps the app's WSGI with Socket.IO and tells the rooms what was committed.

    `publish` is for the dispatcher and never waits. Intervals are real seconds; times told are of
    `clock`. Needs `start()` once the hub serves, `close()` at its end.
    """

    def __init__(
        self,
        app: Flask,
        source: ReadsLog,
        *,
        hall_id: str,
        clock: Clock,
        token: Look,
        cookie: Look,
        cookie_name: str,
        redis_url: str | None = None,
        take: Take | None = None,
        elsewhere: Callable[[], frozenset[str]] = frozenset,
        wanted: Callable[[], Mapping[str, int]] | None = None,
        overview: Callable[[HallDay, str | None], BaseModel] | None = None,
        in_hand: InHand | None = None,
    ) -> None:
        """`take` keeps hubs that share a hall from letting two displays speak for one zone; `elsewhere`
        are the zones that the others have; `wanted` the displays whose picture is waited for at any hub, with
        how often it was asked for (None for a hub that is alone); `overview` the hall at a glance, of one
        agency where it is named, for the managers' rooms; who comes waits for what is `in_hand`."""
        self._overview, self._overviews = overview, dict[RoomKey, dict[str, Any]]()
        self._looked_at = 0.0
        self._wanted, self._asked = wanted, dict[str, int]()
        self._source = source
        manager = DirectManager()
        self._rooms = Rooms(
            source, clock, self._emit, self._heard, self._lengths_told, together=manager.together
        )
        self._lookout = Lookout(self._known, self._refresh)
        self.bus = _bus(redis_url, f"balai:{hall_id}:log", self._lookout.hinted) if redis_url else None
        self.server = _server(app, manager)
        self._pings = Pings(self.server.eio)
        self.tablets = Tablets(clock, alone=redis_url is None)
        self._names = HallNamespace(
            Handshake(token, cookie, cookie_name), self._rooms, self.tablets, self._wall_zone, in_hand
        )
        self.server.register_namespace(self._names)
        self._names.speakers = self._stand = SpeakerElection(
            self._zones, self._tell_speaker, self._tell_cue, self._safely, take, elsewhere
        )
        self._sweep = ConnectionReaper(self.server)
        self._closing = Event()
        self._greenlets: list[gevent.Greenlet[..., None]] = []
        self._refreshing: gevent.Greenlet[..., None] | None = None
        self._lengths: dict[RoomKey, tuple[str, dict[str, Any]]] = {}

    @property
    def listeners(self) -> int:
        """How many clients hear the hall here."""
        return len(self._names.listening)

    def start(self) -> None:
        """Read where the log stands and begin to tell."""
        self._rooms.begin()
        if self.bus is not None:
            self._lookout.start()
            self.bus.start()
        self._stand.start()
        loops = (self._tell_loop, self._heads_loop, self._lengths_loop, self._ping_loop)
        for loop in loops:
            self._greenlets.append(gevent.spawn(loop))

    def walls(self) -> dict[str, str]:
        """The zones with a display alive, and whether it "shows" or also "speaks" there."""
        return self._stand.walls()

    def ask_thumbnail(self, device_id: str) -> None:
        """Ask a display that is connected here for a picture of what it shows."""
        for sid, listening in list(self._names.listening.items()):
            if listening.device_id == device_id:
                self.server.emit("look", {}, to=sid, namespace=NAMESPACE)

    def send_sample(self, device_id: str, sample: Sample) -> bool:
        """Have a device that is connected here try itself; whether there is one."""
        found = [sid for sid, one in list(self._names.listening.items()) if one.device_id == device_id]
        for sid in found:
            self.server.emit("sample", sample.model_dump(mode="json"), to=sid, namespace=NAMESPACE)
        return bool(found)

    def send_restart(self, device_id: str) -> bool:
        """Have a device that is connected here start anew; whether there is one."""
        found = [sid for sid, one in list(self._names.listening.items()) if one.device_id == device_id]
        for sid in found:
            self.server.emit("restart", {}, to=sid, namespace=NAMESPACE)
        return bool(found)

    def check(self, actor: str) -> None:
        """Cut off at once where `actor` listens here by a token or a session that has ended."""
        self._names.check(actor)

    def _ask_wanted(self) -> None:
        """Ask the displays that are connected here for pictures that somebody waits for at another hub."""
        for device_id, asked in (self._wanted() if self._wanted else {}).items():
            if self._asked.get(device_id) != asked:
                self._asked[device_id] = asked
                self.ask_thumbnail(device_id)

    def publish(self, committed: Committed) -> None:
        """Take what was committed; other greenlets tell it, here and, where they find it, at other hubs."""
        if self.bus is not None and committed.news:
            # First, so that they read the log while it is told here.
            self.bus.hint(*_place(committed.day))
        self._rooms.take(committed.steps)
        self._rooms.tell_few()

    def close(self) -> None:
        """End all that runs by itself, and cut the connections, so that clients look for a hub at once."""
        self._closing.set()
        self._stand.close()
        gevent.killall(self._greenlets, timeout=2.0)
        if self.bus is not None:
            self.bus.close()
            self._lookout.close()
        self.server.shutdown()
        self._sweep.all()

    def _emit(self, event: str, data: dict[str, Any], key: RoomKey) -> None:
        # Not by the server, which would note every word first.
        self.server.manager.emit(event, data, NAMESPACE, room=str(key))

    def _heard(self, key: RoomKey) -> bool:
        return str(key) in self.server.manager.rooms.get(NAMESPACE, {})

    def _lengths_told(self, key: RoomKey) -> dict[str, Any] | None:
        told = self._lengths.get(key)
        return told[1] if told is not None else None

    def _known(self) -> tuple[str, int]:
        return _place(self._source.day)

    def _wall_zone(self, device_id: str, enrolled: str | None) -> str | None:
        return wall_zone(self._source.day.config, device_id, enrolled)

    def _zones(self) -> dict[str, int]:
        config = self._source.day.config
        strange = {counter.zone_id: 1 for counter in config.counters}
        return strange | {zone.id: zone.loudspeakers for zone in config.zones}

    def _tell_speaker(self, sid: str, said: dict[str, object]) -> None:
        self.server.emit("speaker", said, to=sid, namespace=NAMESPACE)

    def _tell_cue(self, sid: str, cue: dict[str, object]) -> None:
        self.server.emit("cue", cue, to=sid, namespace=NAMESPACE)

    def _tell_loop(self) -> None:
        while not self._closing.is_set():
            self._rooms.wake.wait()
            self._rooms.wake.clear()
            self._safely(lambda: yield_between(self._rooms.pump()))

    def _heads_loop(self) -> None:
        while not self._closing.wait(HEAD_SECONDS):
            self._safely(self._refresh)
            self._safely(lambda: yield_between(self._rooms.pump()))
            self._safely(self._rooms.heads)
            self._safely(self._sweep)
            self._safely(self._names.check_some)
            self._safely(self._ask_wanted)
            self._safely(self._tell_overviews)

    def _ping_loop(self) -> None:
        while not self._closing.is_set():
            self._safely(self._pings.next)

    def _lengths_loop(self) -> None:
        while not self._closing.is_set():
            self._rooms.changed.wait()
            self._closing.wait(LENGTHS_SECONDS)
            self._safely(lambda: yield_between(self._rooms.pump()))
            self._rooms.changed.clear()
            self._safely(self._tell_lengths)
            if monotonic() - self._looked_at > LOOK_SECONDS:
                self._safely(self._tell_overviews)

    def _tell_lengths(self) -> None:
        day = self._source.day
        kept = self._lengths
        self._lengths = {}
        for key in filter(self._heard, self._rooms.known()):
            lengths = KINDS[key.kind].lengths(day, key.id)
            if lengths is None:
                continue
            said = self._lengths[key] = (day.date.isoformat(), lengths.model_dump(mode="json"))
            if kept.get(key) != said:
                self._emit("queues", said[1], key)

    def _tell_overviews(self) -> None:
        """The hall at a glance, where it is not as it was two seconds ago."""
        self._looked_at = monotonic()
        told, self._overviews = self._overviews, {}
        for key in [key for key in self._rooms.known() if key.kind == "manager" and self._heard(key)]:
            if self._overview is not None:
                said = self._overview(self._source.day, key.id or None).model_dump(mode="json")
                self._overviews[key] = said
                if told.get(key) != said:
                    self._emit("overview", said, key)

    def _refresh(self) -> None:
        """Catch up, but go on after a second where the database does not answer."""
        if self._refreshing is None or self._refreshing.ready():
            self._refreshing = gevent.spawn(self._safely, self._source.refresh)
        self._refreshing.join(REFRESH_SECONDS)

    def _safely(self, work: Callable[[], object]) -> None:
        try:
            work()
        except BalaiError as fault:
            log.warning("live_waits", reason=fault.code)
        except Exception:
            # A loop that ends would leave every board standing still.
            log.exception("live_fault")


def _place(day: HallDay) -> tuple[str, int]:
    return day.date.isoformat(), day.seq


def _bus(url: str, channel: str, hinted: Callable[[str, int], None]) -> Any:
    from server.live.redis_bus import RedisBus  # a hub alone needs no Redis library

    return RedisBus(url, channel, hinted)


def _server(app: Flask, manager: DirectManager) -> Any:
    quiet = _library_log()
    options: dict[str, Any] = {
        "async_mode": "gevent",
        "client_manager": manager,
        "serializer": ClientPacket,
        "transports": ["websocket"],
        "allow_upgrades": False,
        "http_compression": False,
        "ping_interval": PING_SECONDS,
        "ping_timeout": PING_SECONDS,
        "max_http_buffer_size": LARGEST_MESSAGE,
        "async_handlers": False,
        "manage_session": False,
        "logger": quiet,
        "engineio_logger": quiet,
    }
    wrapped: Any = SocketIO(app, **options)
    server = wrapped.server
    answers_upgrades(server.eio)

    take = server.eio.handlers["message"]

    def heard(connection: str, data: object) -> None:
        try:
            once(server.environ.get(connection, {}), data)
            take(connection, data)
        except PacketRefusedError:
            # The library itself would only note it, and go on listening.
            cut(server.environ.get(connection))

    server.eio.on("message", heard)
    return server


def _library_log() -> logging.Logger:
    quiet = logging.getLogger("balai.socketio")
    quiet.setLevel(logging.ERROR)
    quiet.addFilter(_is_ours)
    return quiet


def _is_ours(record: logging.LogRecord) -> bool:
    """Not what a client did wrong, of which the library notes the first of each kind as an error."""
    return "further occurrences" not in record.getMessage()
