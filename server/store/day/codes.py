"""Codes of vouchers and bookings: not to be guessed, easy to read aloud and to type."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from balai.codes import ALPHABET, RIGHT_SIGNS
from balai.domain.state import HallDay


def fresh_codes(day: HallDay, visit_ids: Iterable[str]) -> dict[str, str]:
    """A code for each visit (or booking), not to be guessed and unlike any that stands."""
    codes: dict[str, str] = {}
    given: set[str] = set()
    for visit_id in visit_ids:
        code = _code()
        while code in given or day.has_code(code):
            code = _code()
        given.add(code)
        codes[visit_id] = code
    return codes


def _code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(RIGHT_SIGNS))
