"""What a kiosk that is cut off goes by: the hall, hours, quotas and numbers as it knew them last."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from balai.domain.hall.localtime import local_date
from balai.protocol.devices.cut_off import OfferedService
from balai.protocol.views import ServiceView
from kiosk.journal.hub_time import HubTime
from kiosk.journal.journal import Journal
from kiosk.journal.own_numbers import next_number


class Rules:
    """Whether a number may be given without the hub, and which."""

    def __init__(self, journal: Journal, hub_time: HubTime) -> None:
        self._journal, self._time = journal, hub_time

    @property
    def today(self) -> date:
        """The date in the hall, as far as the time is known."""
        hall = self._journal.kit.hall
        return local_date(self._time.now(), ZoneInfo(hall.hall.time_zone if hall else "Asia/Jakarta"))

    def service(self, service_id: str) -> ServiceView | None:
        """A service as the hall had it last."""
        hall = self._journal.kit.hall
        return next((s for s in hall.services if s.id == service_id), None) if hall else None

    def has_number(self, service_id: str) -> bool:
        """Whether there is a number of its own for a service."""
        return self.number(service_id) is not None

    def number(self, service_id: str) -> dict[str, Any] | None:
        """The next number of its own for a service; None where there is none."""
        kit, offered = self._journal.kit, self._offered(service_id)
        if kit.held is None or kit.hall is None or offered is None or self.service(service_id) is None:
            return None
        sure = self._time.certain and kit.hall.over_night != "order"
        return next_number(kit.held, self._journal.used, offered.series_id, self.today, sure=sure)

    def refuses(self, service_id: str, persons: int = 1) -> str | None:
        """The code of why no number is given now; None where one is. Nobody is sent away by a clock that may
        be wrong."""
        kit, offered = self._journal.kit, self._offered(service_id)
        if kit.facts is None or offered is None:
            return None
        if self._time.certain and not self._is_open(offered):
            return "closed_now"
        today = self.today.isoformat()
        room = offered.left if kit.facts.day >= today else offered.quota
        given = self._given(service_id, today)
        return "quota_full" if room is not None and given + persons > room else None

    def _offered(self, service_id: str) -> OfferedService | None:
        facts = self._journal.kit.facts
        return facts.services.get(service_id) if facts else None

    def _is_open(self, offered: OfferedService) -> bool:
        facts = self._journal.kit.facts
        if facts is None or facts.hours is None:
            return True
        now = self._time.now().timestamp()
        return any(begins <= now <= ends for begins, ends in facts.hours[offered.hours])

    def _given(self, service_id: str, today: str) -> int:
        """How many persons it gave own numbers that the hub does not count yet."""
        return sum(_persons(r.choice) for r in self._journal.backlog if r.number is not None
                   and r.day == today and r.choice["service_id"] == service_id)  # fmt: skip


def _persons(choice: Mapping[str, Any]) -> int:
    persons: int = choice["persons"]
    return persons
