"""The page of printers names those that a kiosk knows, as it knows them."""

from __future__ import annotations

from tools.documents import printers


def test_the_page_of_printers_is_what_a_kiosk_knows() -> None:
    assert printers.PAGE.read_text(encoding="utf-8") == printers.page(), "python -m tools.documents.printers"
