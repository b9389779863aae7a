"""Halls as a kiosk knows them: that of the drawings, and the largest there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from balai.domain.hall.config import Agency
from balai.domain.hall.hours import AgencyDay
from balai.protocol.answers.visits import IssuedVisit
from balai.protocol.answers.waits import NextWait
from balai.protocol.devices.cut_off import OfferedService, OfflineFacts
from balai.protocol.pushes import Queues
from balai.protocol.views import DeviceView, HallView, ServiceView, WallView
from hardware.ports import PrinterStatus
from kiosk.flow.ports import Given, Standing
from tests.support.wall import large_hall
from tests.support.wall.walls import hall as wall_hall

#: 10.42 in the hall, a Tuesday.
NOW = datetime(2026, 4, 14, 2, 42, tzinfo=UTC)
WEDNESDAY = date(2026, 4, 15)
WELL = PrinterStatus(ok=True, paper="ok", cover="closed", offline=False, detail="ready")
NO_PAPER = PrinterStatus(ok=False, paper="out", cover="closed", offline=True, detail="out of paper")
PAGE = "https://balai.contoh.go.id/antrean"
LONG = (
    "Perubahan Data Kependudukan bagi Orang Asing yang Memiliki Izin Tinggal Terbatas dan Izin Tinggal Tetap"
)

_TAGS = {
    "Disdukcapil": "KTP-el, KK, akta, pindah",
    "Imigrasi": "Paspor baru dan penggantian",
    "Polres": "SIM dan SKCK",
    "Bankaltimtara": "Pembayaran, retribusi, rekening",
    "BPJS Kesehatan": "Pendaftaran, ubah data, informasi",
    "ATR/BPN": "Sertipikat dan informasi tanah",
    "Samsat": "Pajak kendaraan, STNK",
    "Pajak": "NPWP, pelaporan, konsultasi",
}
_ENGLISH = {
    "Disdukcapil": (),
    "Imigrasi": ("New passport", "Passport replacement"),
    "Polres": ("Driving licence", "Police clearance (SKCK)"),
    "Bankaltimtara": ("Payments", "Local fees", "Accounts"),
    "BPJS Kesehatan": ("Registration", "Data changes", "Information"),
    "ATR/BPN": ("Land certificates", "Land information"),
    "Samsat": ("Vehicle tax", "Registration (STNK)"),
    "Pajak": ("Tax number (NPWP)", "Filing", "Advice"),
}
_WAITING = {"Polres": 6, "Bankaltimtara": 11, "BPJS Kesehatan": 3, "Samsat": 14, "Pajak": 2}
_PAPERS = (
    "Surat keterangan lahir",
    "Buku nikah atau akta perkawinan",
    "Kartu Keluarga",
    "KTP-el kedua orang tua",
)
_PAPERS_EN = (
    "Notice of birth from a clinic or midwife",
    "Marriage book or marriage certificate",
    "Family card",
    "ID cards (KTP-el) of both parents",
)
#: Of the first agency: id, name, English name, how many wait, from and to how many minutes.
_FIRST = (
    ("rekam", "Perekaman KTP-el", "ID card: recording", 2, 10, 20),
    ("ganti", "Penggantian KTP-el", "ID card: replacement", 1, 5, 10),
    ("kk", "Kartu Keluarga", "Family card", 2, 15, 25),
    ("akta", "Akta Kelahiran", "Birth certificate", 3, 15, 25),
    ("kia", "Kartu Identitas Anak", "Child identity card", 0, 0, 0),
    ("mati", "Akta Kematian", "Death certificate", 1, 5, 15),
    ("pindah", "Surat pindah", "Moving away", 0, 0, 10),
    ("ikd", "IKD", "Digital identity", 0, 0, 5),
)


def service(service_id: str, agency_id: str, name: str, name_en: str = "", **changed: object) -> ServiceView:
    """One service of the drawings' hall."""
    usual = wall_hall().services[0]
    told = {"id": service_id, "agency_id": agency_id, "name": name, "name_en": name_en, "after": (),
            "requirements": _PAPERS, "counters": (2, 3), "counter_labels": ("2", "3"), **changed}  # fmt: skip
    return usual.model_copy(update=told)


def agencies() -> tuple[Agency, ...]:
    """The eight of the drawings."""
    return tuple(
        replace(a, short_name=name, tagline=_TAGS[name])
        for a in wall_hall().agencies
        for name in ("BPJS Kesehatan" if a.short_name == "BPJS" else a.short_name,)
    )


