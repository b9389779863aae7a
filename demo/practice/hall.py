"""The training hall: the hall's own settings without its hours, in a folder that goes when it ends."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from argon2 import PasswordHasher

from balai.domain.hall.config import PRACTICE, Counter, HallConfig
from balai.hall_file.read import load_hall
from balai.words import known_language, words_in
from demo.always_open import always_open
from demo.driving.programs import Program
from demo.driving.programs import run as balai
from server.auth.passwords import random_password
from server.auth.roles import Permission, Role
from server.cli.common import opened_hall
from server.store.kept.accounts import Account
from server.store.kept.devices import Device

#: Who learns: one to run the hall, and as many to serve as sit at one table.
LEARNERS: Mapping[str, Role] = {
    "pengelola": "manager", "petugas1": "staff", "petugas2": "staff", "petugas3": "staff",
}  # fmt: skip
#: Counters that are served by played staff at the most: each asks the hub now and then.
MOST_PLAYED = 12
KIOSK = "kios-latihan"


@dataclass(frozen=True)
class TrainingHall:
    """What was made in its folder."""

    folder: Path
    config: HallConfig
    passwords: Mapping[str, str]
    #: The token of the kiosk whose visitors are played.
    token: str
    played: tuple[Counter, ...]
    #: Whose counters are for people who learn; None: all.
    agency_id: str | None = None

    def start(self) -> Program:
        """Its hub."""
        environment = {key: value for key, value in os.environ.items() if key != "BALAI_CLOCK"}
        return Program("hub", ["--config", "hub.toml"], self.folder / "hub.log", environment)


def prepare(folder: Path, asked: Mapping[str, Any]) -> TrainingHall:
    """Write its settings, load the hall's file and let people and a kiosk in, as was `asked` (`__main__`).

    Raises ProgramFailed or ConfigurationFaults where that does not work.
    """
    file = folder / "hall.toml"
    file.write_text(_named(always_open(asked["hall"])), encoding="utf-8")
    (folder / "hub.toml").write_text(
        f'[hub]\nhost = "{asked["host"]}"\nport = {asked["port"]}\n'
        f"https = {str(asked['https']).lower()}\nproxies = {asked['proxies']}\n\n"
        f'[store]\nurl = "sqlite:///{folder / "balai.db"}"\n\n[voice]\nespeak = ""\n',
        encoding="utf-8",
    )
    balai("hall", "load", "hall.toml", "--config", "hub.toml", folder=folder)
    config = load_hall(file)
    played = _played(config, asked["agency"])
    learners = {name: random_password() for name in LEARNERS}
    token = secrets.token_urlsafe(32)
    _let_in(folder / "hub.toml", {**learners, **{desk_of(one): "" for one in played}}, token)
    return TrainingHall(folder, config, learners, token, played, asked["agency"])


def _named(hall: str) -> str:
    """The hall's file with a name that says what it is."""
    document = tomlkit.parse(hall)
    section = document["hall"]
    section["id"] = PRACTICE
    tell = words_in(known_language(str(section.get("language", ""))))
    section["name"] = tell("practice_page.named", hall=section["name"])[:120]
    return tomlkit.dumps(document)


def _played(config: HallConfig, agency_id: str | None) -> tuple[Counter, ...]:
    if agency_id is None:
        return ()
    return tuple(one for one in config.counters if one.agency_id != agency_id)[:MOST_PLAYED]


def desk_of(counter: Counter) -> str:
    """The account that is played at a counter."""
    return f"main{counter.number}"


def _let_in(hub_toml: Path, people: Mapping[str, str], token: str) -> None:
    """Accounts with their passwords, those of played staff with the kiosk's token; and the kiosk."""
    hasher = PasswordHasher()
    shared = hasher.hash(token)
    with opened_hall(hub_toml, Permission.ACCOUNTS_CHANGE) as (hall_id, store, clock):
        store.devices.add(Device(KIOSK, hall_id, "kiosk", KIOSK), token, clock.now())
        for name, password in people.items():
            hashed = hasher.hash(password) if password else shared
            role = LEARNERS.get(name, "staff")
            account = Account(secrets.token_hex(6), hall_id, name, name.title(), role, hashed)
            store.accounts.add(account, clock.now())
