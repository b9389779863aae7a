"""Files of pages: those that there are, by their names alone."""

from __future__ import annotations

import gzip

import pytest

from server.web import packed
from server.web.assets import STATIC


@pytest.mark.parametrize(
    "name", ["", "x/\0", "../pages.py", "../../web/static/css/base.css", "css", "css/none.css"]
)
def test_of_a_name_that_is_no_file_nothing_is_told_and_nothing_kept(name: str) -> None:
    kept = packed._read.cache_info().currsize
    assert packed.text_of(name) is None
    assert packed._read.cache_info().currsize == kept


def test_a_file_is_kept_packed() -> None:
    found = packed.text_of("css/base.css")
    assert found is not None
    small, kind = found
    plain = (STATIC / "css/base.css").read_bytes()
    assert (gzip.decompress(small), kind) == (plain, "text/css; charset=utf-8")
