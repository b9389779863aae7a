"""Accounts on the wire: what those who keep them ask and are answered."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from balai.protocol.base import Message, Moment, News, Slug
from balai.protocol.requests import Change

Password = Annotated[str, StringConstraints(min_length=8, max_length=256)]


class NewAccount(Change):
    """Make an account; without an `agency_id` it is of the whole hall. The `request_id` becomes its id."""

    username: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    display_name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    role: Literal["staff", "supervisor", "manager", "auditor", "administrator"] = "staff"
    agency_id: Slug | None = None
    password: Password


class NewPassword(Change):
    """Give an account another password; wherever it is signed in ends."""

    password: Password


class OneTimeCode(Change):
    """Give an account a one-time code in place of its password; whoever signs in with it chooses another."""

    one_time_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{8}$")]


class ChoosePassword(Message):
    """Choose a password with a one-time code, and sign in; no `request_id`: sent again it signs in."""

    username: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    code: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    password: Password


class OwnPassword(Change):
    """Change one's own password, with the present one."""

    present: Annotated[str, StringConstraints(min_length=1, max_length=256)]
    password: Password


class NewSkills(Change):
    """Say which services somebody may serve, those preferred first; null for all."""

    skills: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=2000)] | None


class SignOut(Change):
    """End one session of an account, or all of them."""

    session_id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")] | None = None


class AccountRow(News):
    """An account, as those see it who keep accounts; `yours` where the asker may change it. `skills`
    are the services that it may serve, those preferred first; null for all. `signed_in_at` is told in the
    list: when it signed in last, as far as the trail goes back."""

    id: str
    username: str
    display_name: str
    role: str
    agency_id: str | None
    disabled: bool
    yours: bool = False
    skills: tuple[str, ...] | None = None
    signed_in_at: Moment | None = None


class AccountList(News):
    """The accounts that the asker may see."""

    accounts: tuple[AccountRow, ...]


class SessionRow(News):
    """A session: `id` names it and lets nobody in."""

    id: str
    begun_at: Moment
    ends_at: Moment


class SessionList(News):
    """Where an account is signed in now, the latest first."""

    sessions: tuple[SessionRow, ...]


class SatRow(News):
    """A time at a counter; `closed_at` is null while it lasts."""

    counter_id: str
    opened_at: Moment
    closed_at: Moment | None


class SatList(News):
    """Where somebody sat in the last days, the latest first."""

    sittings: tuple[SatRow, ...]


class SeatRow(SatRow):
    """The same with who it was, by the id of the account."""

    account_id: str


class SeatList(News):
    """Who sat where on a day, in the order in which they sat down."""

    sittings: tuple[SeatRow, ...]


class OwnSessionRow(SessionRow):
    """A session of the asker; `here` is the one that asks."""

    here: bool


class OwnSessionList(News):
    """Where the asker is signed in now, the latest first."""

    sessions: tuple[OwnSessionRow, ...]
