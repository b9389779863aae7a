"""Changes of the hall's file on the wire: since when one is in force, and which waits."""

from __future__ import annotations

from datetime import date
from typing import Literal

from balai.protocol.base import Moment, News

#: Since when a change of the hall's file is in force.
Since = Literal["now", "already", "waits"]


class HallInForce(News):
    """Since when the hall's file is in force: `now`, at `seq` of today's log and from then on; `already`; or
    it `waits` and is put in force by itself when the first day opens that is not before `on`. `in_use` names
    what today still needs of the file before."""

    day: str
    seq: int
    since: Since = "now"
    on: date | None = None
    in_use: tuple[str, ...] = ()


class HallChecked(News):
    """A hall's file that can be put in force; `warnings` are what had better not be, and what was left out
    of its texts since nobody can see it; `would` is what putting it in force now would answer."""

    warnings: tuple[str, ...] = ()
    would: HallInForce


class ChangeRow(News):
    """A change of the hall's file that waits: for which day, since when, who asked (an actor id), and what of
    today it waits for."""

    on: date
    since: Moment
    by: str = ""
    in_use: tuple[str, ...] = ()


class HallChange(News):
    """The change of the hall's file that waits for a later day, if there is one."""

    waiting: ChangeRow | None
    day: str
    seq: int
