"""What the halls are that stand still for pictures."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from balai.domain.hall.config import PRACTICE, HallConfig
from balai.hall_file.founding import founding_hall
from balai.hall_file.read import load_hall
from demo.driving.api import Api
from demo.driving.hubs import SAMPLE_HALL, Hub
from demo.driving.wait import eventually
from server.store.kept.devices import Device
from server.store.kept.trail import Deed
from server.usecases.trail import Did
from tests.support.pages.hardest import hardest
from tests.support.pages.morning import Desk, Doing, Line
from tests.support.pages.standing_halls import PEOPLE, Standing, Told, stand, token_of

#: Days are played again beside the hub, at the lowest priority.
REPLAY_SECONDS = 120.0
Status = tuple[Device, Mapping[str, Any] | None, float]


def _device(
    kind: str, id_: str, name: str, minutes: float = 0.2, *faults: str, zone: str = "utama", **more: Any
) -> Status:
    """One that reported so many minutes ago; without a time it never has."""
    told = {
        "state": "fault" if faults else "ok", "detail": "", "software": "0.1.0", "day": "2026-04-14",
        "seq": 100, "counts": {}, "faults": [{"code": code, "about": ""} for code in faults],
        "zone": zone if kind == "display" else None, "speaks": [zone] if id_ == "layar-1" else [], **more,
    }  # fmt: skip
    return Device(id_, "", kind, name, zone_id=zone if kind == "display" else None), told, minutes


_WELL = (
    _device("display", "layar-1", "Layar utama"),
    _device("display", "layar-2", "Layar pintu"),
    _device("kiosk", "kios-1", "Kios pintu", counts={"tickets_left": 410}),
    _device("kiosk", "kios-2", "Kios parkir", counts={"tickets_left": 288}),
)
_ILL = (
    _device("display", "layar-1", "Layar utama", 0.2, "no_sound", speaks=[]),
    _device("display", "layar-2", "Layar pintu", 25),
    _device("kiosk", "kios-1", "Kios pintu", 0.2, "paper_low", counts={"tickets_left": 40}),
    _device("kiosk", "kios-2", "Kios parkir", 0.2, "paper_out", "clock_uncertain", software="0.0.9"),
    (Device("layar-3", "", "display", "Layar baru", zone_id="utama"), None, 0.0),
)
_DESKS = {
    "loket-1": Desk("serving", 9), "loket-2": Desk("idle", served=3), "loket-3": Desk("serving", 4),
    "loket-5": Desk("serving", 8), "loket-6": Desk("called", 0), "loket-7": Desk("serving", 6),
    "loket-8": Desk("idle"), "loket-9": Desk("paused", 16), "loket-10": Desk("serving", 5),
    "loket-11": Desk("serving", 11), "loket-12": Desk("serving", 12),
}  # fmt: skip
_LINES = {
    "disdukcapil": Line(10, 22), "polres": Line(6, 18), "bankaltimtara": Line(11, 27),
    "samsat": Line(14, 52), "pajak": Line(2, 9),
}  # fmt: skip


_TRAIL = (
    (Deed(Did.DEVICE_ENROLLED, "staff:admin", "kios-1", "kiosk"), 2900.0),
    (Deed(Did.ACCOUNT_ADDED, "staff:kepala", "baru", "staff"), 200.0),
    (Deed(Did.SIGN_IN_FAILED, "", "loket-3"), 182.0),
    (Deed(Did.SIGNED_IN, "staff:loket-3", "loket-3"), 181.0),
    (Deed(Did.ACCOUNT_LOCKED, "staff:kepala", "baru"), 12.0),
)


def _sample() -> HallConfig:
    return load_hall(SAMPLE_HALL)


def small() -> Told:
    """The sample hall in mid-morning, after a week, with what its settings were before."""
    now = _sample()
    before = _with_service(now, "kartu-identitas-anak", wait_minutes=20)
    return Told(
        now, earlier=(_with_service(before, "akta-kematian", wait_minutes=30), before), week=120,
        asked=("/hall/holidays?year=2026", "/reports?first=2026-04-06&last=2026-04-12"), trail=_TRAIL,
        desks=_DESKS, lines=_LINES, devices=_WELL,
    )  # fmt: skip


def tried() -> Told:
    """A hall whose draft has other rules, tried on its own last week."""
    return Told(_sample(), week=120, desks=_DESKS, lines=_LINES, devices=_WELL, then=_other_rules)


def trouble() -> Told:
    """The same on a bad morning: devices out of order, tablets cut off, long waits, a draft with faults."""
    desks = {
        **_DESKS, "loket-2": Desk("closed"), "loket-3": Desk("closed"),
        "loket-9": Desk("paused", 60, until=-12), "loket-12": Desk("closed"),
    }  # fmt: skip
    lines = {**_LINES, "disdukcapil": Line(38, 94), "pajak": Line(5, 41)}
    return Told(
        _sample(),
        desks=desks,
        lines=lines,
        devices=_ILL,
        away=frozenset({"loket-7", "loket-11"}),
        then=_draft_faults,
    )


def empty() -> Told:
    """A hall on its first morning: nobody has come, nobody is there."""
    return Told(_sample(), people={"kepala": PEOPLE["kepala"], "admin": PEOPLE["admin"]}, seated=False)


def begun() -> Told:
    """A hall that a first start has just made."""
    config = founding_hall(replace(_sample().hall))
    return Told(config, people={"kepala": PEOPLE["kepala"]}, seated=False)


def practice() -> Told:
    """A training hall."""
    config = _sample()
    hall = replace(config.hall, id=PRACTICE, name=f"Latihan {config.hall.name}")
    return Told(replace(config, hall=hall), desks=_DESKS, lines=_LINES, devices=_WELL)


def large() -> Told:
    """The hardest hall, at work."""
    config = hardest()
    desks, lines = {}, {}
    for counter in config.counters[::3]:
        n = counter.number
        doing: Doing = "paused" if n % 11 == 8 else "called" if n % 9 == 4 else "serving"
        desks[counter.id] = Desk(doing, 0 if doing == "called" else 3 + n * 3 % 14, served=1)
    for n, agency in enumerate(config.agencies):
        lines[agency.id] = Line(n * 7 % 9 + 1, 6 + n * 11 % 60)
    people = {id_: (_LONG.format(name), role) for id_, (name, role) in PEOPLE.items()}
    devices = tuple(
        _device(
            "display" if n % 2 else "kiosk",
            f"alat-{n}",
            _PLACE.format(n + 1),
            0.2,
            *(("paper_low",) if n == 4 else ()),
            zone="timur",
        )
        for n in range(12)
    )
    return Told(config, people=people, desks=desks, lines=lines, devices=devices)


_LONG = "{} Mal Pelayanan Publik Kabupaten Kutai Kartanegara"
_PLACE = "Ruang tunggu lantai dasar sayap timur, sebelah pintu masuk {}"


def _with_service(config: HallConfig, id_: str, **changed: Any) -> HallConfig:
    services = tuple(replace(one, **changed) if one.id == id_ else one for one in config.services)
    return replace(config, services=services)


#: What somebody has written that cannot be put in force.
_WRONG: tuple[tuple[str, str, str, Any], ...] = (
    ("service", "kartu-identitas-anak", "wait_minutes", 0),
    ("service", "akta-kematian", "name", ""),
    ("agency", "pajak", "letter", "M"),
    ("counter", "12", "services", []),
)


_OTHER: tuple[tuple[str, str, str, Any], ...] = (
    ("rules", "", "discipline", "ratio"),
    ("rules", "", "ratio", 3),
    ("rules", "", "presence_seconds", 90),
)


def _draft_faults(hub: Hub) -> None:
    _edit(hub, _WRONG)


def _other_rules(hub: Hub) -> None:
    api = _edit(hub, _OTHER)
    eventually(
        lambda: api.get("/hall/draft/replay").ok()["state"] == "ready",
        REPLAY_SECONDS,
        what="days played again",
    )


def _edit(hub: Hub, settings: tuple[tuple[str, str, str, Any], ...]) -> Api:
    api = hub.api()
    api.headers["Cookie"] = f"balai_session={token_of('kepala')}"
    state = api.get("/hall/draft").ok()["state"]
    edits = [
        {"do": "set", "section": section, "row": row, "field": field, "value": value}
        for section, row, field, value in settings
    ]
    api.change("/hall/draft/edit", state=state, edits=edits, request_id=str(uuid.UUID(int=7))).ok()
    return api


#: Each by its name, made and started in a folder.
HALLS: Mapping[str, Callable[[Path], Standing]] = {
    one.__name__: partial(stand, one) for one in (small, tried, large, empty, trouble, begun, practice)
}
