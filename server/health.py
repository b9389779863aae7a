"""Health checks: whether the hub and what it stands on are well. Each part brings its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from ipaddress import ip_address

import gevent
import structlog
from flask import Response, request

from balai.errors import Refusal
from server.usecases.machine.working import NoRoom

#: Returns a word or two about the part, or raises.
Check = Callable[[], str]
CHECK_SECONDS = 2.0
#: What a proxy says of whom it asks for.
_SPEAK_FOR_OTHERS = frozenset({"X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via"})
log = structlog.get_logger(__name__)


class Health:
    """Looks at the parts, once for all who ask at the same time: each look asks the store and its writer."""

    def __init__(self, checks: Mapping[str, Check], beside: Collection[str] = ()) -> None:
        """Of the parts `beside` is told as well, and they may be missing."""
        self._checks, self._beside = checks, beside
        self._looking: gevent.Greenlet[..., dict[str, dict[str, object]]] | None = None

    def answer(self) -> Response:
        """200 where every part works that numbers and calls need, else 503. A part that does not answer
        within 2 s does not work."""
        if self._looking is None or self._looking.ready():
            self._looking = gevent.spawn(self._look)
        return _told(self._looking.get())

    def _look(self) -> dict[str, dict[str, object]]:
        found = gevent.pool.Group().map(_checked, self._checks.items())
        named = zip(self._checks, found, strict=True)
        return {name: {**part, "needed": name not in self._beside} for name, part in named}


def _told(parts: dict[str, dict[str, object]]) -> Response:
    well = all(part["ok"] or not part["needed"] for part in parts.values())
    text = json.dumps({"ok": well, "parts": parts})
    return Response(
        text, 200 if well else 503, {"Cache-Control": "no-store"}, content_type="application/json"
    )


def _checked(named: tuple[str, Check]) -> dict[str, object]:
    name, check = named
    try:
        with gevent.Timeout(CHECK_SECONDS):
            return {"ok": True, "detail": check()}
    except gevent.Timeout:
        return {"ok": False, "detail": f"no answer within {CHECK_SECONDS:g} s"}
    except (NoRoom, Refusal) as found:
        return {"ok": False, "detail": str(found)}
    except Exception:
        log.exception("unhealthy", part=name)
        # The words of a driver may hold an address with its password.
        return {"ok": False, "detail": "failed; the hub's log says why"}


def at_this_machine(proxies: int) -> bool:
    """Whether the request at hand comes from the hub's own machine; not, where somebody speaks for others
    whom nobody set up (`proxies` stand before the hub)."""
    try:
        here = ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
    told = request.headers.get("X-Forwarded-For")
    if proxies > 0 and told is not None:
        # Fewer than were set up speak: the address at hand is that of a proxy, or of whoever went around one.
        return here and told.count(",") + 1 >= proxies
    return here and (proxies > 0 or not _SPEAK_FOR_OTHERS & set(request.headers.keys()))
