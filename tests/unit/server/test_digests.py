"""A change is known again by what its model writes of it, whichever way that was written."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Literal
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from balai.protocol import requests as r
from server.usecases.asking import digest_of

ASKED = UUID(int=7)


class Asked(r.Change):
    """A change with a field of each kind that requests have."""

    said: str
    more: str | None = None
    count: int = 1
    named: UUID | None = None
    sure: bool = False
    share: float = 0.0
    kind: Literal["a", "b", ""] = ""
    parts: tuple[str, ...] = ()
    at: datetime | None = None


def as_the_model_writes(actor: str, route: str, request: r.Change) -> str:
    body = request.model_dump_json(exclude={"request_id"}, exclude_defaults=True)
    return hashlib.sha256(f"{actor}\n{route}\n{body}".encode()).hexdigest()


WORDS = st.text(st.characters(exclude_categories=["Cs"])) | st.text(st.sampled_from('a1"\\/\n\x7fé\u2028'))


@given(
    st.fixed_dictionaries(
        {"said": WORDS},
        optional={
            "more": st.none() | WORDS,
            "count": st.integers(-(2**70), 2**70),
            "named": st.none() | st.uuids(),
            "sure": st.booleans(),
            "share": st.floats(allow_nan=False, allow_infinity=False),
            "kind": st.sampled_from(["a", "b", ""]),
            "parts": st.lists(WORDS, max_size=2).map(tuple),
            "at": st.none() | st.datetimes(),
        },
    )
)
@example({"said": "", "named": ASKED, "count": 0})
@example({"said": "\n"})
@example({"said": '"'})
@example({"said": "\\"})
@example({"said": "\x7f"})
@example({"said": "é"})
def test_a_digest_is_of_what_the_model_writes(told: dict[str, object]) -> None:
    request = Asked(request_id=ASKED, **told)
    assert digest_of("device:k", "POST /x", request) == as_the_model_writes("device:k", "POST /x", request)


NUMBERS = [
    {"service_id": "ktp"},
    {"service_id": "ktp", "channel": "assisted", "priority_class": "priority", "persons": 2},
    {"service_id": "ktp", "visit_id": str(ASKED), "chain": "0123456789abcdef", "n": 4, "after": 3},
    {"service_id": "ktp", "booking": "AB 12-34", "slot": "2026-04-14T09:00:00+07:00"},
    {"service_id": "ktp", "done": ["kk"], "also": ["akta"], "paper": 7},
]


@pytest.mark.parametrize("told", NUMBERS)
def test_so_is_that_of_a_number(told: dict[str, object]) -> None:
    request = r.IssueVisit.model_validate_json(json.dumps({"request_id": str(ASKED), **told}))
    assert digest_of("device:k", "POST /visits", request) == as_the_model_writes(
        "device:k", "POST /visits", request
    )
    other = request.model_copy(update={"service_id": "kk"})
    assert digest_of("device:k", "POST /visits", other) != digest_of("device:k", "POST /visits", request)


def test_one_that_is_kept_stays_what_it_was() -> None:
    request = r.IssueVisit(request_id=ASKED, service_id="ktp", n=4)
    told = 'device:k\nPOST /visits\n{"service_id":"ktp","n":4}'
    assert digest_of("device:k", "POST /visits", request) == hashlib.sha256(told.encode()).hexdigest()
