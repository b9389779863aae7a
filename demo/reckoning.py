"""What became of everybody who holds a number, counted from the entries of the hub's log. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any


class Reckoning:
    """Follows the log of one day. A number that a kiosk asked for and did not hand out, since the answer came
    too late, is nobody's: its visitor holds another one."""

    def __init__(self) -> None:
        self.day, self.seq = "", 0
        #: Whether the hub has opened another day meanwhile, of which nothing is counted.
        self.is_over = False
        #: Calls and repeated calls, whoever was called.
        self.calls = 0
        self._visits: dict[str, str] = {}
        self._nobodys: set[str] = set()
        self._went: dict[str, set[str]] = {"leg_called": set(), "leg_finished": set(), "leg_missed": set()}

    @property
    def issued(self) -> int:
        """Numbers that somebody holds."""
        return len(self._visits.keys() - self._nobodys)

    @property
    def called(self) -> int:
        """Who of them was called."""
        return self._of("leg_called")

    @property
    def finished(self) -> int:
        """Who of them was served."""
        return self._of("leg_finished")

    @property
    def missed(self) -> int:
        """Who of them did not come when called."""
        return self._of("leg_missed")

    def take(self, page: Mapping[str, Any]) -> bool:
        """Count a page of the log, the one after `seq`; whether there was anything on it."""
        self.day = self.day or page["day"]
        self.is_over = page["day"] != self.day
        entries: Sequence[Mapping[str, Any]] = () if self.is_over else page["entries"]
        for entry in entries:
            self._count(entry["type"], json.loads(entry["body"]))
            self.seq = entry["seq"]
        return bool(entries)

    def _count(self, kind: str, body: Mapping[str, Any]) -> None:
        if kind == "visit_issued":
            self._visits[body["visit_id"]] = body["leg_id"]
        elif kind == "visit_abandoned":
            self._nobodys.add(body["visit_id"])
        elif kind in self._went:
            self._went[kind].add(body["leg_id"])
        self.calls += kind in ("leg_called", "leg_recalled")

    def _of(self, kind: str) -> int:
        held = {leg for visit, leg in self._visits.items() if visit not in self._nobodys}
        return len(self._went[kind] & held)
