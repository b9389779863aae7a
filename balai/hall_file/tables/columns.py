"""What a table is a list of, by the words at the head of its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

from balai.hall_file.tables.csv_text import Table
from balai.words import LANGUAGES, words_in

Kind = Literal["agency", "service", "counter", "closed", "person"]
#: In the order in which tables of one file are understood: what is named stands before what names it.
KINDS: tuple[Kind, ...] = ("agency", "service", "counter", "closed", "person")
#: What people call the columns, beside the labels of the fields; the first of each is in the sample.
_CALLED: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    "agency": {
        "name": ("nama instansi", "instansi", "agency", "lembaga"),
        "id": ("kode instansi", "kode", "id"),
        "short_name": ("nama singkat", "singkatan"), "letter": ("huruf nomor", "huruf", "prefix"),
        "tagline": ("keterangan",), "spoken": ("cara membaca", "dibaca"),
        "quota": ("kuota", "kuota per hari"),
    },
    "service": {
        "name": ("nama layanan", "layanan", "jenis layanan", "service", "jenis pelayanan"),
        "id": ("kode layanan", "kode", "id"), "agency": ("instansi", "nama instansi", "agency", "lembaga"),
        "name_en": ("nama inggris", "inggris", "english"),
        "requirements": ("syarat", "persyaratan", "requirements"),
        "requirements_en": ("syarat inggris", "persyaratan inggris", "requirements english"),
        "procedure": ("prosedur", "alur"),
        "service_minutes": ("standar waktu", "waktu layanan", "waktu", "lama layanan", "waktu penyelesaian"),
        "wait_minutes": ("waktu tunggu", "standar waktu tunggu"), "fee": ("biaya", "tarif", "biaya tarif"),
        "product": ("produk", "produk layanan"), "complaints": ("pengaduan",),
        "quota": ("kuota", "kuota per hari", "kuota harian"),
    },
    "counter": {
        "number": ("nomor loket", "loket", "no loket", "counter"),
        "agency": ("instansi", "nama instansi", "agency"),
        "zone": ("ruang", "zona", "zone"), "services": ("layanan", "layanan yang dilayani", "services"),
        "label": ("label", "tulisan loket"),
    },
    "closed": {
        "date": ("tanggal", "tanggal libur", "date"),
        "name": ("hari libur", "nama libur", "nama", "keterangan", "libur"),
        "until": ("sampai", "sampai tanggal", "until"), "agency": ("instansi", "agency"),
        "confirmed": ("dipastikan", "pasti", "confirmed"),
    },
    "person": {
        "username": ("nama pengguna", "username", "akun", "user"),
        "display_name": ("nama petugas", "nama", "nama lengkap", "name"),
        "role": ("peran", "jabatan", "role"),
        "agency_id": ("instansi", "nama instansi", "agency"),
        "skills": ("keahlian", "layanan", "layanan yang dilayani", "skills"),
    },
}  # fmt: skip
#: Without these a table is no list of the kind; the kinds in the order of trying.
_NEEDED: Mapping[Kind, tuple[str, ...]] = {
    "person": ("username",), "closed": ("date", "name"), "counter": ("number",), "service": ("name",),
    "agency": ("name",),
}  # fmt: skip
_HEAD_WITHIN = 12


class Heading(NamedTuple):
    """What a table lists, the line of its heading (from 1), and at which place each setting stands."""

    kind: Kind
    line: int
    places: Mapping[str, int]
    unknown: tuple[str, ...]
    words: tuple[str, ...]


def plain(text: str) -> str:
    """A word as it is compared: small letters, no punctuation, single blanks, nothing in brackets."""
    bare = re.sub(r"\([^)]*\)", " ", text.casefold())
    return re.sub(r"[\W_]+", " ", bare).strip()


def heading_of(table: Table) -> Heading | None:
    """The heading of a table; None where no row of its first ones is one."""
    best: Heading | None = None
    for line, row in enumerate(table.rows[:_HEAD_WITHIN], start=1):
        for kind in _NEEDED:
            places = _places(kind, row)
            enough = all(name in places for name in _NEEDED[kind])
            if enough and len(places) > (len(best.places) if best else 0) and _tells(kind, row, places):
                known = set(places.values())
                rest = [
                    cell
                    for at, cell in enumerate(row)
                    if at not in known and plain(cell) not in ("", "no", "nomor")
                ]
                best = Heading(kind, line, places, tuple(rest), tuple(plain(cell) for cell in row if cell))
    return best


def _tells(kind: Kind, row: Sequence[str], places: Mapping[str, int]) -> bool:
    """Whether a row can be a heading: more than one column, but for a list of nothing but names."""
    filled = sum(bool(plain(cell)) for cell in row)
    return len(places) > 1 or (filled == 1 and kind in ("agency", "service"))


def _places(kind: Kind, row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        name = _names(kind).get(plain(cell))
        if name is not None and name not in found:
            found[name] = at
    return found


@cache
def _names(kind: Kind) -> Mapping[str, str]:
    """A setting by each word for its column."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        say = words_in(language)
        for name in _CALLED[kind]:
            key = f"form.label.{kind}.{name}"
            if key in say:
                found.setdefault(plain(str(say(key))), name)
    for name, called in _CALLED[kind].items():
        found.update(dict.fromkeys((*called, plain(name)), name))
    return found
