"""A helper process of the hub that makes pictures or sound for pages: one thing at a time, bounded."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import gevent
import structlog
from gevent.lock import BoundedSemaphore

from balai.errors import Refusal
from balai.program.helper import Helper, HelperGone
from balai.words.said import say

log = structlog.get_logger(__name__)

#: Of what was made, so many of the latest are kept, and so many bytes of them at most.
_KEPT, _KEPT_BYTES = 24, 6_000_000
#: So many may wait for their turn.
_MOST_WAITING = 8
#: Real seconds for one thing, the start of the process among them, and until an idle process is ended.
_MAKE_SECONDS, _IDLE_SECONDS = 20.0, 90.0


class Workshop:
    """Makes what is asked of a module of ours (see `balai.program.helper`). Used from the hub's one thread:
    whoever asks waits as gevent waits, and the hub goes on."""

    def __init__(self, name: str, program: tuple[str, ...]) -> None:
        self._name, self._helper = name, Helper(program)
        self._turn, self._waiting = BoundedSemaphore(1), 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._asked = 0

    def make(self, wish: Mapping[str, Any]) -> bytes:
        """What is wished. Raises Refusal: `preview_busy`, `preview_failed`."""
        key = hashlib.sha256(json.dumps(wish, sort_keys=True).encode()).hexdigest()
        if (made := self._found(key)) is not None:
            return made
        if self._waiting >= _MOST_WAITING:
            raise Refusal("preview_busy", say("error.preview_busy"))
        self._waiting += 1
        try:
            with self._turn:
                return self._found(key) or self._keep(key, self._made(wish))
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """End the process."""
        self._helper.abandon()

    def _found(self, key: str) -> bytes | None:
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def _made(self, wish: Mapping[str, Any]) -> bytes:
        self._asked += 1
        try:
            with gevent.Timeout(_MAKE_SECONDS):
                made = self._helper.ask(wish)
        except (HelperGone, gevent.Timeout) as fault:
            self._helper.abandon()
            made = type(fault).__name__ if isinstance(fault, gevent.Timeout) else str(fault)
        if isinstance(made, str):
            log.warning("preview_failed", maker=self._name, reason=made)
            raise Refusal("preview_failed", say("error.preview_failed"))
        gevent.spawn_later(_IDLE_SECONDS, self._rest, self._asked)
        return made

    def _keep(self, key: str, made: bytes) -> bytes:
        self._kept[key] = made
        while len(self._kept) > _KEPT or (
            len(self._kept) > 1 and sum(map(len, self._kept.values())) > _KEPT_BYTES
        ):
            self._kept.popitem(last=False)
        return made

    def _rest(self, asked: int) -> None:
        """End a process that nobody has asked since, so that its memory is free."""
        if asked == self._asked:
            with self._turn:
                if asked == self._asked:
                    self._helper.end()
