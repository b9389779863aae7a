"""Hints between the hubs of one hall over Redis pub/sub: "the log goes as far as this, look".

A hint carries no news. Whoever reaches Redis can make a hub look at its log and nothing else; what is told
comes from the log alone. Nothing ever waits for Redis: without it each hub looks every two seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

import gevent
import redis
import structlog
from gevent.event import Event
from redis.backoff import NoBackoff
from redis.retry import Retry

from server.live.hints import hint_of

log = structlog.get_logger(__name__)

TIMEOUT = 0.5
SILENCE = 4.0
LONGEST_PAUSE = 2.0

#: Takes a hint: the date of a log and the seq that it has reached, as somebody says.
Hinted = Callable[[str, int], None]


class RedisBus:
    """Sends and hears hints in greenlets of its own. Only the latest hint counts, so nothing is queued."""

    def __init__(self, url: str, channel: str, hinted: Hinted) -> None:
        """`hinted` must not wait. A client's own hints come back to it as well."""
        self._url, self._channel, self._hinted = url, channel, hinted
        self._options: dict[str, Any] = {
            "socket_timeout": TIMEOUT,
            "socket_connect_timeout": TIMEOUT,
            "retry": Retry(NoBackoff(), 0),
        }
        self._latest = b""
        #: The connection that hints go out on once there is one, and the hint that Redis has not taken yet.
        self._line: Any = None
        self._on_its_way: bytes | None = None
        self._to_send, self._closing = Event(), Event()
        self._greenlets: list[gevent.Greenlet[..., None]] = []
        self.well = True

    def start(self) -> None:
        """Begin to send and to hear."""
        self._greenlets = [gevent.spawn(self.send_all), gevent.spawn(self._hear_all)]

    def close(self) -> None:
        """End both."""
        self._closing.set()
        gevent.killall(self._greenlets, timeout=1.0)
        self._hang_up()

    def hint(self, day: str, seq: int) -> None:
        """Tell the others that the log has reached a seq; never waits. Where Redis has taken the hint before
        it, this one leaves at once: a line with nothing on its way takes so little whatever Redis does."""
        self._latest = f"{day} {seq}".encode()
        if self._line is not None and self._on_its_way is None:
            try:
                self._write()
            except (redis.RedisError, OSError):
                self._hang_up()
        self._to_send.set()

    def send_all(self) -> None:
        """Send what is hinted, until it is closed."""
        while not self._closing.is_set():
            self._to_send.wait()
            self._to_send.clear()
            try:
                self._send_latest()
            except (redis.RedisError, OSError) as fault:
                self._hang_up()
                self._say(well=False, reason=type(fault).__name__)
                self._closing.wait(TIMEOUT)
            else:
                self._say(well=True)

    def ping(self) -> str:
        """For the health check: a word, or an exception."""
        with self._client() as client:
            client.ping()
        return "answers"

    def _client(self) -> redis.Redis:
        return redis.Redis.from_url(self._url, **self._options)

    def _send_latest(self) -> None:
        """Send the latest hint where that is not done, and wait until Redis has it."""
        if self._line is None:
            line: Any = self._client().connection_pool.make_connection()
            line.connect()
            self._line = line
        if self._on_its_way is None:
            self._write()
        self._line.read_response()
        if self._on_its_way != self._latest:
            self._to_send.set()
        self._on_its_way = None

    def _write(self) -> None:
        self._on_its_way = self._latest
        self._line.send_command("PUBLISH", self._channel, self._latest)

    def _hang_up(self) -> None:
        line, self._line, self._on_its_way = self._line, None, None
        if line is not None:
            line.disconnect()

    def _say(self, *, well: bool, reason: str = "") -> None:
        if well != self.well:
            self.well = well
            if well:
                log.info("redis_back")
            else:
                log.warning("redis_away", reason=reason, effect="other hubs hear by the log, within seconds")

    def _hear_all(self) -> None:
        pause = TIMEOUT / 2
        while not self._closing.is_set():
            try:
                for message in self._messages():
                    pause = TIMEOUT / 2
                    hint = hint_of(message["data"])
                    if message["type"] == "message" and hint is not None:
                        self._hinted(*hint)
            except (redis.RedisError, OSError) as fault:
                log.debug("redis_not_heard", reason=type(fault).__name__)
            self._closing.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _messages(self) -> Iterator[dict[str, Any]]:
        """Messages and pongs of one subscription, until it falls silent."""
        with self._client() as client, client.pubsub() as heard:
            heard.subscribe(self._channel)
            last, asked = monotonic(), False
            while monotonic() - last < SILENCE:
                message = heard.get_message(timeout=TIMEOUT * 2)
                if message is not None:
                    last, asked = monotonic(), False
                    yield message
                elif not asked:
                    heard.ping()
                    asked = True
