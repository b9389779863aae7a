"""Spreadsheets understood: how they are written, what their columns are called, and rows that are odd."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.hall_file.editing.draft import Draft, begun, edited, read_draft
from balai.hall_file.mapping import config_of
from balai.hall_file.tables.carried import agency_toml, carried_rows
from balai.hall_file.tables.columns import heading_of
from balai.hall_file.tables.csv_text import Table, csv_table
from balai.hall_file.tables.people import Known, People
from balai.hall_file.tables.rows import slug, understood
from balai.hall_file.tables.values import items_of
from balai.hall_file.write import hall_toml
from balai.protocol.managed.drafts import TableRow
from balai.text.encoding import NotText
from tests.support.sample import sample_hall

HALL = sample_hall()
LIST = (
    "Nama layanan;Instansi;Biaya;Syarat;Standar waktu\r\n"
    'Cetak akta "lama";Disdukcapil;Rp\u00a00;"KTP-el; Kartu Keluarga";15 menit\r\n'
)
SPLIT = '"KTP-el; Kartu Keluarga"'
WRITINGS = {
    "utf-8": LIST.encode(),
    "utf-8 with a mark": LIST.encode("utf-8-sig"),
    "windows-1252": LIST.replace("akta", "akté").encode("cp1252"),
    "utf-16": LIST.encode("utf-16"),
    "Excel's own line": ("sep=;\r\n" + LIST).encode(),
    "commas": LIST.replace(SPLIT, "@").replace(";", ",").replace("@", SPLIT).encode(),
    "tabs": LIST.replace(SPLIT, "@").replace(";", "\t").replace("@", SPLIT).encode(),
    "lines in a cell": LIST.replace(SPLIT, '"1. KTP-el\n2. Kartu Keluarga"').encode(),
}


@pytest.fixture(scope="module")
def draft() -> Draft:
    from balai.config import Source

    return begun(Source.of_text("hall", hall_toml(HALL)).data)


def rows_of(draft: Draft, *tables: Table, people: People | None = None) -> list[TableRow]:
    return understood(draft, tables, people or People(), "id")[0]


def table(*rows: tuple[str, ...]) -> Table:
    return Table("Lembar1", rows)


def made(draft: Draft, rows: list[TableRow]) -> Draft:
    for row in rows:
        draft = edited(draft, row.edits, "staff:a", draft.n) if row.edits else draft
    return draft


@pytest.mark.parametrize("writing", WRITINGS)
def test_a_list_is_understood_however_a_spreadsheet_wrote_it(draft: Draft, writing: str) -> None:
    [row] = rows_of(draft, csv_table("layanan", WRITINGS[writing]))
    assert (row.state, row.notes) == ("adds", ())
    entry = made(draft, [row]).file["service"][-1]
    assert entry["name"].startswith("Cetak")
    assert (entry["agency"], entry["service_minutes"], entry["fee"]) == ("disdukcapil", 15, "Rp 0")
    assert entry["requirements"] == ["KTP-el", "Kartu Keluarga"]


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(20), bytes(40), b"\x81\x8d\x8f;a"])
def test_what_is_no_list_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(NotText):
        csv_table("x", data)


@given(st.binary(max_size=400))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    try:
        found = csv_table("x", data)
    except NotText:
        return
    draft = begun({"hall": {}, "agency": [], "service": []})
    assert all(row.line >= 1 for row in rows_of(draft, found))


#: Row by row: what stands there, what becomes of it, and a word of what is said.
ODD: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("SIM baru", "Polres", "15", "KTP-el"), "adds", ""),
    (("", "Polres", "15", ""), "odd", "kosong"),
    (("Layanan lain", "Polda", "15", ""), "odd", "tidak ada di balai"),
    (("Perekaman KTP-el", "disdukcapil", "11", ""), "changes", ""),
    (("Penggantian  KTP-EL", "DISDUKCAPIL", "12 menit", ""), "changes", ""),
    (("SIM baru", "Polres", "20", ""), "odd", "baris 3"),
    (("Nama layanan", "Instansi", "Standar waktu", "Syarat"), "skipped", "terulang"),
    (("Jumlah", "", "6", ""), "skipped", "jumlah"),
    (("Uji baca", "Polres", "cepat", ""), "odd", "bukan angka"),
    (("Rumus", "Polres", "#REF!", ""), "odd", "rumus"),
    (("Lanjutan", "", "10", "- satu\n- dua"), "adds", "baris di atasnya"),
    (("Lama sekali", "Polres", "999", ""), "adds", "480"),
)  # fmt: skip


def test_ten_odd_rows_are_told_one_by_one_and_nothing_else_is_done(draft: Draft) -> None:
    head = ("Nama layanan", "Instansi", "Standar waktu", "Syarat")
    rows = rows_of(draft, table(("DAFTAR LAYANAN", "", "", ""), head, *(row for row, _, _ in ODD)))
    assert [row.line for row in rows] == list(range(3, 3 + len(ODD)))
    for row, (_, state, word) in zip(rows, ODD, strict=True):
        assert row.state == state, row
        assert word in " ".join(row.notes), row
        assert bool(row.edits) == (state in ("adds", "changes")), row
    after = made(draft, rows).file["service"]
    assert [one["name"] for one in after[len(HALL.services) :]] == ["SIM baru", "Lanjutan", "Lama sekali"]
    by_id = {one["id"]: one for one in after}
    assert by_id["penggantian-ktp"]["service_minutes"] == 12
    assert by_id["lanjutan"]["requirements"] == ["satu", "dua"]
    assert by_id["lanjutan"]["agency"] == "polres"


def test_a_whole_book_names_in_later_sheets_what_earlier_ones_bring(draft: Draft) -> None:
    counters = Table(
        "Loket", (("Loket", "Instansi", "Layanan"), ("40", "Damkar", "Izin pemadam; Penyuluhan"))
    )
    services = Table(
        "Layanan", (("Layanan", "Instansi"), ("Izin pemadam", "Damkar"), ("Penyuluhan", "Damkar"))
    )
    agencies = Table("Instansi", (("Nama Instansi", "Huruf"), ("Dinas Pemadam Kebakaran", "u")))
    short = Table(
        "Singkat", (("Nama instansi", "Singkatan", "Huruf"), ("Dinas Pemadam Kebakaran", "Damkar", "U"))
    )
    closed = Table("Libur", (("Tanggal", "Hari libur", "Dipastikan"), ("17/08/2027", "Kemerdekaan", "ya")))
    notes = Table("Catatan", (("hubungi Bu Siti",),))
    rows, ignored = understood(draft, [counters, services, short, closed, notes], People(), "id")
    assert ignored == ["Catatan"]
    assert [row.state for row in rows] == ["adds"] * 5
    after = made(draft, rows)
    assert after.file["counter"][-1]["services"] == ["izin-pemadam", "penyuluhan"]
    assert after.file["closed"][-1] | {"date": "2027-08-17", "confirmed": True} == after.file["closed"][-1]
    assert heading_of(agencies) is not None
    # What is left to propose is the new agency's looks alone.
    assert {fault.path.rpartition(".")[2] for fault in read_draft(after)[1]} <= {"shape", "ink", "lit"}


def test_a_closing_of_an_agency_that_is_not_there_closes_nothing(draft: Draft) -> None:
    rows = rows_of(draft, table(("Tanggal", "Nama", "Instansi"), ("2027-08-18", "Rapat", "Bukan Siapa")))
    assert [(row.state, row.edits) for row in rows] == [("odd", ())]


def test_people_get_an_account_once_and_those_without_an_agency_are_of_the_whole_hall(draft: Draft) -> None:
    head = ("Nama", "Nama pengguna", "Peran", "Instansi")
    people = (
        ("Ani", "ani", "Petugas", "Imigrasi"),
        ("Budi", "budi", "pengelola", ""),
        ("Cici", "ci ci", "", ""),
        ("Dedi", "dedi", "raja", ""),
    )
    rows = rows_of(draft, table(head, *people), people=People({"budi": Known("b")}))
    assert [row.state for row in rows] == ["adds", "same", "odd", "odd"]
    assert rows[0].person is not None
    assert (rows[0].person.agency_id, rows[0].person.role) == ("imigrasi", "staff")
    assert all(row.person is None for row in rows[1:])


#: Who it is and what is listed as skills; what becomes of the row, which skills it gives, and a word of it.
SKILLED: tuple[tuple[tuple[str, str], str, tuple[str, ...] | None, str], ...] = (
    (("ani", "SKCK; Surat Izin Mengemudi (SIM)"), "adds", ("skck", "sim"), "Keahlian: SKCK; Surat Izin"),
    (("budi", "skck"), "changes", ("skck",), "Keahlian: SKCK"),
    (("cici", ""), "same", None, ""),
    (("dedi", "1. SKCK\n2. skck"), "same", None, ""),
    (("edo", "Semua"), "changes", None, "semua layanan"),
    (("feri", "Memancing"), "odd", None, "tidak ada di balai"),
    (("gita", "Layanan nanti"), "odd", None, "belum berlaku"),
)


def test_skills_of_a_list_are_given_to_new_and_known_people_and_left_alone_where_none_are_told(
    draft: Draft,
) -> None:
    accounts = {name: Known(f"id-{name}") for name in ("budi", "cici")}
    accounts |= {name: Known(f"id-{name}", ("skck",)) for name in ("dedi", "edo", "feri", "gita")}
    people = People(accounts, {one.id: one.name for one in HALL.services})
    later = Table("Layanan", (("Nama layanan", "Instansi"), ("Layanan nanti", "Polres")))
    listed = Table("Petugas", (("Nama pengguna", "Keahlian"), *(row for row, *_ in SKILLED)))
    _, *rows = rows_of(draft, later, listed, people=people)
    for row, (_, state, skills, word) in zip(rows, SKILLED, strict=True):
        assert row.state == state, row
        assert word in " ".join((row.told, *row.notes)), row
        given = row.person or row.skilled
        assert (given is not None) == (state in ("adds", "changes")), row
        assert given is None or given.skills == skills, row
    assert rows[1].skilled is not None
    assert rows[1].skilled.account_id == "id-budi"


def test_the_hall_written_as_a_list_and_read_again_changes_nothing(draft: Draft) -> None:
    def told(value: Any) -> str:
        return "\n".join(value) if isinstance(value, (list, tuple)) else str(value)

    services = [
        (s["name"], s["agency"], told(s["requirements"]), told(s["service_minutes"]))
        for s in draft.file["service"]
    ]
    rows = rows_of(draft, table(("Nama layanan", "Instansi", "Syarat", "Standar waktu"), *services))
    assert {row.state for row in rows} == {"same"}


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters=";\n\r"), min_size=1, max_size=40)))
def test_items_of_a_cell_are_what_was_listed(items: list[str]) -> None:
    assert all(item == " ".join(item.split()) and item for item in items_of("\n".join(items)))


@given(st.text(max_size=80), st.sets(st.sampled_from(["baru", "a", "a-2"])))
def test_an_id_is_unlike_those_that_are_taken(name: str, taken: set[str]) -> None:
    assert slug(name, taken) not in taken


@pytest.mark.parametrize("agency", [one.id for one in HALL.agencies])
def test_an_agency_carried_to_another_hall_is_there_whole(draft: Draft, agency: str) -> None:
    text = agency_toml(HALL, agency)
    assert {row.state for row in carried_rows(draft, text, "id")} == {"same"}
    other = draft
    for section in ("hours", "closed", "counter", "service", "agency"):
        keep = [
            at
            for at, one in enumerate(other.file[section])
            if agency not in (one.get("id"), one.get("agency"))
        ]
        other = Draft(
            {**other.file, section: [other.file[section][at] for at in keep]},
            {**other.rows, section: tuple(other.rows[section][at] for at in keep)}, other.n,
        )  # fmt: skip
    rows = carried_rows(other, text, "id")
    assert {row.state for row in rows} == {"adds"}
    file, faults = read_draft(made(other, rows))
    assert faults == []
    assert file is not None
    after = config_of(file)
    assert after.agency_by_id[agency] == HALL.agency_by_id[agency]
    assert [s for s in after.services if s.agency_id == agency] == [
        s for s in HALL.services if s.agency_id == agency
    ]
