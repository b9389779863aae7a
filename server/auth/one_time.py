"""One-time codes: what lets somebody in once, to choose a password that nobody else knows.

A code stands where the password's hash stands otherwise, with the time that it ends, so that one thing
lets an account in and the password before it is gone.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from balai.domain.log import stamp

#: So long a code is good, on the hub's clock: for who is reset today and comes tomorrow.
VALID = timedelta(hours=24)
_MARK = "once"


class OneTime(NamedTuple):
    """The hash of a code, and when it ends (aware)."""

    hashed: str
    until: datetime


def kept(hashed: str, now: datetime) -> str:
    """What is kept of a code that is given `now` (aware)."""
    return f"{_MARK} {stamp(now + VALID)} {hashed}"


def one_time(stored: str) -> OneTime | None:
    """The code that is kept in place of a password; None where it is a password's hash."""
    mark, _, rest = stored.partition(" ")
    until, _, hashed = rest.partition(" ")
    return OneTime(hashed, datetime.fromisoformat(until)) if mark == _MARK else None


def digits(typed: str) -> str:
    """A code as it was typed, without what people put between digits."""
    return "".join(sign for sign in typed if sign.isdigit())
