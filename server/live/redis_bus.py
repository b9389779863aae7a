"""Redis pub/sub between the hubs of one hall: pushes cross by it, and nothing ever waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

import gevent
import redis
import socketio
import structlog
from gevent.event import Event
from gevent.queue import Empty, Queue
from redis.backoff import NoBackoff
from redis.retry import Retry

from server.live.direct import DirectManager

log = structlog.get_logger(__name__)

TIMEOUT = 0.5
WAITING = 1000
AT_ONCE = 64
SILENCE = 4.0
LONGEST_PAUSE = 2.0

Arrived = Callable[[str, dict[str, Any]], bool]


class RedisBus(socketio.RedisManager, DirectManager):  # type: ignore[misc]  # untyped library
    """A RedisManager whose sending and listening run in greenlets of their own.

    The library's own would publish in the caller's time (a frozen Redis then holds each call up) and
    would listen again only after up to a minute. What cannot be sent is dropped: other hubs find it
    in the log. `arrived` gets the room and data of each push of another hub and says whether it is
    still to be told here.
    """

    def __init__(self, url: str, channel: str, arrived: Arrived, logger: Any = None) -> None:
        options = {
            "socket_timeout": TIMEOUT,
            "socket_connect_timeout": TIMEOUT,
            "retry": Retry(NoBackoff(), 0),
        }
        super().__init__(url, channel=channel, logger=logger, redis_options=options)
        self._arrived = arrived
        self._outbox: Queue[dict[str, Any]] = Queue(WAITING)
        self._closing = Event()
        self._sender: gevent.Greenlet[..., None] | None = None
        self.well = True

    def start(self) -> None:
        """Begin to send."""
        self._sender = gevent.spawn(self._send_all)

    def close(self) -> None:
        """End sending and listening."""
        self._closing.set()
        for greenlet in (self._sender, getattr(self, "thread", None)):
            if greenlet is not None:
                greenlet.kill(block=True, timeout=1.0)

    def ping(self) -> str:
        """For the health check: a word, or an exception."""
        with redis.Redis.from_url(self.redis_url, **self.redis_options) as client:
            client.ping()
        return "answers"

    def _publish(self, data: dict[str, Any]) -> None:
        if self._outbox.full():
            self._outbox.get_nowait()
        self._outbox.put_nowait(data)

    def _handle_emit(self, message: dict[str, Any]) -> None:
        foreign = message.get("host_id") != self.host_id
        if not foreign or self._arrived(str(message.get("room")), message["data"][0]):
            super()._handle_emit(message)

    def _send_all(self) -> None:
        client = redis.Redis.from_url(self.redis_url, **self.redis_options)
        while not self._closing.is_set():
            waiting = [self._outbox.get()]
            while len(waiting) < AT_ONCE and not self._outbox.empty():
                waiting.append(self._outbox.get_nowait())
            try:
                with client.pipeline(transaction=False) as line:
                    for data in waiting:
                        line.publish(self.channel, self.json.dumps(data))
                    line.execute()
            except (redis.RedisError, OSError) as fault:
                self._say(well=False, reason=type(fault).__name__)
                self._forget_waiting()
                self._closing.wait(TIMEOUT)
            else:
                self._say(well=True)

    def _forget_waiting(self) -> None:
        # While Redis was away the others took these from the log; late copies would only burden it.
        while True:
            try:
                self._outbox.get_nowait()
            except Empty:
                return

    def _say(self, *, well: bool, reason: str = "") -> None:
        if well != self.well:
            self.well = well
            if well:
                log.info("redis_back")
            else:
                log.warning("redis_away", reason=reason, effect="other hubs hear by the log, within seconds")

    def _listen(self) -> Iterator[bytes]:
        pause = TIMEOUT / 2
        while not self._closing.is_set():
            try:
                for message in self._messages():
                    pause = TIMEOUT / 2
                    if message["type"] == "message":
                        yield message["data"]
            except (redis.RedisError, OSError) as fault:
                log.debug("redis_not_heard", reason=type(fault).__name__)
            self._closing.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _messages(self) -> Iterator[dict[str, Any]]:
        """Messages and pongs of one subscription, until it falls silent."""
        with redis.Redis.from_url(self.redis_url, **self.redis_options) as client, client.pubsub() as heard:
            heard.subscribe(self.channel)
            last, asked = monotonic(), False
            while monotonic() - last < SILENCE:
                message = heard.get_message(timeout=TIMEOUT * 2)
                if message is not None:
                    last, asked = monotonic(), False
                    yield message
                elif not asked:
                    heard.ping()
                    asked = True
