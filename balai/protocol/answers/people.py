"""Who is signed in."""

from __future__ import annotations

from balai.protocol.base import News


class Account(News):
    """Who is signed in; shown on their own tablet only. `agency_id` is null for the whole hall;
    `may` names the permissions of the role, `pages` the pages that it may see."""

    id: str
    username: str
    display_name: str
    role: str
    agency_id: str | None = None
    may: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


class Session(News):
    """A signed-in session and the counter it holds."""

    account: Account
    counter_id: str | None
