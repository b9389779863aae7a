"""The page of printers says what the profiles say."""

from __future__ import annotations

from tools import printers


def test_the_list_of_printers_is_the_one_that_kiosks_know() -> None:
    assert printers.PAGE.read_text("utf-8") == printers.page(), "Run: .venv/bin/python -m tools.printers"