def services() -> tuple[ServiceView, ...]:
    """Eight of the first agency, and what the others need to be there."""
    made = []
    for agency in agencies():
        if agency.short_name == "Disdukcapil":
            made += [
                service(id_, agency.id, name, english, requirements_en=_PAPERS_EN if id_ == "akta" else ())
                for id_, name, english, *_ in _FIRST
            ]
        else:
            names = _ENGLISH[agency.short_name]
            made += [service(f"{agency.id}-{at}", agency.id, name, name) for at, name in enumerate(names)]
    return tuple(made)


def hall(**changed: object) -> DeviceView:
    """The hall of the drawings."""
    view = DeviceView(
        hall=HallView(
            id="tenggarong", name="MPP Kecamatan Tenggarong", regency="Kabupaten Kutai Kartanegara",
            time_zone="Asia/Makassar", language="id",
        ),
        agencies=agencies(), services=services(), waiting={}, wall=_wall(),
    )  # fmt: skip
    return view.model_copy(update=changed)


def _wall() -> WallView:
    day = datetime(2026, 4, 14, tzinfo=UTC)
    hours = tuple(
        AgencyDay(a.id, day, day + timedelta(hours=7), day + timedelta(hours=6, minutes=30))
        for a in agencies()
    )
    return WallView(
        visitor_page=PAGE, hours=hours, dated=True, tickets_from=day - timedelta(minutes=15),
        next_opens=day + timedelta(days=1),
    )  # fmt: skip


def facts(service_ids: Iterable[str], quota: int | None = None) -> OfflineFacts:
    """Numbers are given from 07.45 to 14.30 of today and of the next days."""
    first = datetime(2026, 4, 13, 23, 45, tzinfo=UTC)
    spans = tuple(
        (
            int((first + timedelta(days=d)).timestamp()),
            int((first + timedelta(days=d, hours=6.75)).timestamp()),
        )
        for d in range(4)
    )
    offered = OfferedService(series_id="a", hours=0, left=quota, quota=quota)
    return OfflineFacts(
        day="2026-04-14", now=NOW, hours=(spans,), services=dict.fromkeys(service_ids, offered)
    )


def standing(**changed: object) -> Standing:
    """The hall of the drawings at work: one agency and one service have no numbers left."""
    view = changed.pop("hall", None) or hall()
    assert isinstance(view, DeviceView)
    ids = [s.id for s in view.services]
    passports = [s.id for s in view.services if s.agency_id == agencies()[1].id]
    full = tuple(id_ for id_ in (*passports, "kia") if id_ in ids)
    waiting = {id_: count for id_, _, _, count, *_ in _FIRST}
    waiting |= {f"{a.id}-0": _WAITING.get(a.short_name, 0) for a in agencies()}
    quota = facts(ids, 30)
    waits = {
        id_: NextWait(
            service_id=id_,
            expected_from=NOW + timedelta(minutes=low),
            expected_until=NOW + timedelta(minutes=high),
        )
        for id_, _, _, _, low, high in _FIRST
        if high
    }
    made = Standing(
        hall=view, offered=frozenset(ids), facts=quota, waits=waits, printer=WELL,
        queues=Queues(waiting=waiting, full=full, again=dict.fromkeys(full, WEDNESDAY)),
    )  # fmt: skip
    return replace(made, **changed)  # type: ignore[arg-type]


def large() -> DeviceView:
    """27 agencies and 440 services, some under the longest names that a hall's file takes."""
    long = (LONG + " menurut Peraturan yang Berlaku")[:120]
    more = replace(large_hall.agencies()[0], id="instansi-26", short_name="", name=long, letter="Z1")
    named = [
        s.model_copy(update={"name": long, "requirements": tuple(f"Surat {n} {long} " * 4 for n in range(9))})
        if at % 11 == 3
        else s.model_copy(update={"agency_id": "instansi-26"})
        if at % 40 == 7
        else s
        for at, s in enumerate(large_hall.services())
    ]
    view = hall()
    return view.model_copy(update={"agencies": (*large_hall.agencies(), more), "services": tuple(named)})


def given(*, own: bool = False, certain: bool = True, **changed: object) -> Given:
    """A number for a birth certificate."""
    visit_id = "00000000-0000-4000-8000-000000000038"
    visit = IssuedVisit(
        visit_id=visit_id, leg_id=f"{visit_id}.1", number="A-981" if own else "A-038", service_id="akta",
        agency_id=agencies()[0].id, ahead=0 if own else 3, counters=(2, 3), counter_labels=("2", "3"), at=NOW,
        day="2026-04-14", seq=38, expected_from=None if own else NOW + timedelta(minutes=15),
        expected_until=None if own else NOW + timedelta(minutes=25),
    )  # fmt: skip
    return Given(visit.model_copy(update=changed), own=own, certain=certain)
