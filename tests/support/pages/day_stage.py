"""The manager's page of the day on a stage: its real files, the hub's answers and news given by the test.

Fixture: `day_stage` (in `tests.support.pages.browser`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from balai.protocol.managed.overview import Figures, Overview
from tests.support.pages.staff_stage import Answer, Stage, at, staged

MAY = (
    "counters.read", "counters.release", "day.close", "numbers.stop", "devices.read", "accounts.read",
    "hall.change", "visits.correct", "clock.confirm", "day.void",
)  # fmt: skip
MANAGER: dict[str, Any] = {
    "id": "kepala", "username": "kepala", "display_name": "Kepala MPP", "role": "manager", "may": list(MAY),
    "pages": ["staff", "day", "devices"],
}  # fmt: skip
SUPERVISOR = {
    **MANAGER, "id": "penyelia", "display_name": "Penyelia", "role": "supervisor", "agency_id": "disdukcapil",
    "may": ["counters.read", "counters.release", "numbers.stop", "devices.read"], "pages": ["staff", "day"],
}  # fmt: skip
KIOSK = {"id": "kios-1", "name": "Kios pintu", "kind": "kiosk", "state": "ok", "detail": "Siap."}


def row(number: int, **changes: Any) -> dict[str, Any]:
    """A counter as the hall at a glance tells it; times as clock texts."""
    told = {
        "counter_id": f"loket-{number}", "number": number, "label": "", "agency_id": "disdukcapil",
        "status": "closed", "holder": None, "since": None, "until": None, "overdue": False, "reason": None,
        "leg_number": None, "connected": None, "seen_at": None, "passes_since": None,
    }  # fmt: skip
    times = {
        name: at(changes[name]) for name in ("since", "until", "seen_at", "passes_since") if changes.get(name)
    }
    return {**told, **changes, **times}


def closing(**changes: Any) -> dict[str, Any]:
    """What `GET /day/close` tells."""
    return {
        "stopped": False,
        "waiting": [],
        "in_hand": [],
        "ended": [],
        "day": "2026-04-14",
        "seq": 100,
        **changes,
    }


def figures(**changes: Any) -> dict[str, Any]:
    """Today's figures; what is not named is nought."""
    return Figures.model_validate(changes).model_dump(mode="json")


def overview(counters: tuple[dict[str, Any], ...], **changes: Any) -> dict[str, Any]:
    """What the managers' room is told and `GET /overview` answers."""
    told = {"day": "2026-04-14", "figures": {}, "agencies": [], "counters": list(counters), **changes}
    return Overview.model_validate(told).model_dump(mode="json")


def day_clock(*, believed: bool = True, **ahead: Any) -> dict[str, Any]:
    """What `GET /day/clock` tells; `ahead` what would be lost with a day that was opened too early."""
    lost = {"date": "2026-04-14", "numbers": [], "bookings": 0, "settings": 0, "count": 0, **ahead}
    shows = "2026-04-13" if ahead else "2026-04-14"
    return {
        "believed": believed, "now": at("10.46"), "shows": shows, "day": "2026-04-14",
        "ahead": lost if ahead else None,
    }  # fmt: skip


def stopped(scope: str, reason: str, since: str, until: str | None = None) -> dict[str, Any]:
    """A scope that gives no numbers; times as clock texts."""
    return {"scope": scope, "reason": reason, "since": at(since), "until": at(until) if until else None}


ROSTER = (
    row(1, status="open", holder="staff:rahma", since="08.01", leg_number="A-023", connected=True),
    row(2, status="paused", holder="staff:budi", since="08.05", until="10.30", overdue=True, reason="break",
        connected=False, seen_at="10.31"),
    row(3),
)  # fmt: skip
NAMES = [{"id": "rahma", "display_name": "N. Rahmawati"}, {"id": "budi", "display_name": "Budi Santoso"}]


@dataclass
class DayStage:
    """Drives the page of the day."""

    stage: Stage

    @property
    def page(self) -> Page:
        """The browser's page."""
        return self.stage.page

    @property
    def answers(self) -> dict[str, Answer]:
        """What the hub answers, by "METHOD /path"."""
        return self.stage.answers

    def know(self, roster: tuple[dict[str, Any], ...] = ROSTER, **told: Any) -> None:
        """The hub says this when it is asked next."""
        self.answers["GET /overview"] = (200, overview(roster, ended=len(told.get("ended", ()))))
        self.answers["GET /day/close"] = (200, closing(**told))
        self.answers["GET /devices"] = (200, {"devices": [KIOSK]})
        self.answers.setdefault("GET /day/clock", (200, day_clock()))
        self.answers.setdefault("GET /hall/change", (200, {"waiting": None, "day": "2026-04-14", "seq": 100}))
        self.answers["GET /accounts"] = (200, {"accounts": NAMES})

    def enter(self, first: dict[str, Any], account: dict[str, Any] = MANAGER) -> None:
        """Open the page signed in, with a snapshot and the hub's clock stopped."""
        self.stage.enter(first, path="/day", account=account)


def day_staged(page: Page, url: str) -> DayStage:
    """The page of the day on a stage, signed out."""
    stage = DayStage(staged(page, url))
    stage.know()
    return stage
