"""The manager's page of devices on a stage: its real files, with the hub's answers given by the test.

Fixture: `devices_stage` (in `tests.support.pages.browser`).
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from PIL import Image
from playwright.sync_api import Page, Route

from tests.support.pages.staff_stage import NOT_SIGNED_IN, NOW, Answer, Stage

MANAGER = {"id": "kepala", "username": "kepala", "display_name": "Kepala MPP", "role": "manager",
    "pages": ["staff", "devices"],
}  # fmt: skip
ZONES = ({"id": "utama", "name": "Ruang utama"}, {"id": "samsat", "name": "Ruang Samsat"})


def before(**span: float) -> str:
    """So long before the stage's now."""
    return (NOW - timedelta(**span)).isoformat()


def display(device_id: str, name: str, zone: str | None = "utama", **changes: Any) -> dict[str, Any]:
    """A display that is well and reported ten seconds ago."""
    row = {
        "id": device_id, "name": name, "kind": "display", "seen_at": before(seconds=10), "state": "ok",
        "detail": "", "software": "0.1.0", "day": "2026-04-14", "seq": 100, "counts": {}, "faults": [],
        "zone": zone, "speaks": [],
    }  # fmt: skip
    return {**row, **changes}


def kiosk(device_id: str, name: str, **changes: Any) -> dict[str, Any]:
    """A kiosk that is well."""
    return display(device_id, name, None, **{"kind": "kiosk", "detail": "Siap.", **changes})


def never(row: dict[str, Any]) -> dict[str, Any]:
    """The same device before its first report."""
    return {**row, "seen_at": None, "state": None, "detail": "", "software": "", "day": None, "seq": None}


def faulty(row: dict[str, Any], state: str, *codes: str, about: str = "") -> dict[str, Any]:
    """The same device with faults."""
    return {**row, "state": state, "faults": [{"code": code, "about": about} for code in codes]}


WELL = (
    display("layar-1", "Layar utama", speaks=["utama"]),
    display("layar-2", "Layar pintu"),
    display("layar-3", "Layar Samsat", "samsat", speaks=["samsat"]),
    kiosk("kios-1", "Kios pintu"),
    kiosk("kios-2", "Kios parkir"),
)


def picture(colour: str = "#0A171E", size: tuple[int, int] = (320, 180)) -> bytes:
    """A JPEG as a display sends it."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()


@dataclass
class DevicesStage:
    """Drives the page. `frames` holds (JPEG, time) by device; `looks` counts how often each was asked for."""

    stage: Stage
    frames: dict[str, tuple[bytes, datetime]] = field(default_factory=dict)
    looks: dict[str, int] = field(default_factory=dict)
    #: What is to be seen to at the hub's machine, by language.
    machine: tuple[dict[str, str], ...] = ()

    @property
    def page(self) -> Page:
        """The browser's page."""
        return self.stage.page

    @property
    def answers(self) -> dict[str, Answer]:
        """What the hub answers, by "METHOD /path"."""
        return self.stage.answers

    def enter(self, *devices: dict[str, Any], account: dict[str, Any] = MANAGER) -> None:
        """Open the page signed in, on a hub that knows these devices."""
        self.page.clock.set_fixed_time(NOW)
        self.know(*devices)
        self.answers["GET /session"] = (200, {"account": account, "counter_id": None})
        self.page.goto(f"{self.stage.url}/devices")

    def know(self, *devices: dict[str, Any], now: datetime = NOW) -> None:
        """The hub says this when it is asked next."""
        hall = {"name": "MPP Kecamatan Tenggarong", "time_zone": "Asia/Makassar"}
        self.answers["GET /hall"] = (200, {"hall": hall, "zones": list(ZONES)})
        self.answers["GET /time"] = (200, {"now": now.isoformat(), "day": "2026-04-14"})
        self.answers["GET /devices"] = (200, {"devices": list(devices)})
        self.answers["GET /machine"] = (200, {"tasks": list(self.machine)})

    def vanish(self) -> None:
        """The hub answers no more."""
        for path in self.answers:
            self.answers[path] = None

    def wake(self) -> None:
        """Somebody looks at the page again, so that it asks at once."""
        self.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")

    def frame(self, route: Route) -> None:
        """Play the hub for one picture."""
        device = route.request.url.rsplit("/", 2)[1]
        self.looks[device] = self.looks.get(device, 0) + 1
        if device not in self.frames:
            return route.fulfill(status=404, content_type="application/json", body="{}")
        data, at = self.frames[device]
        headers = {"Last-Modified": format_datetime(at.astimezone(UTC), usegmt=True)}
        return route.fulfill(status=200, content_type="image/jpeg", headers=headers, body=data)


def devices_staged(page: Page, url: str) -> DevicesStage:
    """The page of devices on a stage, signed out."""
    stage = DevicesStage(Stage(page, url, {"GET /session": NOT_SIGNED_IN}))
    page.route("**/api/v1/**", stage.stage.answer)
    page.route("**/api/v1/devices/*/frame", stage.frame)
    return stage
