"""Cutting a text into lines: whole words, else syllables, else where it must be; nothing is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.text.wrapping import breaks, joined, wrap


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Ketenagakerjaan", "Ke te na ga ker jaan"),
        ("Kependudukan", "Ke pen du du kan"),
        ("Tenggarong", "Teng ga rong"),
        ("Administrasi", "Ad mi nis trasi"),
        ("Kemenkumham", "Ke men kum ham"),
        ("Dukcapil", "Duk ca pil"),
        ("Pajak", "Pa jak"),
        ("ATR/BPN", "ATR/ BPN"),
        ("antre.kukarkab.go.id", "antre. kukarkab. go. id"),
        ("DPMPTSP", "DPMPTSP"),
    ],
)
def test_where_a_word_may_break(word: str, parts: str) -> None:
    ends = [0, *breaks(word), len(word)]
    assert " ".join(word[a:b] for a, b in pairwise(ends)) == parts


def test_a_long_word_begins_on_the_line_that_is_there() -> None:
    assert wrap("BPJS Ketenagakerjaan", 13, len) == ["BPJS Ketena-", "gakerjaan"]
    assert wrap("BPJS Ketenagakerjaan", 12, len) == ["BPJS Ketena-", "gakerjaan"]
    assert wrap("BPJS Kesehatan", 13, len) == ["BPJS", "Kesehatan"]
    assert joined("BPJS Ketena-", "gakerjaan") == "BPJS Ketenagakerjaan"
    assert joined("KTP dan", "KK") == "KTP dan KK"


def test_a_word_without_syllables_is_cut_where_it_must_be() -> None:
    assert wrap("bcdfghjklmnpq rst", 5, len) == ["bcdfg", "hjklm", "npq", "rst"]
    assert wrap("", 5, len) == []


@given(st.text(alphabet="abcdeiknguPR-/. ", max_size=60), st.integers(1, 20))
def test_every_line_fits_and_nothing_is_lost(text: str, room: int) -> None:
    lines = wrap(text, room, len)
    assert all(len(line) <= room for line in lines)
    assert "".join(lines).replace("-", "").replace(" ", "") == text.replace("-", "").replace(" ", "")
