"""The hall at a glance, as its managers hear it in their room and may ask for it."""

from __future__ import annotations

from datetime import date

from balai.protocol.answers.counters import CounterRow
from balai.protocol.base import News
from balai.protocol.managed.devices import DeviceRow


class Figures(News):
    """Today's numbers: visits that were `given` one, legs `served`, `missed` and still so, `cancelled`, left
    `unserved`, `waiting`, and how many people were `refused` a number, by the code of the refusal."""

    given: int = 0
    served: int = 0
    missed: int = 0
    cancelled: int = 0
    unserved: int = 0
    waiting: int = 0
    refused: dict[str, int] = {}


class AgencyOutlook(News):
    """An agency's figures, and whom of those who wait it will probably not reach today: about how many, and
    the `unlikely` numbers themselves. Null where there is no estimate."""

    agency_id: str
    figures: Figures
    unreached: int | None = None
    unlikely: tuple[str, ...] = ()


class Overview(News):
    """What a manager looks at, of the whole hall or of one agency. `devices` are those with anything wrong.
    `believed`: the hub believes its clock; `ahead`: the open day is ahead of it. `change_on` is the day on
    which a change of the settings waits; so many visits were `ended` by closing; `raised` is how many more
    may come today, by service."""

    day: str
    figures: Figures
    agencies: tuple[AgencyOutlook, ...]
    counters: tuple[CounterRow, ...]
    devices: tuple[DeviceRow, ...] = ()
    believed: bool = True
    ahead: bool = False
    change_on: date | None = None
    ended: int = 0
    raised: dict[str, int] = {}


class QuotaNow(News):
    """So many `more` may come for a service today than its settings let."""

    service_id: str
    more: int
    day: str
    seq: int


class TechnicianCalled(News):
    """A technician was told in so many `ways` (mail, webhook, file)."""

    ways: int
