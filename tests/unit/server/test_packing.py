"""An answer in JSON is the same whether or not somebody has looked at it before it goes out."""

from __future__ import annotations

from typing import Any

import pytest

from server.packing import JsonAnswer

ANSWER = '{"name":"Loket «1»"}'


def _sent(answer: JsonAnswer, method: str = "POST") -> tuple[str, list[tuple[str, str]], bytes]:
    told: list[Any] = []
    body = b"".join(
        answer({"REQUEST_METHOD": method}, lambda status, headers: told.extend((status, headers)))
    )
    return told[0], sorted(told[1]), body


@pytest.mark.parametrize("status", [200, 201, 409, 503])
@pytest.mark.parametrize("headers", [{}, {"Cache-Control": "no-store"}])
def test_it_goes_out_alike(status: int, headers: dict[str, str]) -> None:
    looked_at = JsonAnswer(ANSWER, status, headers)
    assert looked_at.headers["Content-Type"] == "application/json"
    assert _sent(JsonAnswer(ANSWER, status, headers)) == _sent(looked_at)
    assert JsonAnswer(ANSWER, status, headers).status_code == status
    assert JsonAnswer(ANSWER, status, headers).get_json() == looked_at.get_json() == {"name": "Loket «1»"}


def test_what_is_put_into_it_goes_out() -> None:
    answer = JsonAnswer(ANSWER, 200, {})
    answer.headers["ETag"] = '"1"'
    answer.set_cookie("seen", "1")
    sent = dict(_sent(answer)[1])
    assert (sent["ETag"], sent["Set-Cookie"]) == ('"1"', "seen=1; Path=/")


def test_only_its_head_is_sent_where_that_is_asked() -> None:
    status, headers, body = _sent(JsonAnswer(ANSWER, 200, {}), "HEAD")
    assert (status, body, dict(headers)["Content-Length"]) == ("200 OK", b"", str(len(ANSWER.encode())))


def test_what_a_response_never_has_is_not_there() -> None:
    assert not hasattr(JsonAnswer(ANSWER, 200, {}), "nothing")
