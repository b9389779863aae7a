"""The training hall on the wire: opened beside the hall for a while, and what is to be tried there."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Strict

from balai.protocol.base import Moment, News, Slug
from balai.protocol.requests import Change

SHORTEST, LONGEST = 10, 240
SLOWEST, QUICKEST = 6, 240
State = Literal["closed", "starting", "open", "failed"]


class StartPractice(Change):
    """Open the training hall for so many minutes, with so many played visitors an hour. The counters of
    `agency_id` are for people who learn, those of the others are served by played staff; without one all
    counters are for people."""

    minutes: Annotated[int, Strict(), Field(ge=SHORTEST, le=LONGEST)] = 60
    pace: Annotated[int, Strict(), Field(ge=SLOWEST, le=QUICKEST)] = 30
    agency_id: Slug | None = None


class PracticeAccount(News):
    """Somebody who can sign in there; the password is of no use anywhere else."""

    username: str
    password: str
    role: Literal["staff", "manager"]


class PracticeHall(News):
    """A training hall that is open: on this machine at `port`, until a moment at the latest."""

    port: int
    until: Moment
    pace: int
    agency_id: str | None = None
    accounts: tuple[PracticeAccount, ...] = ()


class PracticeTask(News):
    """Something to try, and whether the asker has done it."""

    key: str
    done: bool = False


class Practice(News):
    """`training`: this is the training hall itself, with its `tasks`. Otherwise the one beside this hall."""

    training: bool = False
    state: State = "closed"
    hall: PracticeHall | None = None
    staff: tuple[PracticeTask, ...] = ()
    manager: tuple[PracticeTask, ...] = ()
