"""Examination of a hub's machine, part by part, beside a hub that may be running. It changes nothing."""

from __future__ import annotations

import json
import os
import stat
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from balai.clock import Clock
from balai.program.finding import Finding
from balai.words.said import say
from server.config import HubConfig
from server.store import migrate
from server.store.engine import file_at, parse_url, write_engine
from server.store.errors import StoreError
from server.store.safety.soundness import fault_in, is_empty, last_written
from server.usecases.machine.clock_trust import EARLIEST, FAR, STEP
from server.usecases.machine.keeping import copies, disk, elsewhere, set_aside

ASK_SECONDS = 3.0
Check = Callable[[], Iterator[Finding]]


def examined(config: HubConfig, file: Path, clock: Clock, held: Callable[[], bool]) -> list[Finding]:
    """Everything that was looked at, for a person at the machine. `file` is hub.toml; `held` says whether
    network time holds the clock."""
    checks: tuple[tuple[str, Check], ...] = (
        ("store", lambda: _store(config)),
        ("aside", lambda: set_aside(config)),
        ("disk", lambda: disk(config)),
        ("copies", lambda: copies(config, config.copy_places, clock.now())),
        ("copies", lambda: elsewhere(config)),
        ("clock", lambda: _clock(config, clock, held)),
        ("rights", lambda: _rights(config, file)),
        ("hub", lambda: _hub(config)),
        ("redis", lambda: _redis(config)),
    )
    return [Finding("settings", True, say("doctor.settings", file=file))] + [
        finding for part, check in checks for finding in _safely(part, check)
    ]


def _safely(part: str, check: Check) -> list[Finding]:
    try:
        return list(check())
    except (OSError, StoreError, SQLAlchemyError, ValueError) as fault:
        return [Finding(part, False, say("doctor.failed", fault=fault))]


def _store(config: HubConfig) -> Iterator[Finding]:
    file = file_at(config.store.url)
    if file is not None:
        if is_empty(file):
            yield Finding("store", False, say("doctor.store_none", file=file))
            return
        fault = fault_in(file)
        if fault is not None:
            yield Finding("store", False, say("doctor.store_damaged", file=file, fault=fault))
            return
    url = parse_url(config.store.url)
    engine = write_engine(url)
    try:
        version = migrate.version_of(engine)
    finally:
        engine.dispose()
    if version != migrate.NEWEST:
        yield Finding("store", False, say("doctor.store_version", version=version, newest=migrate.NEWEST))
        return
    yield Finding("store", True, say("doctor.store", url=url.render_as_string()))


def _clock(config: HubConfig, clock: Clock, held: Callable[[], bool]) -> Iterator[Finding]:
    now, file = clock.now(), file_at(config.store.url)
    last = last_written(file) if file is not None else None
    shown = f"{now.astimezone():%Y-%m-%d %H:%M}"
    if now.date() < EARLIEST or (last is not None and now < last - STEP):
        yield Finding("clock", False, say("doctor.clock_behind", shown=shown, last=_date(last)))
    elif held():
        yield Finding("clock", True, say("doctor.clock", shown=shown))
    elif last is not None and now - last > FAR:
        yield Finding("clock", False, say("doctor.clock_ahead", shown=shown, last=_date(last)))
    else:
        yield Finding("clock", True, say("doctor.clock_alone", shown=shown))


def _date(moment: datetime | None) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else "-"


def _rights(config: HubConfig, file: Path) -> Iterator[Finding]:
    secret = [*file.parent.glob("*.token")] + ([file] if "@" in config.store.url else [])
    store = file_at(config.store.url)
    if store is not None:
        secret += [path for path in (store, *store.parent.glob(f"{store.name}-wal")) if path.exists()]
        if store.exists() and not (os.access(store, os.R_OK | os.W_OK) and os.access(store.parent, os.W_OK)):
            yield Finding("rights", False, say("doctor.rights_owner", file=store))
    open_to_all = [
        path for path in secret if stat.S_IMODE(path.stat().st_mode) & (stat.S_IROTH | stat.S_IWOTH)
    ]
    for path in open_to_all:
        yield Finding("rights", False, say("doctor.rights_open", file=path))
    if not open_to_all:
        yield Finding("rights", True, say("doctor.rights"))


def _hub(config: HubConfig) -> Iterator[Finding]:
    where = config.hub
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(where.host, where.host)  # noqa: S104  # any of ours
    if where.proxies and host != where.host:
        yield Finding("hub", False, say("doctor.hub_past_proxy", port=where.port))
    address = f"[{host}]:{where.port}" if ":" in host else f"{host}:{where.port}"
    if where.port == 0:
        yield Finding("hub", True, say("doctor.hub_any_port"))
        return
    try:
        with urllib.request.urlopen(f"http://{address}/health", timeout=ASK_SECONDS) as answer:  # http
            told = _json(answer.read())
    except urllib.error.HTTPError as fault:
        told = _json(fault.read())
    except (OSError, ValueError) as fault:
        yield Finding(
            "hub", False, say("doctor.hub_silent", address=address, fault=getattr(fault, "reason", fault))
        )
        return
    parts = told.get("parts") if isinstance(told, dict) else None
    if not isinstance(parts, dict):
        yield Finding("hub", False, say("doctor.hub_other", address=address))
        return
    ill = [f"{name} ({part.get('detail')})" for name, part in parts.items() if not part.get("ok")]
    if ill:
        yield Finding("hub", False, say("doctor.hub_ill", address=address, parts=", ".join(ill)))
    else:
        yield Finding("hub", True, say("doctor.hub", address=address))


def _json(text: bytes) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _redis(config: HubConfig) -> Iterator[Finding]:
    if config.redis is None:
        return
    from server.usecases.machine.bus import silence_of  # a hub alone needs no Redis library

    fault = silence_of(config.redis.url, ASK_SECONDS)
    if fault is not None:
        yield Finding("redis", False, say("doctor.redis_silent", fault=fault))
        return
    yield Finding("redis", True, say("doctor.redis"))
