"""The namespace /hall: who may hear, what they are told first, and what they may ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from time import monotonic
from typing import Any

import gevent
import socketio
from pydantic import ValidationError

from balai.protocol.hello import Hello, Position, Refused
from balai.protocol.pushes import NAMESPACE, Admitted, Cue, MaySpeak
from balai.protocol.rooms import RoomKey
from balai.protocol.version import SUPPORTED
from balai.words.said import say
from server.auth.principal import Principal
from server.auth.roles import DEVICE_ROLES
from server.auth.strangers import ADMITTED
from server.auth.token_cache import Look
from server.live.direct import TOGETHER
from server.live.reaper import cut
from server.live.rooms import Rooms, Told
from server.live.speaker_election import SpeakerElection
from server.live.tablets import Tablets
from server.rates import Bucket
from server.usecases.giving_way import InHand, OneByOne

#: What one connection may ask: a client does so where it missed something, which is seldom.
_ASKS, _ASKS_AT_ONCE = 2, 30
#: Who leaves so much unread and asks for more is let go: each answer may be the whole hall.
MOST_UNREAD = 8
ROUNDS_TO_CHECK = 15
#: Connections of one device or account at once: sixty tablets may share an account, and come back twice.
MOST_OF_ONE = 128
#: How long a refused client has to read why and to go by itself.
GOODBYE_SECONDS = 1.0


class Handshake:
    """Decides who may hear what. `cookie` is the name of the staff session's cookie."""

    def __init__(self, token: Look, cookie: Look, cookie_name: str) -> None:
        self._token, self._cookie, self._cookie_name = token, cookie, cookie_name

    def admit(self, environ: Mapping[str, Any], auth: object) -> tuple[Hello, Principal]:
        """Whoever connects, if known. Raises RefusedConnection."""
        hello = _hello(auth)
        if hello.protocol not in SUPPORTED:
            known = ", ".join(str(version) for version in sorted(SUPPORTED))
            raise RefusedConnection("protocol_unsupported", say("detail.protocol", version=known))
        who = self.who(environ, hello)
        if who is None:
            raise RefusedConnection("token_invalid", say("detail.not_known"))
        return hello, who

    def who(self, environ: Mapping[str, Any], hello: Hello) -> Principal | None:
        """Who is behind a connection now; None where a device was withdrawn or somebody signed out."""
        if hello.token is not None:
            return self._token(hello.token)
        return self._by_cookie(environ.get("HTTP_COOKIE", ""))

    def _by_cookie(self, header: str) -> Principal | None:
        try:
            found = SimpleCookie(header).get(self._cookie_name)
        except CookieError:
            return None
        return self._cookie(found.value) if found is not None else None


@dataclass(frozen=True, slots=True)
class Listening:
    """A connection that was let in: its room, and by what it was known."""

    room: RoomKey
    environ: Mapping[str, Any]
    hello: Hello
    actor: str = ""
    zone_id: str | None = None
    asks: Bucket = field(default_factory=lambda: Bucket(_ASKS, _ASKS_AT_ONCE))

    @property
    def device_id(self) -> str:
        """The device's id; empty for staff."""
        kind, _, found = self.actor.partition(":")
        return found if kind == "device" else ""


class RefusedConnection(socketio.exceptions.ConnectionRefusedError):  # type: ignore[misc]  # untyped library
    """Tells the client why in `connect_error`, where both Python and browser clients read it."""

    def __init__(self, code: str, message: str) -> None:
        refused = Refused(code=code, message=message).model_dump()
        super().__init__(message)
        self.error_args = {**refused, "data": refused}


