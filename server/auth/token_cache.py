"""Cache of who is behind a token, or that nobody is, for two seconds, so that a request costs no query."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from server.auth.principal import Principal

KEEP_SECONDS = 2.0
#: Longer than any token of ours; what is longer is not looked for.
LONGEST_TOKEN = 128
_MOST = 4096

Look = Callable[[str], Principal | None]


class TokenCache:
    """Remembers for 2 s (real time) whose a token is: a device that is withdrawn, or an account that
    is disabled, is out within that time at every hub. That a token is unknown is remembered as long."""

    def __init__(self, look: Look, monotonic: Callable[[], float]) -> None:
        """`look` asks the store."""
        self._look, self._monotonic = look, monotonic
        self._kept: OrderedDict[str, tuple[float, Principal]] = OrderedDict()
        self._unknown: OrderedDict[str, float] = OrderedDict()

    def remembers(self, token: str) -> bool:
        """Whether somebody was behind it when it was last asked for; asks nobody."""
        return token in self._kept

    def who(self, token: str) -> Principal | None:
        """Who it is now, or was up to 2 s ago."""
        now = self._monotonic()
        kept = self._kept.get(token)
        if kept is not None:
            if now < kept[0]:
                return kept[1]
            # One greenlet asks; the others go on meanwhile with what is known.
            self._kept[token] = (now + KEEP_SECONDS / 2, kept[1])
        return self._ask(token, now)

    def _ask(self, token: str, now: float) -> Principal | None:
        if not 0 < len(token) <= LONGEST_TOKEN or now < self._unknown.get(token, now):
            return None
        try:
            found = self._look(token)
        except BaseException:
            self.forget(token)
            raise
        if found is None:
            self.forget(token)
            self._unknown[token] = now + KEEP_SECONDS
            while len(self._unknown) > _MOST:
                self._unknown.popitem(last=False)
            return None
        self._kept[token] = (now + KEEP_SECONDS, found)
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return found

    def forget(self, token: str) -> None:
        """Forget one at once: it signed out."""
        self._kept.pop(token, None)

    def lapse(self) -> None:
        """Forget everybody and nobody, as 2 s do."""
        self._kept.clear()
        self._unknown.clear()
