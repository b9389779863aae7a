"""Fetching spoken clips from the hub, beside everything else that a device asks of it."""

from __future__ import annotations

import urllib3

_TIMEOUT = urllib3.Timeout(connect=3.0, read=10.0)
_GONE = 404


class HubClips:
    """Clips of the hub, by key. Times out in real seconds."""

    def __init__(self, url: str, token: str) -> None:
        self._base = url.rstrip("/") + "/api/v1/clips/"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._pool = urllib3.PoolManager(num_pools=1, maxsize=2, retries=False, timeout=_TIMEOUT)

    def clip(self, key: str) -> bytes | None:
        """The sound file of a key, or None where the hub has none. Raises OSError where it gives no
        answer of use."""
        try:
            answer = self._pool.request("GET", self._base + key, headers=self._headers, redirect=False)
            data: bytes = answer.data
        except urllib3.exceptions.HTTPError as fault:
            raise OSError(f"no answer from the hub ({type(fault).__name__})") from fault
        if answer.status == _GONE:
            return None
        if answer.status != 200:
            raise OSError(f"the hub answered {answer.status}")
        return data

    def close(self) -> None:
        """Give the connection back."""
        self._pool.clear()
