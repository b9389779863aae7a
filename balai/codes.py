"""Codes on paper: of tickets, rights and bookings; what stands in a picture of one, and what a person types.

A ticket's code is made of its visit's id, which nobody can guess: no event keeps it, and kiosk and hub make
the same one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

#: No 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B, U and V.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
#: 23 to the 8th: 36 bits, where only signed-in staff and enrolled kiosks may ask, so many a minute.
RIGHT_SIGNS = 8
#: 23 to the 9th: 40 bits; of another length than a right's, so that neither is taken for the other.
TICKET_SIGNS = 9
#: What names the code in the address of the visitors' page.
QUERY = "t"
#: Longer than any code or address that is printed.
MOST_READ = 512
_TYPED = re.compile(r"[A-Z0-9]{4,31}")


@lru_cache(maxsize=8192)
def ticket_code(visit_id: str) -> str:
    """The code of a visit's ticket."""
    rest = int.from_bytes(sha256(f"ticket:{visit_id}".encode()).digest(), "big")
    signs = []
    for _ in range(TICKET_SIGNS):
        rest, sign = divmod(rest, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return "".join(signs)


def plain_code(typed: str) -> str:
    """A code as it is kept, from one as a person typed it: without spaces and hyphens, in capitals."""
    return typed.replace(" ", "").replace("-", "").upper()


def grouped(code: str) -> str:
    """A code in groups that can be read aloud: "K7MP-4XQR", "K7M-P4X-Q3A"."""
    size = 3 if len(code) == TICKET_SIGNS else 4
    return "-".join(code[at : at + size] for at in range(0, len(code), size))


def address(page: str, code: str) -> str:
    """What stands in the picture of a code: the visitors' page of the hall with it, where there is a page."""
    if not page:
        return code
    try:
        parts = urlsplit(page)
    except ValueError:  # of a hall's file from before such an address was refused
        return f"{page}?{urlencode({QUERY: code})}"
    query = "&".join(filter(None, (parts.query, urlencode({QUERY: code}))))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, parts.fragment))


class NoCode(ValueError):
    """What was read is no code; `why` says what it is instead: "other_hall", "no_code"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def code_in(text: str, page: str) -> str:
    """The code in what a scanner read or a person typed, at a hall with this visitors' page. Raises NoCode:
    "other_hall" for an address with a code that is of another page, "no_code" for all else."""
    text = text[: MOST_READ + 1].strip()
    if "://" in text:
        return _in_address(text, page)
    code = plain_code(text)
    if not _TYPED.fullmatch(code):
        raise NoCode("no_code")
    return code


def _in_address(text: str, page: str) -> str:
    try:
        found, ours = urlsplit(text), urlsplit(page)
    except ValueError as fault:
        raise NoCode("no_code") from fault
    code = plain_code(dict(parse_qsl(found.query)).get(QUERY, ""))
    if not _TYPED.fullmatch(code):
        raise NoCode("no_code")
    if (found.netloc.lower(), found.path.rstrip("/")) != (ours.netloc.lower(), ours.path.rstrip("/")):
        raise NoCode("other_hall")
    return code
