"""Heads of requests are read in one way only; one that another program might read otherwise is refused."""

from __future__ import annotations

import io

import pytest

from server.http.request_headers import LARGEST_HEAD, LONGEST_LINE, MOST_FIELDS, RequestHeaders


def read(head: bytes) -> RequestHeaders:
    return RequestHeaders(io.BytesIO(head))


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_fields_are_read_as_wsgi_names_them(end: bytes) -> None:
    head = read(
        end.join([b"Host: hub", b"X-Forwarded-For:  1.2.3.4 ", b"Cookie: a=\xff", b"COOKIE: b=1", b"", b""])
    )
    assert head.status == ""
    assert list(head.for_environ()) == [
        ("HTTP_HOST", "hub"), ("HTTP_X_FORWARDED_FOR", "1.2.3.4"),
        ("HTTP_COOKIE", "a=\xff"), ("HTTP_COOKIE", "b=1"),
    ]  # fmt: skip
    assert head.get("cookie") == "a=\xff"


def test_lengths_types_and_names_with_an_underscore_are_kept_from_the_rest() -> None:
    head = read(b"Content-Length: 5\r\nContent-Length: 5\r\nContent-Type: a/b\r\nX_Forwarded_For: me\r\n\r\n")
    assert (head.status, head.typeheader, head.get("Content-Length")) == ("", "a/b", "5")
    assert list(head.for_environ()) == []


REFUSED = {
    "a further field in a value": b"A: 1\rContent-Length: 3\r\n\r\n",
    "a NUL": b"A: 1\x002\r\n\r\n",
    "a line that is no field": b"A: 1\r\nB\r\nContent-Length: 5\r\n\r\n",
    "a blank before the colon": b"Transfer-Encoding : chunked\r\n\r\n",
    "a folded line": b"A: 1\r\n Content-Length: 5\r\n\r\n",
    "no name": b": 1\r\n\r\n",
    "a name that is none": b"A\xff: 1\r\n\r\n",
    "two lengths": b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
    "too long a line": b"A: " + b"x" * LONGEST_LINE + b"\r\n\r\n",
    "too many fields": b"A: 1\r\n" * (MOST_FIELDS + 1) + b"\r\n",
    "many long fields": (b"A: " + b"x" * 8000 + b"\r\n") * (LARGEST_HEAD // 8000 + 1) + b"\r\n",
    "a length with a sign": b"Content-Length: +5\r\n\r\n",
    "a length with an underscore": b"Content-Length: 1_0\r\n\r\n",
    "a length below nothing": b"Content-Length: -5\r\n\r\n",
    "a length in other figures": b"Content-Length: \xb2\r\n\r\n",
    "no length": b"Content-Length:\r\n\r\n",
    "two transfers": b"Transfer-Encoding: gzip, chunked\r\n\r\n",
    "a transfer that is none": b"Transfer-Encoding: identity\r\nContent-Length: 5\r\n\r\n",
    "a second transfer": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n",
}


@pytest.mark.parametrize("head", REFUSED)
def test_what_may_be_read_in_two_ways_is_refused(head: str) -> None:
    assert read(REFUSED[head]).status
