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
log = structlog.get_logger(__name__)


def health(checks: Mapping[str, Check], beside: Collection[str] = ()) -> Response:
    """200 where every part works that numbers and calls need, else 503; those `beside` are told of and may be
    missing. A part that does not answer within 2 s does not work."""
    found = dict(zip(checks, gevent.pool.Group().map(_checked, checks.items()), strict=True))
    parts = {name: {**part, "needed": name not in beside} for name, part in found.items()}
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
    return here and (proxies > 0 or not {"X-Forwarded-For", "Forwarded"} & set(request.headers.keys()))
