"""How often one actor may do what disturbs a whole hall, or could guess: so many a minute."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from balai.errors import BalaiError, Refusal
from balai.words.said import say
from server.rates import Bucket, Buckets

#: Codes that nobody has, by one kiosk or one member of staff; a code has 36 bits.
WRONG_CODES_A_MINUTE = 12
ANNOUNCEMENTS_A_MINUTE = 6
_MINUTE = 60.0
_REMEMBERED = 1000
_WRONG = ("voucher_unknown", "booking_unknown", "code_unknown")


class TooOften(BalaiError):
    """`params["seconds"]` says how long to wait."""

    code = "too_many_attempts"


class Limit:
    """So many a minute for each actor, in this process."""

    def __init__(self, a_minute: int, monotonic: Callable[[], float]) -> None:
        """`monotonic` gives real seconds."""
        self._a_minute, self._monotonic = a_minute, monotonic
        self._buckets = Buckets(_REMEMBERED)

    def take(self, actor: str) -> Bucket:
        """Count one. Raises TooOften, and counts none, where it is too many."""
        bucket = self._buckets.of(actor, self._a_minute / _MINUTE, self._a_minute)
        wait = bucket.take(self._monotonic())
        if wait:
            bucket.give_back()
            raise TooOften(say("detail.try_again", wait=str(int(wait) + 1)), seconds=int(wait) + 1)
        return bucket


@contextmanager
def guess(limit: Limit, actor: str) -> Iterator[None]:
    """Count a code, before it is looked at, that turns out to be nobody's. Raises TooOften."""
    bucket = limit.take(actor)
    try:
        yield
    except Refusal as refusal:
        if refusal.code not in _WRONG:
            bucket.give_back()
        raise
    bucket.give_back()
