"""Codes of vouchers and bookings: not to be guessed, easy to read aloud and to type."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from balai.domain.state import HallDay

#: No 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B, U and V.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
#: 23 to the 8th: 36 bits, in a log that only signed-in staff and enrolled kiosks may ask.
LENGTH = 8


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
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
