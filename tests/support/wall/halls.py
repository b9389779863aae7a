"""Halls as walls meet them: open and closed, cut off, with few and many counters, and with long names."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from balai.domain.hall.config import PRACTICE
from balai.domain.hall.hours import AgencyDay
from balai.protocol.pushes import Push
from balai.protocol.views import BoardView, WallView
from balai.words import words_in
from display.frame import BoardFile
from tests.support.wall.walls import START, called, hall, leg

B = TypeVar("B", bound=BoardView)
NOTICE = "Tidak dipungut biaya di luar tarif resmi. Laporkan pungutan liar di Meja Informasi."
LONG_NAME = "Dinas Kependudukan dan Pencatatan Sipil"


def at(hour: int, minute: int = 0, day: int = 14) -> datetime:
    """A time of the example hall's day (WITA), in UTC."""
    return datetime(2026, 4, day, tzinfo=UTC) + timedelta(hours=hour - 8, minutes=minute)


def with_hours(file: BoardFile) -> BoardFile:
    """The example hall with its hours: the bank closes at two, all others at three."""
    agencies = {counter.agency_id for counter in file.counters}
    hours = tuple(
        AgencyDay(agency_id=a, opens=at(8), closes=at(15), last_ticket=at(14, 45))
        if a != "bankaltimtara"
        else AgencyDay(agency_id=a, opens=at(8), closes=at(14), last_ticket=at(13, 30))
        for a in sorted(agencies)
    )
    wall = WallView(
        notices=(NOTICE,), hours=hours, dated=True, tickets_from=at(7, 45), next_opens=at(8, day=15)
    )
    return file.model_copy(update={"wall": wall})


def training(file: B) -> B:
    """The same hall as a training hall: as its hub names it."""
    name = words_in("id")("practice_page.named", hall=file.hall.name)
    return file.model_copy(update={"hall": file.hall.model_copy(update={"id": PRACTICE, "name": name})})


def in_english_too(file: B) -> B:
    """The same hall, whose walls tell all in English beside its language."""
    return file.model_copy(update={"wall": replace(file.wall, english=True)})


def many(count: int, number: str = "A-001", **changes: Any) -> BoardFile:
    """A hall of so many counters, all serving."""
    file = hall()
    first = file.counters[0]
    assert first.leg is not None
    counters = tuple(
        file.counters[(n - 1) % 12].model_copy(
            update={
                "id": f"loket-{n}",
                "number": n,
                "status": "open",
                "leg": first.leg.model_copy(
                    update={
                        "leg_id": leg(n),
                        "number": f"{number[:2]}{int(number[2:]) + n - 1:0{len(number) - 2}}",
                        "state": "serving",
                    }
                ),
                **changes,
            }
        )
        for n in range(1, count + 1)
    )
    return file.model_copy(update={"counters": counters, "calls": (), "pushes": ()})


def called_at_all(count: int, number: str = "A-001") -> BoardFile:
    """A hall of so many counters, each of which waits for whom it called."""
    file = many(count)
    letters = "ABCDEFGHJKLMNPRSTUWXYZ"
    counters = []
    for at, counter in enumerate(file.counters):
        assert counter.leg is not None
        prefix, dash, _ = number.rpartition("-")
        told = f"{prefix[:-1]}{letters[at % len(letters)]}{dash}{at * 37 % 300 + 1:03d}"
        leg_now = counter.leg.model_copy(update={"number": told, "state": "called"})
        counters.append(counter.model_copy(update={"leg": leg_now}))
    return file.model_copy(update={"counters": tuple(counters)})


def rush(count: int) -> BoardFile:
    """The same, and the third counter just called."""
    file = called_at_all(count)
    third = file.counters[2].leg
    assert third is not None
    return file.model_copy(update={"pushes": (called(third.number, 3, leg_id=third.leg_id),)})


def fresh(count: int, counter: int) -> BoardFile:
    """The same, with a call to one of the counters."""
    file = many(count)
    push = called("A-900", min(counter, 12))
    data = {**push.data, "counter_id": f"loket-{counter}", "counter_number": counter}
    return file.model_copy(update={"pushes": (push.model_copy(update={"data": data}),)})


def closed() -> BoardFile:
    """The example hall with nobody at work."""
    file = with_hours(hall())
    counters = tuple(c.model_copy(update={"status": "closed", "leg": None}) for c in file.counters)
    return file.model_copy(update={"counters": counters, "calls": (), "pushes": ()})


def holiday() -> BoardFile:
    """The example hall on a day with a name as long as they come."""
    file = closed()
    name = "Cuti Bersama Hari Suci Nyepi (Tahun Baru Saka 1948)"
    return file.model_copy(update={"wall": replace(file.wall, hours=(), closed_for=name)})


def morning() -> BoardFile:
    """The example hall just opened: counters ready, some still closed, no call yet."""
    file = with_hours(hall())
    counters = tuple(
        c.model_copy(update={"status": "closed" if c.number in {7, 12} else "open", "leg": None})
        for c in file.counters
    )
    return file.model_copy(update={"counters": counters, "calls": (), "pushes": ()})


def breaks() -> BoardFile:
    """The example hall with breaks, one that ends at a known time, and with what is served already."""
    file = hall()
    counters = list(file.counters)
    counters[1] = counters[1].model_copy(update={"status": "paused", "until": None, "leg": None})
    counters[6] = counters[6].model_copy(update={"status": "closed", "leg": None})
    served = counters[4].leg
    assert served is not None
    counters[4] = counters[4].model_copy(update={"leg": served.model_copy(update={"state": "finished"})})
    return file.model_copy(update={"counters": tuple(counters)})


def pushed(*pushes: Push) -> BoardFile:
    """The example hall and what follows."""
    return hall().model_copy(update={"pushes": pushes})


def recalled() -> BoardFile:
    """The example hall at a recall."""
    return pushed(called("A-022", 3, leg_id=leg(3), recalls=1))


def cut_off_in_a_call() -> BoardFile:
    """The example hall, cut off while a call has the screen."""
    return hall().model_copy(update={"down_since": START})


def long_names(number: str = "M-088") -> BoardFile:
    """The example hall with names and numbers as long as they come, and a call."""
    file = hall()
    agencies = tuple(
        replace(a, name=LONG_NAME, short_name=LONG_NAME, tagline="Kependudukan dan sipil")
        for a in file.agencies
    )
    services = tuple(
        s.model_copy(update={"name": "Perubahan dan pencetakan ulang Kartu Keluarga"}) for s in file.services
    )
    place = {"name": f"Mal Pelayanan Publik {LONG_NAME}", "regency": "Kabupaten Penajam Paser Utara"}
    named = file.hall.model_copy(update=place)
    push = file.pushes[0].model_copy(update={"data": {**file.pushes[0].data, "number": number}})
    changes = {"agencies": agencies, "services": services, "hall": named, "pushes": (push,)}
    return file.model_copy(update=changes)


def long_numbers() -> BoardFile:
    """The example hall late on a day with more than ten thousand visitors."""
    file = hall()
    counters = tuple(
        c
        if c.leg is None
        else c.model_copy(update={"leg": c.leg.model_copy(update={"number": f"M-1{c.number:02}88"})})
        for c in file.counters
    )
    push = file.pushes[0].model_copy(update={"data": {**file.pushes[0].data, "number": "M-10234"}})
    return file.model_copy(update={"counters": counters, "pushes": (push,)})
