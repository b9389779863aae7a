"""The guard's page: every sentence by which a kiosk says that something is not as usual stands in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from balai.words import words_in

GUARD = (Path(__file__).resolve().parents[3] / "docs" / "guard.md").read_text(encoding="utf-8")
SAY = words_in("id")
#: On the touch screen, and on slips: why there is no number, no ticket, or no answer.
UNUSUAL = (
    "begins", "full", "shut", "stopped", "away", "no_answer", "taking", "paper_out", "number_kept",
    "printer_away",
    "cut_off", "numbers_go_on", "gives_none", "hall_closed", "closed_today", "not_yet", "still_there",
    "staff_called", "call_staff", "give_regular", "give_priority",
)  # fmt: skip
CODES = (
    "unread", "no_code", "other_hall", "unknown", "gone", "other_day", "booking_late", "booking_cancelled",
    "too_many_attempts", "cut_off", "not_now",
)  # fmt: skip


@pytest.mark.parametrize("key", [f"touch.{key}" for key in UNUSUAL] + [f"code.{key}" for key in CODES])
def test_the_guard_finds_every_sentence_that_may_be_asked_about(key: str) -> None:
    kept = SAY.sentences[key]
    sentence = str(kept[0] if isinstance(kept, list) else kept)
    assert sentence.partition("{")[0].strip() in GUARD, sentence
