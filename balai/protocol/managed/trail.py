"""The audit trail as it is read."""

from __future__ import annotations

from balai.protocol.base import Moment, News


class TrailRow(News):
    """Something that was done `times`, first `at` and last `until`, by an `actor` (an id; empty: nobody who
    is known), to what `about` names: an account's or device's id. `detail` is one further word, as a role."""

    id: int
    at: Moment
    until: Moment
    what: str
    actor: str
    about: str = ""
    detail: str = ""
    times: int = 1


class TrailPage(News):
    """Entries of the trail, the latest first; those before them are asked for with `before`, the last id."""

    entries: tuple[TrailRow, ...]
    kept_days: int
