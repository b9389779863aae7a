"""Rights carried over: codes for those whom closing overtakes, and the rights that stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from balai.domain import commands as c
from balai.domain.commands import everyday as ec
from balai.domain.decide.closing import overtaken
from balai.domain.events import CollectionPromised, VisitRestored, VisitUnserved
from balai.domain.state import HallDay, Happened
from balai.domain.visit import Voucher
from balai.protocol import requests as r
from balai.protocol.answers.day import DayClosed, DayReopened, VoucherList, VoucherRow
from balai.protocol.base import shown
from server.store.day.codes import fresh_codes
from server.usecases.asking import Json, Kept, Submits, ask
from server.views.concern import of_service


def closing_of(day: HallDay, now: datetime | None = None, actor: str = "system") -> c.CloseDay:
    """The command that ends the waiting of those whom closing has overtaken at `now`; of all for None."""
    return c.CloseDay(actor=actor, codes=fresh_codes(day, [leg.visit_id for leg in overtaken(day, now)]))


def close_day(dispatcher: Submits, actor: str, day: HallDay, request: r.Change) -> Kept:
    """End the waiting now: everybody who waits or is aside gets a right. The answer is a DayClosed."""
    return ask(dispatcher, closing_of(day, actor=actor), request, "POST /day/close", _closed)


def reopen_day(dispatcher: Submits, actor: str, request: r.Change) -> Kept:
    """Take closing back: whose waiting it ended waits again. The answer is a DayReopened."""

    def answer(day: HallDay, own: tuple[Happened, ...]) -> Json:
        back = [h.event.visit_id for h in own if isinstance(h.event, VisitRestored)]
        numbers = tuple(day.visits[visit_id].number for visit_id in back)
        return DayReopened(waiting=numbers, day=day.date.isoformat(), seq=day.seq).model_dump(mode="json")

    return ask(dispatcher, c.Reopen(actor=actor), request, "POST /day/reopen", answer)


def promise(
    dispatcher: Submits, actor: str, day: HallDay, counter_id: str, request: r.PromiseCollection
) -> Kept:
    """Let the visitor in hand come back on another day. The answer is a VoucherRow."""
    code = fresh_codes(day, [request.leg_id])[request.leg_id]
    command = ec.PromiseCollection(
        actor=actor,
        counter_id=counter_id,
        leg_id=request.leg_id,
        occurred_at=request.occurred_at,
        on=request.on,
        code=code,
    )

    def answer(day: HallDay, own: tuple[Happened, ...]) -> Json:
        event = own[0].event
        assert isinstance(event, CollectionPromised)
        return _row(day.unserved[event.voucher]).model_dump(mode="json")

    return ask(dispatcher, command, request, f"POST /counters/{counter_id}/collect", answer)


def end_of(day: HallDay) -> c.EndDay:
    """The command that ends a day whose date is over."""
    open_visits = [leg.visit_id for leg in (*overtaken(day, None), *day.legs_at_counters())]
    return c.EndDay(codes=fresh_codes(day, open_visits))


def _closed(day: HallDay, own: tuple[Happened, ...]) -> Json:
    left = [day.unserved[h.event.voucher] for h in own if isinstance(h.event, VisitUnserved)]
    answer = DayClosed(unserved=tuple(_row(v) for v in left), day=day.date.isoformat(), seq=day.seq)
    return answer.model_dump(mode="json")


def listed(day: HallDay, agency_id: str | None = None) -> VoucherList:
    """The rights that today leaves behind and those that may still be used today or later; of one agency
    where it is named."""

    def rows(vouchers: Iterable[Voucher]) -> tuple[VoucherRow, ...]:
        return tuple(
            _row(v)
            for v in vouchers
            if agency_id is None or any(agency_id in of_service(day, s) for s in v.journey)
        )

    return VoucherList(
        day=day.date.isoformat(),
        unserved=rows(day.unserved.values()),
        carried=rows(day.vouchers.values()),
    )


def _row(voucher: Voucher) -> VoucherRow:
    return shown(VoucherRow, voucher, keeps_place=voucher.place is not None)
