"""Slips that are no ticket, drawn: they fit every paper and show no number."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from balai.words import words_in
from kiosk.paper.slips.note import Note, draw_note
from kiosk.paper.slips.notice import Notice, draw_notice
from kiosk.paper.told import NotTaken, sentences
from tests.support.kiosk_fakes import hall_view

AT = datetime(2026, 4, 14, 2, 42, tzinfo=UTC)


@pytest.mark.parametrize("width", [360, 576, 832])
def test_what_came_of_a_code_is_drawn_in_every_width(width: int) -> None:
    hall = hall_view()
    words = sentences(NotTaken("hub_silent"), hall, words_in("id"))
    assert draw_note(Note(hall.hall.name, words, "id"), width).width == width


@pytest.mark.parametrize("width", [384, 576])
def test_why_there_is_no_number_fits_its_paper(width: int) -> None:
    notice = Notice(
        "MPP Kecamatan Tenggarong", "Kabupaten Kutai Kartanegara", "A", "bulat", "Disdukcapil",
        "Pendaftaran Tanah Sistematis Lengkap", "", "Sedang tidak memberi nomor",
        "Berikutnya pukul 08.00", AT,
    )  # fmt: skip
    picture = draw_notice(notice, width)
    assert picture.width == width
    assert picture.height < 900
