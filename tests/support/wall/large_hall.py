"""The hardest hall: 26 agencies under their usual names, 440 services, 60 counters, everybody at work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from balai.domain.hall.config import Agency
from balai.protocol.pushes import Queues
from balai.protocol.views import CounterView, ServiceView, WallView
from display.frame import BoardFile
from tests.support.wall.halls import NOTICE
from tests.support.wall.walls import called, hall, leg

NAMES = (
    "Disdukcapil", "Imigrasi", "Polres", "Bankaltimtara", "BPJS Kesehatan", "BPJS Ketenagakerjaan",
    "ATR/BPN", "Samsat", "Pajak", "Kementerian Agama", "Pengadilan Agama", "Pengadilan Negeri",
    "Kejaksaan Negeri", "DPMPTSP", "Dinas Sosial", "Disnakertrans", "Dinas Kesehatan",
    "Perumda Tirta Mahakam", "PLN", "Pos Indonesia", "Taspen", "Baznas", "KPP Pratama", "Bea Cukai",
    "BNN Kabupaten", "Loka POM",
)  # fmt: skip
SERVICES, COUNTERS = 440, 60
_PAPERS = (
    "Surat pengantar dari ketua RT yang sudah ditandatangani dan distempel",
    "KTP-el asli dan salinannya",
    "Kartu Keluarga terbaru",
    "Pas foto berwarna ukuran 4 x 6 sebanyak dua lembar dengan latar merah",
    "Bukti pembayaran",
)
_SERVICE_NAMES = (
    "Penerbitan Surat Keterangan Pindah Antarkabupaten", "Perubahan Data", "Legalisasi", "Pendaftaran Baru",
    "Surat Keterangan Catatan Kepolisian bagi Warga Negara Asing", "Konsultasi", "Pengaduan",
    "Penggantian yang Hilang",
)  # fmt: skip


def agencies() -> tuple[Agency, ...]:
    """26 of them, with letters, shapes and colours."""
    looks = hall().agencies
    return tuple(
        replace(
            looks[at % len(looks)], id=f"instansi-{at}", name=name, short_name=name, letter=chr(ord("A") + at)
        )
        for at, name in enumerate(NAMES)
    )


def services() -> tuple[ServiceView, ...]:
    """440 of them over all agencies, each at the counters of its own."""
    kinds, usual = len(_SERVICE_NAMES), hall().services[0]
    return tuple(
        usual.model_copy(
            update={
                "id": f"layanan-{at}",
                "agency_id": f"instansi-{at % len(NAMES)}",
                "letter": chr(ord("A") + at % len(NAMES)),
                "name": f"{_SERVICE_NAMES[at % kinds]}",
                "name_en": f"Service {at}",
                "requirements": _PAPERS[: 1 + at % len(_PAPERS)],
                "counters": tuple(range(1 + at % len(NAMES), COUNTERS + 1, len(NAMES))),
            }
        )
        for at in range(SERVICES)
    )


def counters() -> tuple[CounterView, ...]:
    """Sixty: most serve, some have just called, a few are on a break, closed or free."""
    return tuple(_counter(number) for number in range(1, COUNTERS + 1))


def _counter(number: int) -> CounterView:
    first, place = hall().counters[0], (number - 1) % len(NAMES)
    assert first.leg is not None
    letter = chr(ord("A") + place)
    state = "called" if number % 9 == 4 else "finished" if number % 7 == 5 else "serving"
    shown = first.leg.model_copy(
        update={"leg_id": leg(number), "number": f"{letter}-{number * 37 % 400 + 1:03d}", "state": state}
    )
    status = "paused" if number % 11 == 8 else "closed" if number % 13 == 9 else "open"
    return first.model_copy(
        update={
            "id": f"loket-{number}",
            "number": number,
            "agency_id": f"instansi-{place}",
            "status": status,
            "leg": shown if status == "open" and number % 17 else None,
        }
    )


@cache
def large(*, english: bool = False) -> BoardFile:
    """The hall at work, with a page for visitors, and a call to counter 32."""
    push = called("F-123", 3, leg_id=leg(32))
    data = {**push.data, "counter_id": "loket-32", "counter_number": 32, "agency_id": "instansi-5"}
    wall = WallView(
        notices=(NOTICE, "Parkir di sebelah utara gedung."),
        visitor_page="https://antre.kukarkab.go.id",
        english=english,
    )
    return hall().model_copy(
        update={
            "agencies": agencies(),
            "services": services(),
            "counters": counters(),
            "calls": (),
            "wall": wall,
            "pushes": (push.model_copy(update={"data": data}),),
        }
    )


def queues() -> Queues:
    """Some wait nearly everywhere; a few quotas are gone."""
    waiting = {f"layanan-{at}": at * 7 % 5 for at in range(SERVICES)}
    return Queues(
        waiting=waiting,
        full=("layanan-0", "layanan-4", "layanan-9"),
        again={"layanan-0": date(2026, 4, 15), "layanan-4": date(2026, 4, 20)},
    )


MISSED = tuple(
    f"{letter}-{number:03d}" for letter, number in zip("ABCDEFGHJKL", range(31, 320, 27), strict=True)
)
