"""The hardest hall's settings: 27 agencies, 440 services, 60 counters, under names as long as they come."""

from __future__ import annotations

from functools import cache

from balai.badges import BADGES
from balai.domain.hall.calendar import HALL, Calendar
from balai.domain.hall.config import Agency, Counter, HallConfig, Series, Service, Zone
from balai.hall_file.read import load_hall
from demo.driving.hubs import SAMPLE_HALL
from tests.support.wall.large_hall import COUNTERS, NAMES, SERVICES

#: As many agencies as have a name in the walls' hall, and one more.
AGENCIES = len(NAMES) + 1
LONG_AGENCY = (
    "Dinas Penanaman Modal, Pelayanan Terpadu Satu Pintu, Koperasi, Perindustrian dan Perdagangan Kabupaten"
)
LONG_SHORT = "Kependudukan-Pencatatansipil"
LONG_SERVICE = (
    "Perubahan Data Kependudukan bagi Orang Asing yang Memiliki Izin Tinggal Terbatas dan Izin Tinggal Tetap"
)
_KINDS = (
    "Penerbitan Surat Keterangan Pindah Antarkabupaten", "Perubahan Data", "Legalisasi", "Pendaftaran Baru",
    LONG_SERVICE, "Konsultasi", "Pengaduan", "Penggantian yang Hilang",
)  # fmt: skip
_PAPERS = (
    "Surat pengantar dari ketua RT yang sudah ditandatangani dan distempel oleh kepala desa atau lurah",
    "KTP-el asli dan salinannya",
    "Pas foto berwarna ukuran 4 x 6 sebanyak dua lembar dengan latar merah",
)


@cache
def hardest() -> HallConfig:
    """Its settings: the sample's rules and hours, and everything else as large as it comes."""
    sample = load_hall(SAMPLE_HALL)
    badges = tuple(BADGES.values())
    letters = [chr(65 + n) if n < 26 else f"A{n - 25}" for n in range(AGENCIES)]
    agencies = tuple(
        Agency(
            f"instansi-{n}",
            LONG_AGENCY if n % 9 == 0 else f"Kantor {name}",
            LONG_SHORT if n % 9 == 0 else name,
            letters[n],
            badges[n % 8].shape,
            badges[n % 8].ink,
            badges[n % 8].lit,
        )
        for n, name in enumerate((*NAMES, "Badan Pertanahan"))
    )
    services = tuple(_service(n) for n in range(SERVICES))
    return HallConfig(
        hall=sample.hall,
        zones=(
            Zone("timur", "Ruang tunggu lantai dasar sayap timur"),
            Zone("barat", "Ruang tunggu lantai atas sayap barat"),
        ),
        series=tuple(Series(agency.id, agency.letter) for agency in agencies),
        agencies=agencies,
        services=services,
        counters=tuple(_counter(n, services) for n in range(COUNTERS)),
        rules=sample.rules,
        voice=sample.voice,
        calendar=Calendar(tuple(one for one in sample.calendar.hours if one.scope == HALL)),
    )


def _service(n: int) -> Service:
    kind = _KINDS[n % len(_KINDS)]
    agency = f"instansi-{n % AGENCIES}"
    return Service(
        f"layanan-{n}", agency, agency, f"{kind} {n // len(_KINDS) + 1}", f"Service {n}",
        requirements=_PAPERS, fee="Tidak dipungut biaya",
    )  # fmt: skip


def _counter(n: int, services: tuple[Service, ...]) -> Counter:
    agency = f"instansi-{n % AGENCIES}"
    own = tuple(one.id for one in services if one.agency_id == agency)
    label = f"LT2-{n + 1}" if n % 5 == 4 else ""
    east = n % 2 == 0
    # Those of the east stand in the upper rows of the plan, those of the west in the lower ones.
    place = {"plan_x": n // 2 % 10 + 1, "plan_y": n // 20 + (1 if east else 6)}
    return Counter(f"loket-{n + 1}", n + 1, agency, "timur" if east else "barat", own, label, **place)
