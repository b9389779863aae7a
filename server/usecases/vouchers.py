"""Rights carried over: codes for those whom closing overtakes, and the rights that stand."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from balai.domain import commands as c
from balai.domain.decide.closing import overtaken
from balai.domain.events import VisitUnserved
from balai.domain.state import HallDay, Happened
from balai.domain.visit import Voucher
from balai.protocol import requests as r
from balai.protocol.answers import DayClosed, VoucherList, VoucherRow
from server.usecases.asking import Json, Kept, Submits, ask
from server.views.concern import of_service

# No 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B, U and V.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
LENGTH = 8
"""23 to the 8th: 36 bits, in a log that only signed-in staff and enrolled kiosks may ask."""


def plain_code(typed: str) -> str:
    """A code as the log has it, from one as a person typed it: without spaces and hyphens, in capitals."""
    return typed.replace(" ", "").replace("-", "").upper()


def fresh_codes(day: HallDay, visit_ids: Iterable[str]) -> dict[str, str]:
    """A code for each visit, not to be guessed and unlike any that stands."""
    taken = {*day.vouchers, *day.unserved}
    codes: dict[str, str] = {}
    for visit_id in visit_ids:
        code = _code()
        while code in taken:
            code = _code()
        taken.add(code)
        codes[visit_id] = code
    return codes


def _code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def closing_of(day: HallDay, now: datetime | None = None, actor: str = "system") -> c.CloseDay:
    """The command that ends the waiting of those whom closing has overtaken at `now`; of all for None."""
    return c.CloseDay(actor=actor, codes=fresh_codes(day, [leg.visit_id for leg in overtaken(day, now)]))


def close_day(desk: Submits, actor: str, day: HallDay, request: r.Change) -> Kept:
    """End the waiting now: everybody who waits or is aside gets a right. The answer is a DayClosed."""
    return ask(desk, closing_of(day, actor=actor), request, "POST /day/close", _closed)


def _closed(day: HallDay, own: tuple[Happened, ...]) -> Json:
    left = [day.unserved[h.event.voucher] for h in own if isinstance(h.event, VisitUnserved)]
    answer = DayClosed(unserved=tuple(_row(v) for v in left), day=day.date.isoformat(), seq=day.seq)
    return answer.model_dump(mode="json")


def listed(day: HallDay, agency_id: str | None = None) -> VoucherList:
    """The rights that today leaves behind and those that may still be used today or later; of one agency
    where it is named."""

    def rows(vouchers: Iterable[Voucher]) -> tuple[VoucherRow, ...]:
        return tuple(
            _row(v) for v in vouchers if agency_id is None or agency_id in of_service(day, v.service_id)
        )

    return VoucherList(
        day=day.date.isoformat(),
        unserved=rows(day.unserved.values()),
        carried=rows(day.vouchers.values()),
    )


def _row(voucher: Voucher) -> VoucherRow:
    return VoucherRow(
        code=voucher.code, number=voucher.number, service_id=voucher.service_id, valid_on=voucher.valid_on
    )
