"""What can go wrong with a store, said for people."""

from __future__ import annotations

from balai.domain.errors import BalaiError
from balai.words.said import say


class StoreError(BalaiError):
    """The store cannot be used as asked."""

    code = "store_error"


class StoreBusy(StoreError):
    """Another hub has this SQLite file."""

    code = "store_busy"


class StoreUnavailable(StoreError):
    """The database does not take the change now. Nothing that was acknowledged is lost; the same
    request with the same `request_id` may be sent again."""

    code = "store_unavailable"


class HallUnknown(StoreError):
    """No configuration of this hall has been loaded."""

    code = "hall_unknown"
    lasting = True


class NoHallYet(HallUnknown):
    """No hall was ever loaded: the first start makes one, so that time mends it."""

    code = "no_hall"
    lasting = False


class StoreNewer(StoreError):
    """The tables are of a later program than this one."""

    code = "store_newer"
    lasting = True


def unavailable(fault: Exception) -> StoreUnavailable:
    """The error for people that a fault of the database stands for."""
    return StoreUnavailable(
        say("error.store_unavailable", why=getattr(fault, "orig", None) or type(fault).__name__)
    )
