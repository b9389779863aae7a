"""The hub over HTTP, as the played staff and the summary use it."""

from __future__ import annotations

import json
import uuid
from typing import Any

import urllib3

from balai.errors import BalaiError

TRIES = 5


class Answered(BalaiError):
    """The hub answered with a problem; `code` is the problem's."""


class HubClient:
    """One keep-alive connection with its session cookie. A change is repeated with the same
    `request_id` when no answer comes, so that nothing happens twice."""

    def __init__(self, url: str) -> None:
        self._pool = urllib3.connectionpool.connection_from_url(
            url, maxsize=1, block=True, timeout=urllib3.Timeout(10), retries=False
        )
        self._cookie = ""

    def sign_in(self, username: str, password: str) -> None:
        """Sign in and keep the session."""
        answer = self._once("POST", "/session", {"username": username, "password": password})
        self._cookie = answer.headers.get("Set-Cookie", "").partition(";")[0]
        self._read(answer)

    def get(self, path: str) -> Any:
        """Read. Raises Answered with the problem's code."""
        return self._read(self._once("GET", path, None))

    def change(self, path: str, **body: object) -> Any:
        """Change something. Raises Answered with the problem's code."""
        request = {"request_id": str(uuid.uuid4()), **body}
        for _ in range(TRIES - 1):
            try:
                answer = self._once("POST", path, request)
            except urllib3.exceptions.HTTPError:
                continue
            if answer.status != 503:  # 503: nothing was kept, safe to repeat
                return self._read(answer)
        return self._read(self._once("POST", path, request))

    def _once(self, method: str, path: str, body: object) -> urllib3.BaseHTTPResponse:
        headers = {"Content-Type": "application/json", **({"Cookie": self._cookie} if self._cookie else {})}
        data = None if body is None else json.dumps(body)
        return self._pool.urlopen(method, f"/api/v1{path}", body=data, headers=headers)

    @staticmethod
    def _read(answer: urllib3.BaseHTTPResponse) -> Any:
        data = json.loads(answer.data) if answer.data else None
        if answer.status >= 400:
            problem = data if isinstance(data, dict) else {}
            raise Answered(
                str(problem.get("detail") or answer.status), code=str(problem.get("code", answer.status))
            )
        return data
