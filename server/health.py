"""Health checks: whether the hub and what it stands on are well. Each part brings its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from ipaddress import ip_address

import gevent
import structlog
from flask import Response, request

#: Returns a word or two about the part, or raises.
Check = Callable[[], str]
CHECK_SECONDS = 2.0
log = structlog.get_logger(__name__)


def health(checks: Mapping[str, Check]) -> Response:
    """200 with every part "ok", or 503; a part that does not answer within 2 s is not well."""
    found = dict(zip(checks, gevent.pool.Group().map(_checked, checks.items()), strict=True))
    well = all(part["ok"] for part in found.values())
    text = json.dumps({"ok": well, "parts": found})
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
