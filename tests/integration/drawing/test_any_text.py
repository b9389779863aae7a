"""Text of people: whatever they type is drawn or passed over, at any size."""

from __future__ import annotations

import math

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing import scripts
from drawing.canvas import Canvas, Face
from drawing.typefaces import pieces

WHITE = (255, 255, 255)
#: Any code points, those without a partner among them, and what people paste without seeing it.
PASTED = st.sampled_from(
    ["⚠\ufe0f", "\xad", "\u200b", "\u202e", "\ufeff", "👍🏽", "é", "\0", "\n", "\t", "ﷺ", "مرحبا", "\ud800"]
)
ANY = st.lists(
    st.one_of(st.characters(codec=None, categories=None), PASTED, st.sampled_from("A-0 ")), max_size=200
)


def canvas(scale: float = 1.0) -> Canvas:
    return Canvas(pygame.Surface((200, 60), 0, 32), scale)


@given(ANY.map("".join), st.sampled_from([420, 560, 680, 740]), st.floats(0.2, 700))
def test_any_text_has_a_width_and_is_drawn(text: str, weight: int, size: float) -> None:
    drawn, face = canvas(), Face(weight, size, WHITE)
    wide = drawn.text(3, 40, text, face)
    assert math.isfinite(wide)
    assert wide == pytest.approx(drawn.width(text, face))
    fitted, smaller = drawn.fit(text, face, 120)
    assert drawn.width(fitted, smaller) <= 120 or len(fitted) <= 1
    for line in drawn.lines(text, face._replace(size=20), 120, 2):
        drawn.text(0, 20, line, face)
    drawn.number(0, 40, text[:8], drawn.fit_number(text[:8], face, 100))


@given(ANY.map("".join))
def test_nothing_that_cannot_be_seen_is_drawn(text: str) -> None:
    seen = "".join(piece.text for piece in pieces(text, 420))
    assert not set(seen) & set("\0\n\r\t\xad\u200b\u202e\ufeff\ufe0f\ud800")


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("Awas ⚠\ufe0f licin", "Awas ⚠ licin"),
        ("ke\xadpendudukan", "kependudukan"),
        ("Layanan\u200b KTP", "Layanan KTP"),
    ],
)
def test_what_is_seen_stays(typed: str, drawn: str) -> None:
    assert "".join(piece.text for piece in pieces(typed, 420)) == drawn


def test_accents_are_one_sign_however_they_were_typed() -> None:
    assert pieces("Café", 420) == pieces("Café", 420)


def test_another_script_is_drawn_by_another_font_as_one_run() -> None:
    made = pieces("ke مرحبا بكم 2", 420)
    assert [piece.path is None for piece in made] == [True, True, True, False, True, True]
    assert made[3].text == "مرحبا بكم"
    assert made[3].right_to_left


def test_without_another_font_its_signs_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripts, "FOLDERS", ())
    scripts.fallbacks.cache_clear()
    pieces.cache_clear()
    try:
        assert (
            "".join(piece.text for piece in pieces("Selamat ⚠\ufe0f مرحبا datang", 640)) == "Selamat   datang"
        )
    finally:
        scripts.fallbacks.cache_clear()
        pieces.cache_clear()
