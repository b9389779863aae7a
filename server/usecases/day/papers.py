"""Vouchers and copies that any kiosk may print: who prints which."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Protocol, TypeVar

from balai.domain.state import HallDay
from balai.domain.visit import Voucher
from balai.protocol.devices.papers import ClaimedPapers, ClaimPapers, DueVoucher, PapersOut, copy_key
from server.store.kept.papers import LEASE_SECONDS, Papers

T = TypeVar("T")


class Writes(Protocol):
    """Whoever writes to the store."""

    def run(self, fn: Callable[[], T]) -> T:
        """Do something where the store is written."""
        ...


class SharedPapers:
    """The papers of a hall whose kiosks share the work."""

    def __init__(self, papers: Papers, writes: Writes) -> None:
        self._papers, self._writes = papers, writes

    def claim(self, kiosk_id: str, day: HallDay, request: ClaimPapers) -> ClaimedPapers:
        """Let a kiosk print what nobody else prints: of those whom closing overtook today, and of yesterday's
        those that a kiosk had claimed and did not print. Raises StoreUnavailable."""
        return self._writes.run(lambda: self._claimed(kiosk_id, day, request))

    def out(self, request: PapersOut) -> None:
        """Papers came out. Raises StoreUnavailable."""
        self._writes.run(lambda: self._papers.out(request.papers))

    def _claimed(self, kiosk_id: str, day: HallDay, request: ClaimPapers) -> ClaimedPapers:
        due = self._due(day)
        got, left = self._papers.claim(kiosk_id, list(due), request.most)
        date = day.date.isoformat()
        keys = {copy_key(date, seq): seq for seq in request.copies}
        copies, _ = self._papers.claim(kiosk_id, list(keys), len(keys))
        return ClaimedPapers(
            vouchers=tuple(_told(due[code], again=again) for code, again in got.items()),
            copies=tuple(keys[key] for key in copies), left=left, seconds=LEASE_SECONDS,
        )  # fmt: skip

    def _due(self, day: HallDay) -> dict[str, Voucher]:
        today = (day.unserved[code] for code in day.ended)
        before = (day.vouchers[code] for code in self._papers.open() if code in day.vouchers)
        return {right.code: right for right in chain(before, today)}


def _told(right: Voucher, *, again: bool) -> DueVoucher:
    return DueVoucher(
        number=right.number, service_id=right.service_id, voucher=right.code, valid_on=right.valid_on,
        keeps=right.place is not None, again=again,
    )  # fmt: skip
