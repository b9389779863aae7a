"""Looks at the way to the hub, step by step, so that the first that fails is named: name, network,
certificate, hub, token, clock."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from balai.clock import Clock
from balai.program.finding import Finding
from balai.words.said import say
from hardware.device_file import HubSettings
from hardware.hub.address import HubAddress, NobodyThereError
from hardware.hub.requests import HubRequests
from hardware.ports import HubRefused, HubUnavailable

CONNECT_SECONDS = 3.0
#: A certificate that ends so soon is told of while there is time.
SOON = timedelta(days=14)
#: Tickets and walls show minutes: a clock that is further off than this shows another time than the hub.
FAR = timedelta(seconds=60)
_UNKNOWN, _FORBIDDEN = 401, 403


def way_to(hub: HubSettings, audience: Literal["device", "board"], clock: Clock) -> Iterator[Finding]:
    """The way to `hub` for a device that takes the news of `audience`."""
    try:
        until = _connected(hub.url, hub.ca)
    except NobodyThereError as fault:
        yield Finding("hub", False, say("doctor.way_silent", url=hub.url, fault=fault))
        return
    except ssl.SSLError as fault:
        reason = getattr(fault, "verify_message", None) or fault.reason or fault
        yield Finding("certificate", False, say("doctor.certificate_wrong", url=hub.url, fault=reason))
        return
    if until is not None:
        now = clock.now()
        words = "doctor.certificate" if until - now > SOON else "doctor.certificate_ends"
        yield Finding("certificate", until - now > SOON, say(words, until=f"{until:%Y-%m-%d}"))
    if not hub.token:
        yield Finding("token", False, say("doctor.token_none"))
        return
    yield from _talk(hub, audience, clock)


def _connected(url: str, ca: Path | None) -> datetime | None:
    """When the hub's certificate ends; None where it has none. Raises NobodyThereError, and OSError where
    somebody was there with whom TLS was not possible."""
    connection = HubAddress(url, ca).connect(CONNECT_SECONDS, lambda _: None)
    try:
        if not isinstance(connection, ssl.SSLSocket):
            return None
        shown = connection.getpeercert() or {}
        return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), UTC)
    finally:
        connection.close()


def _talk(hub: HubSettings, audience: str, clock: Clock) -> Iterator[Finding]:
    requests = HubRequests(hub.url, hub.token or "", ca=hub.ca)
    try:
        now = requests.time()
        requests.let_in(audience)
    except HubRefused as fault:
        status = fault.problem.status
        if status not in (_UNKNOWN, _FORBIDDEN):
            yield Finding("hub", False, say("doctor.way_other", url=hub.url, fault=fault))
            return
        yield Finding("hub", True, say("doctor.way", url=hub.url))
        words = "doctor.token_unknown" if status == _UNKNOWN else "doctor.token_other_kind"
        yield Finding("token", False, say(words))
        return
    except HubUnavailable as fault:
        yield Finding("hub", False, say("doctor.way_ill", url=hub.url, fault=fault))
        return
    finally:
        requests.close()
    yield Finding("hub", True, say("doctor.way", url=hub.url))
    yield Finding("token", True, say("doctor.token"))
    yield from _clock(now, clock)


def _clock(theirs: datetime, clock: Clock) -> Iterator[Finding]:
    """Compares this machine's clock with the hub's."""
    now = clock.now()
    words = "doctor.clock_same" if abs(now - theirs) < FAR else "doctor.clock_other"
    shown, hub = (f"{at.astimezone():%Y-%m-%d %H:%M:%S}" for at in (now, theirs))
    yield Finding("clock", abs(now - theirs) < FAR, say(words, shown=shown, hub=hub))
