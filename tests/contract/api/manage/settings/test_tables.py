"""Files to be understood: told in words where they are none, bounded, and without any effect of their own."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook

from server.usecases.settings import tables
from tests.support.hub.inside import Asker

READ = "/hall/draft/read"


def packed(name: str, content: bytes) -> bytes:
    """A zip with one file in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr(name, content)
    return made.getvalue()


def sheet(*rows: tuple[object, ...], more: Callable[[Workbook], None] = lambda _: None) -> bytes:
    """An XLSX of one sheet."""
    book, made = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    more(book)
    book.save(made)
    return made.getvalue()


def read(asker: Asker, name: str, data: bytes) -> tuple[int, Any]:
    content = base64.b64encode(data).decode()
    answer = asker.send(READ, {"name": name, "content": content}, **{"Accept-Language": "id"})
    return answer.status_code, answer.get_json()


def test_what_is_no_table_is_told_with_what_to_do(manager: Asker) -> None:
    broken = {
        "gambar.csv": b"\x89PNG\r\n\x1a\n" + bytes(30),
        "rusak.xlsx": b"PK\x03\x04" + bytes(80),
        "lain.xlsx": packed("word/document.xml", b"<w/>"),
        "bom.xlsx": packed("xl/workbook.xml", bytes(tables.MOST_UNPACKED + 1)),
        "lama.xls": b"\xd0\xcf\x11\xe0" + bytes(30),
        "salah.toml": b"[[agency]\n",
    }
    for name, data in broken.items():
        status, problem = read(manager, name, data)
        assert (status, problem["code"]) == (422, "invalid"), name
        [fault] = problem["errors"]
        assert fault["pointer"] == "/content", name
        assert len(fault["detail"].split()) > 3, name


def test_rows_with_a_colour_only_hidden_sheets_and_whole_numbers_are_read_as_people_see_them(
    manager: Asker,
) -> None:
    def adorned(book: Workbook) -> None:
        book.worksheets[0].cell(row=6000, column=1).number_format = "0.00"
        hidden = book.create_sheet("Rahasia")
        hidden.append(("Nama layanan", "Instansi"))
        hidden.append(("Tersembunyi", "Polres"))
        hidden.sheet_state = "hidden"

    head = ("Nama layanan", "Instansi", "Standar waktu", "Syarat")
    data = sheet(head, ("SIM keliling", "Polres", 20.0, "KTP-el\nSIM lama"), (), more=adorned)
    status, found = read(manager, "layanan.xlsx", data)
    assert status == 200
    [row] = found["rows"]
    assert (row["state"], row["line"], row["kind"]) == ("adds", 2, "service")
    assert row["edits"][0]["values"]["service_minutes"] == 20
    assert row["edits"][0]["values"]["requirements"] == ["KTP-el", "SIM lama"]


def test_reading_changes_nothing(manager: Asker) -> None:
    before = manager.get("/hall/draft").get_json()
    status, found = read(manager, "x.csv", b"Nama layanan;Instansi\nSIM keliling;Polres\n")
    assert (status, found["state"], found["seen"]) == (200, before["state"], before["seen"])
    assert manager.get("/hall/draft").get_json() == before
