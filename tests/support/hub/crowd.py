"""A hall for crowds: sixteen counters that all serve the same, each with a member of staff."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from balai.clock import SystemClock
from balai.domain.entry import Entry
from balai.domain.log import GENESIS, verify
from demo.driving.api import Api
from demo.driving.hubs import SAMPLE_HALL, Site
from server.store import open_store
from server.store.kept.accounts import Account

CLIENTS = 16
SERVICES = ("perekaman-ktp", "kartu-keluarga")
LAST_NUMBER = 99999
#: Quick to check: how hard it is to guess is not what these tests ask.
_QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def crowd_hall(folder: Path) -> Path:
    """The sample hall's first agency with two services and sixteen counters that offer both."""
    sample = SAMPLE_HALL.read_text()
    head = sample[: sample.index("[[agency]]")]
    agency, *_ = re.findall(r"^\[\[agency\]\]\n(?:.+\n)+", sample, re.MULTILINE)
    services = [f'[[service]]\nid = "{one}"\nagency = "disdukcapil"\nname = "{one}"\n' for one in SERVICES]
    counters = [
        f"[[counter]]\nnumber = {n}\nagency = 'disdukcapil'\nzone = 'utama'\nservices = {list(SERVICES)}\n"
        for n in range(1, CLIENTS + 1)
    ]
    file = folder / "crowd.toml"
    file.write_text("\n".join([head, f"{agency}last_number = {LAST_NUMBER}\n", *services, *counters]))
    return file


def add_staff(site: Site, count: int) -> list[tuple[str, str]]:
    """Accounts written straight into the store; user names and passwords."""
    clock = SystemClock()
    made = [(f"petugas-{n}", secrets.token_urlsafe(12)) for n in range(1, count + 1)]
    with open_store(site.store) as store:
        (hall_id,) = store.halls.ids()
        for name, password in made:
            hashed = _QUICK.hash(password)
            account = Account(secrets.token_hex(6), hall_id, name, name, "staff", hashed)
            store.accounts.add(account, clock.now())
    return made


def whole_log(api: Api) -> list[Entry]:
    """Today's log, page by page, verified."""
    entries: list[Entry] = []
    while True:
        page: list[dict[str, Any]] = api.get(f"/log?after={len(entries)}&limit=500").ok()["entries"]
        if not page:
            break
        entries += [Entry(**row) for row in page]
    verify(entries, prev_hash=GENESIS)
    return entries


def of_type(entries: Iterable[Entry], kind: str) -> list[Entry]:
    """The entries of one type."""
    return [entry for entry in entries if entry.type == kind]
