"""A staff member at a counter of a hub that is measured."""

from __future__ import annotations

from typing import Any

from bench.hub.load import Plan
from bench.stage import HOST, Stage, assert_durable
from demo.driving.api import Api
from demo.driving.hubs import Hub, Site

COUNTER = "loket-1"
SERVICE = "perekaman-ktp"
ISSUE_BODY = '{"request_id":"{request_id}","service_id":"{service}"}'


class StaffedCounter:
    """Signed in, at counter 1, with a kiosk that gives numbers for it."""

    def __init__(self, site: Site, hub: Hub) -> None:
        """Open the counter."""
        self._kiosk_token = site.device("kiosk")
        self.api: Api = hub.staff("petugas", site.account("petugas"))
        self.kiosk = hub.api(self._kiosk_token)
        self._port = hub.port
        self.api.change(f"/counters/{COUNTER}/open").ok()

    @classmethod
    def beside_displays(cls, stage: Stage, visitors: int) -> tuple[StaffedCounter, Hub, str]:
        """A fresh hub whose log is durable, a counter with `visitors` waiting, and displays'
        tokens."""
        site = stage.site()
        boards = site.displays(10)
        hub = site.start()
        assert_durable(hub)
        staffed = cls(site, hub)
        staffed.issue(visitors)
        return staffed, hub, boards

    def issue(self, count: int) -> None:
        """Let `count` visitors take a number."""
        for _ in range(count):
            self.kiosk.change("/visits", service_id=SERVICE).ok()

    def call(self, finishes: str | None) -> str:
        """Call the next and return the leg."""
        answer: dict[str, Any] = self.api.change(
            f"/counters/{COUNTER}/call", finishes=finishes or None, became="present"
        ).ok()
        return str(answer["called"]["leg_id"])

    def calling(self) -> Plan:
        """A call that finishes the leg called before."""
        return self._plan("call", '{"request_id":"{request_id}","finishes":{leg_id},"became":"present"}')

    def recalling(self) -> Plan:
        """A recall of the leg called last."""
        return self._plan("recall", '{"request_id":"{request_id}","leg_id":{leg_id}}')

    def issuing(self, rate: float, seconds: float) -> Plan:
        """A stream of tickets beside the calls."""
        return Plan(
            HOST,
            self._port,
            "POST",
            "/api/v1/visits",
            {"Authorization": f"Bearer {self._kiosk_token}"},
            ISSUE_BODY,
            [SERVICE],
            rate=rate,
            seconds=seconds,
            expect=201,
        )

    def _plan(self, action: str, body: str) -> Plan:
        path = f"/api/v1/counters/{COUNTER}/{action}"
        return Plan(HOST, self._port, "POST", path, {"Cookie": self.api.cookie}, body)
