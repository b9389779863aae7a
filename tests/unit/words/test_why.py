"""The reasons of a call in words: fresh from the core, from the log, and from a log of the first version."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from balai.domain.order.why import Reason, Why, reasons, recorded
from balai.words.why import told, told_by_log

WITA = ZoneInfo("Asia/Makassar")
EIGHT = datetime(2026, 4, 14, tzinfo=UTC)
WHY = Why(
    "A-002",
    (
        Reason("chosen", {"reason": "manager_request"}),
        Reason("booked"),
        Reason("passed_by_choice", {"number": "A-001"}),
        Reason("due_later", {"number": "A-003", "due": EIGHT + timedelta(minutes=30)}),
        Reason("more", {"count": 2}),
        Reason("parked", {"number": "A-009"}),
        Reason("parked_until", {"number": "A-010", "due": EIGHT + timedelta(hours=1)}),
    ),
)
INDONESIAN = (
    "Dipilih petugas: permintaan pengelola.",
    "Datang sesuai janji.",
    "A-001 datang lebih dulu.",
    "A-003 datang lebih dulu, batas tunggunya 08.30.",
    "2 nomor lain juga datang lebih dulu.",
    "A-009 masih ditunda.",
    "A-010 masih ditunda sampai 09.00.",
)


def test_the_core_and_the_log_give_the_same_sentences() -> None:
    fresh = told(reasons(WHY), WITA)
    assert fresh["id"] == INDONESIAN
    assert fresh["en"][:2] == ("Chosen by staff: asked for by the manager.", "Came as booked.")
    assert fresh["en"][-1] == "A-010 still waits aside until 09:00."
    assert told_by_log(recorded(WHY), WITA) == fresh


def test_a_log_of_the_first_version_keeps_its_words() -> None:
    kept = {"due": EIGHT.isoformat(), "passed": [], "more": 0, "words": {"id": ["Datang paling awal."]}}
    assert told_by_log(kept, WITA) == {"id": ("Datang paling awal.",)}
    assert told_by_log(None, WITA) == {}


def test_a_reason_of_a_later_version_is_told_by_its_code() -> None:
    assert told([Reason("by_moon", {"phase": 3}), Reason("tie")], WITA)["id"] == ("by_moon", "tie")
