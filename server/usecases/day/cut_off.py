"""Devices that may be cut off: what they hold for then, and what they bring afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from balai.domain.chains import MOST_HELD, SHARE_HELD, STANDS_DAYS, Chain, HeldBlock
from balai.domain.commands import chains as cc
from balai.domain.decide.issuing.quota import kept_on, left_of
from balai.domain.events import LateTicketAdopted
from balai.domain.hall.config import HallConfig, Service
from balai.domain.hall.numbering import label
from balai.domain.hall.opening import service_day
from balai.domain.state import HallDay, Happened
from balai.protocol.base import shown
from balai.protocol.devices import cut_off as p
from server.store.day.codes import fresh_codes
from server.store.day.jobs import Answer
from server.usecases.asking import Json, Kept, Submits, ask

#: Fewer numbers of a series are of no use to a kiosk.
LEAST_HELD = 10


def hold(dispatcher: Submits, config: HallConfig, actor: str, kiosks: int, request: p.HoldNumbers) -> Kept:
    """Let a device hold numbers; a fair part of what all `kiosks` may. The answer is HeldNumbers."""
    wanted = [s for s in config.services if not request.services or s.id in request.services]
    series = tuple(dict.fromkeys(service.series_id for service in wanted))
    smallest = min((s.last - s.first + 1 for s in config.series if s.id in series), default=0)
    most = min(MOST_HELD, max(LEAST_HELD, int(smallest * SHARE_HELD) // max(1, kiosks)))
    command = cc.HoldNumbers(
        actor=actor, chain=request.chain, series_ids=series, most=most,
        claims=tuple(HeldBlock(**dict(block)) for block in request.claims),
    )  # fmt: skip

    def answer(day: HallDay, _: tuple[Happened, ...]) -> Json:
        chain = day.chains.get(request.chain) or Chain("")
        held = p.HeldNumbers(
            chain=request.chain, last_n=chain.last_n, day=day.date.isoformat(), seq=day.seq,
            blocks=tuple(shown(p.HeldBlock, block) for block in chain.blocks),
        )  # fmt: skip
        return held.model_dump(mode="json")

    return ask(dispatcher, command, request, "POST /devices/me/numbers", answer)


def adopt(dispatcher: Submits, day: HallDay, actor: str, request: p.AdoptVisit) -> Kept:
    """Take a ticket that a device gave out by itself. The answer is an AdoptedVisit."""
    visit_id = str(request.visit_id)
    named = ("chain", "n", "day", "series_id", "ordinal", "service_id", "own", "also", "priority_class",
             "channel", "persons", "clock_certain", "after")  # fmt: skip
    command = cc.AdoptVisit(
        actor=actor, visit_id=visit_id, number=label(request.prefix, request.ordinal, request.width),
        abandons=str(request.abandons) if request.abandons else None,
        occurred_at=request.occurred_at.astimezone(UTC), certainly_printed=request.printed == "yes",
        voucher=fresh_codes(day, [visit_id])[visit_id],
        **{name: getattr(request, name) for name in named},
    )  # fmt: skip
    return ask(dispatcher, command, request, "POST /visits/adopt", _adopted(command), 201)


def _adopted(command: cc.AdoptVisit) -> Answer:
    def answer(day: HallDay, own: tuple[Happened, ...]) -> Json:
        visit = day.visits.get(command.visit_id)
        codes = [h.event.voucher for h in own if isinstance(h.event, LateTicketAdopted)]
        adopted = p.AdoptedVisit(
            visit_id=command.visit_id, number=visit.number if visit else command.number,
            flags=visit.flags if visit else (), voucher=codes[0] if codes else None,
            day=day.date.isoformat(), seq=day.seq,
        )  # fmt: skip
        return adopted.model_dump(mode="json")

    return answer


def void(dispatcher: Submits, actor: str, visit_id: UUID, request: p.VoidVisit) -> Kept:
    """What a device never handed out waits no more. The answer is an AdoptedVisit."""
    place = {name: getattr(request, name) for name in ("chain", "n", "after")}
    command = cc.VoidVisit(actor=actor, visit_id=str(visit_id), **place)

    def answer(day: HallDay, _: tuple[Happened, ...]) -> Json:
        visit = day.visits.get(command.visit_id)
        told = p.AdoptedVisit(
            visit_id=command.visit_id, number=visit.number if visit else "", day=day.date.isoformat(),
            seq=day.seq,
        )  # fmt: skip
        return told.model_dump(mode="json")

    return ask(dispatcher, command, request, f"POST /visits/{visit_id}/void", answer)


def facts(day: HallDay, now: datetime, services: tuple[str, ...] = ()) -> p.OfflineFacts:
    """Hours and quotas of these services (none named: all) for the days that a device's numbers stand."""
    config, kept = day.config, kept_on(day, day.date)
    always = config.calendar.always_open
    lists: dict[tuple[tuple[int, int], ...], int] = {}
    offered = {}
    for service in config.services:
        if services and service.id not in services:
            continue
        hours = () if always else tuple(_hours(config, service, day.date))
        left, quota = left_of(day, service, now, kept)
        offered[service.id] = p.OfferedService(
            series_id=service.series_id, hours=lists.setdefault(hours, len(lists)), left=left, quota=quota
        )
    return p.OfflineFacts(
        day=day.date.isoformat(), now=now, hours=None if always else tuple(lists), services=offered
    )


def _hours(config: HallConfig, service: Service, first: date) -> Iterator[tuple[int, int]]:
    for days in range(STANDS_DAYS + 1):
        found = service_day(config, service, first + timedelta(days=days))
        if found is None:
            continue
        begins = found.tickets_from
        for stops, goes_on in found.pauses:
            if begins < stops:
                yield int(begins.timestamp()), int(stops.timestamp())
            begins = max(begins, goes_on)
        if begins < found.latest:
            yield int(begins.timestamp()), int(found.latest.timestamp())
