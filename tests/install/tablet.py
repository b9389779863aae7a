"""Somebody's tablet, with nothing but Python: python3 tablet.py https://balai.local CA REQUESTS

Asks the hub over TLS, trusting CA alone, one request after another as one person (JSON: [[method, path,
body], ...]), and prints the answers as a JSON list. It runs on a machine that has no Balai.
"""

from __future__ import annotations

import json
import ssl
import sys
import uuid
from http.cookies import SimpleCookie
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPSHandler, Request, build_opener

PREFIX = "/api/v1"


def main(url: str, authority: str, requests: str) -> None:
    """Ask, and print what was answered: [[status, data], ...]."""
    trusted = ssl.create_default_context(cafile=authority)
    # As strict as Python 3.13 is by itself.
    trusted.verify_flags |= ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN
    opener = build_opener(HTTPSHandler(context=trusted))
    headers = {"Content-Type": "application/json"}
    answers: list[Any] = []
    for method, path, told in json.loads(requests):
        named = {"request_id": str(uuid.uuid4())} if path != "/session" else {}
        data = None if told is None else json.dumps({**named, **told}).encode()
        asked = Request(f"{url}{PREFIX}{path}", data, headers, method=method)  # noqa: S310  # https
        try:
            with opener.open(asked, timeout=20) as answer:
                status, text = answer.status, answer.read()
                for cookie in SimpleCookie(answer.headers.get("Set-Cookie", "")).values():
                    headers["Cookie"] = f"{cookie.key}={cookie.value}"
        except HTTPError as refused:
            status, text = refused.code, refused.read()
        answers.append([status, json.loads(text) if text else None])
    sys.stdout.write(json.dumps(answers))


if __name__ == "__main__":
    main(*sys.argv[1:])