class HallNamespace(socketio.Namespace):  # type: ignore[misc]  # untyped library
    """Handlers of /hall. Nothing is changed over the socket."""

    def __init__(
        self,
        door: Handshake,
        rooms: Rooms,
        tablets: Tablets,
        zone_of: Callable[[str, str | None], str | None] = lambda _, enrolled: enrolled,
        in_hand: InHand | None = None,
    ) -> None:
        """`zone_of` is the zone that a display, by its id and as it was enrolled, is for. Who comes is told
        the hall while nothing is `in_hand`."""
        super().__init__(NAMESPACE)
        self.speakers: SpeakerElection | None = None
        self._door, self._rooms, self._tablets, self._zone_of = door, rooms, tablets, zone_of
        self.listening: dict[str, Listening] = {}
        #: The connections of each that is known, the oldest first.
        self._of: dict[str, dict[str, None]] = {}
        self._coming = OneByOne(in_hand)
        self._to_check: list[str] = []

    def on_connect(self, sid: str, environ: dict[str, Any], auth: object = None) -> bool:
        """Admit, then tell at once what was missed, or the whole."""
        try:
            hello, who = self._door.admit(environ, auth)
        except RefusedConnection:
            gevent.spawn_later(GOODBYE_SECONDS, cut, environ)
            raise
        first = self._rooms.first(who.room, hello.last, apart=hello.catalogue)
        with self._coming.turn():
            return self._let_in(sid, environ, hello, who, first)

    def _let_in(
        self,
        sid: str,
        environ: dict[str, Any],
        hello: Hello,
        who: Principal,
        first: Callable[[], list[Told]],
    ) -> bool:
        # Nothing here yields, so no push slips in between what is told and the room.
        try:
            self.enter_room(sid, str(who.room))
        except (KeyError, ValueError):
            return False  # it went away meanwhile
        self.listening[sid] = Listening(who.room, environ, hello, who.actor, who.zone_id)
        self._count(sid, who.actor)
        self._tablets.came(sid, who.actor)
        if hello.together:
            environ[TOGETHER] = True
        if ADMITTED in environ:
            environ[ADMITTED]()
        if who.role in DEVICE_ROLES:
            self.emit("admitted", Admitted(device_id=who.id).model_dump(), to=sid)
        for event, data in first():
            self.emit(event, data, to=sid)
        return True

    def _count(self, sid: str, actor: str) -> None:
        """Where one has too many, its oldest goes: it may be one that was lost and comes back, and whoever
        holds a token that was taken keeps nobody else out."""
        mine = self._of.setdefault(actor, {})
        mine[sid] = None
        if len(mine) > MOST_OF_ONE:
            oldest = next(iter(mine))
            del mine[oldest]
            cut(self.listening[oldest].environ)

    def on_disconnect(self, sid: str, reason: object = None) -> None:
        """Forget who it was."""
        went = self.listening.pop(sid, None)
        if went is not None:
            mine = self._of.get(went.actor, {})
            mine.pop(sid, None)
            if not mine:
                self._of.pop(went.actor, None)
        self._tablets.went(sid)
        if self.speakers is not None:
            self.speakers.went(sid)

    def on_speak(self, sid: str, data: object = None) -> None:
        """A display says whether it can be heard, and where; it is told whether it speaks."""
        listening = self._asking(sid)
        if listening is None or listening.room.kind != "board" or self.speakers is None:
            return
        with suppress(ValidationError):
            said = MaySpeak.model_validate(data)
            if self._zone_of(listening.device_id, listening.zone_id) not in (None, said.zone):
                # Enrolled for one zone it is no voice for another, whatever it says of itself.
                said = said.model_copy(update={"able": False})
            self.speakers.said(sid, listening.device_id, said)

    def on_cue(self, sid: str, data: object = None) -> None:
        """A display that leads in a zone says what it is about to say there."""
        listening = self._asking(sid)
        if listening is None or self.speakers is None:
            return
        with suppress(ValidationError):
            self.speakers.cued(sid, Cue.model_validate(data))

    def on_sync(self, sid: str, data: object = None) -> dict[str, Any]:
        """What came after (day, seq): `pushes`, or a `snapshot` where steps do not lead there."""
        listening = self._asking(sid)
        if listening is None:
            return {"pushes": []}
        try:
            position = Position.model_validate(data)
        except ValidationError:
            position = Position()
        # Reading on and writing it take as long as a few tickets: many that ask at once have it one after
        # another, and others go between.
        with self._coming.turn():
            if self._unread(sid) > MOST_UNREAD:
                cut(listening.environ)
                return {"pushes": []}
            return self._rooms.catch_up(listening.room, position, apart=listening.hello.catalogue)

    def _unread(self, sid: str) -> int:
        """How many messages wait for a client that does not take them."""
        connection = self.server.eio.sockets.get(self.server.manager.eio_sid_from_sid(sid, NAMESPACE))
        return connection.queue.qsize() if connection is not None else 0

    def check(self, actor: str) -> None:
        """Cut off at once where `actor` listens by a token or a session that has ended."""
        for listening in list(self.listening.values()):
            if listening.actor == actor and self._door.who(listening.environ, listening.hello) is None:
                cut(listening.environ)

    def check_some(self) -> None:
        """Cut off who is no longer known. Each call looks at a part of those in the rooms, whatever is noted
        of them here; all have been looked at after about thirty seconds, at a call every two."""
        everybody = self.server.manager.rooms.get(NAMESPACE, {}).get(None, {})
        if not self._to_check:
            self._to_check = list(everybody)
        part = max(1, len(everybody) // ROUNDS_TO_CHECK)
        for sid in self._to_check[:part]:
            if sid in everybody and not self._may_stay(sid):
                cut(self.server.environ.get(everybody[sid]))
        del self._to_check[:part]

    def _may_stay(self, sid: str) -> bool:
        listening = self.listening.get(sid)
        if listening is None:
            # In no room but its own it is being let in, and hears nothing yet.
            return set(self.server.manager.get_rooms(sid, NAMESPACE)) <= {sid}
        return self._door.who(listening.environ, listening.hello) is not None

    def _asking(self, sid: str) -> Listening | None:
        """Whoever asks; nobody where it asks too often, which ends its connection."""
        listening = self.listening.get(sid)
        if listening is not None and listening.asks.take(monotonic()):
            cut(listening.environ)
            return None
        return listening


def _hello(auth: object) -> Hello:
    try:
        return Hello.model_validate(auth)
    except ValidationError as fault:
        raise RefusedConnection("hello_invalid", say("detail.connect_with")) from fault
