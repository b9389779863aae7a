"""The hub's HTTP API for whoever drives a hall: one kept connection, JSON both ways."""

from __future__ import annotations

import http.client
import json
import uuid
from dataclasses import dataclass
from typing import Any, Self

from balai.errors import BalaiError

PREFIX = "/api/v1"
TIMEOUT_SECONDS = 60.0
TRIES = 5
UNKNOWN = 401


class Answered(BalaiError):
    """The hub answered with a problem; `code` is the problem's."""


@dataclass(frozen=True)
class Answer:
    """What came back. `data` is the parsed JSON, None where there is none."""

    status: int
    data: Any
    headers: dict[str, str]

    @property
    def code(self) -> str:
        """The problem's stable code, or an empty text."""
        return str(self.data.get("code", "")) if isinstance(self.data, dict) else ""

    def ok(self) -> dict[str, Any]:
        """The data of an answer that went well. Raises Answered with the problem otherwise."""
        if not 200 <= self.status < 300:
            raise Answered(f"{self.status}: {self.data}", code=self.code or str(self.status))
        return self.data if isinstance(self.data, dict) else {}


class Api:
    """One client. Not for several threads at once."""

    def __init__(self, host: str, port: int, token: str | None = None) -> None:
        """`token` is a device's; staff call `sign_in`."""
        self._connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
        self.headers: dict[str, str] = {"Authorization": f"Bearer {token}"} if token else {}
        self.account_id = ""

    @classmethod
    def at(cls, url: str) -> Self:
        """A client of the hub at http://host:port."""
        host, _, port = url.removeprefix("http://").rstrip("/").partition(":")
        return cls(host, int(port))

    @property
    def address(self) -> tuple[str, int]:
        """Host and port of the hub that it asks."""
        return self._connection.host, self._connection.port

    @property
    def cookie(self) -> str:
        """The session cookie as the request header has it; empty before signing in."""
        return self.headers.get("Cookie", "")

    def sign_in(self, username: str, password: str) -> None:
        """Become that account from now on. Raises Answered."""
        answer = self.ask("POST", "/session", {"username": username, "password": password})
        self.account_id = str(answer.ok()["account"]["id"])
        self.headers["Cookie"] = answer.headers["set-cookie"].partition(";")[0]

    def get(self, path: str) -> Answer:
        """Ask for `path`, below /api/v1; once more where the hub has closed a connection that was quiet."""
        try:
            return self.ask("GET", path)
        except ConnectionError:
            return self.ask("GET", path)

    def change(self, path: str, *, request_id: str | None = None, **fields: Any) -> Answer:
        """POST a change, with a fresh request_id unless one is given."""
        return self.ask("POST", path, {"request_id": request_id or str(uuid.uuid4()), **fields})

    def insist(self, path: str, **fields: Any) -> dict[str, Any]:
        """A change that is repeated under one request_id where no answer came, so that nothing happens twice.

        Raises Answered with the problem, and what the last try raised.
        """
        request = {"request_id": str(uuid.uuid4()), **fields}
        for _ in range(TRIES - 1):
            try:
                answer = self.ask("POST", path, request)
            except (OSError, http.client.HTTPException):
                continue
            # 503: nothing was kept, safe to repeat.
            if answer.status != 503:
                return answer.ok()
        return self.ask("POST", path, request).ok()

    def ask(self, method: str, path: str, data: Any = None, *, prefix: str = PREFIX) -> Answer:
        """One request. Raises OSError or HTTPException where the connection breaks."""
        body = None if data is None else json.dumps(data)
        headers = dict(self.headers)
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            self._connection.request(method, prefix + path, body, headers)
            response = self._connection.getresponse()
            text = response.read()
        except BaseException:
            self._connection.close()
            raise
        # Of several cookies the first one is the session's.
        found = {name.lower(): value for name, value in reversed(response.getheaders())}
        return Answer(response.status, json.loads(text) if text else None, found)

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        self._connection.close()


class LastingApi(Api):
    """A client that signs in anew where its session has ended: in hurried time twelve hours are soon over."""

    _credentials: tuple[str, str] | None = None

    def sign_in(self, username: str, password: str) -> None:
        """Become that account from now on, whatever becomes of its sessions. Raises Answered."""
        super().sign_in(username, password)
        self._credentials = username, password

    def ask(self, method: str, path: str, data: Any = None, *, prefix: str = PREFIX) -> Answer:
        """One request; where the hub no longer knows us, once more after signing in. Raises as Api does."""
        answer = super().ask(method, path, data, prefix=prefix)
        if answer.status != UNKNOWN or self._credentials is None or path == "/session":
            return answer
        self.sign_in(*self._credentials)
        return super().ask(method, path, data, prefix=prefix)
