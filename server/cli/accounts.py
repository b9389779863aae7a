"""balai account"""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import click
from argon2 import PasswordHasher

from server.auth.passwords import random_password
from server.cli.common import PlainGroup, config_option, opened_hall
from server.store import Store
from server.store.kept.accounts import Account

ROLES = ("staff", "manager")
SHORTEST = 8


@click.group(cls=PlainGroup)
def account() -> None:
    """Create staff accounts and change their passwords."""


@account.command("add")
@click.argument("username")
@click.option("--name", default="", help="The name shown on the tablet.")
@click.option("--role", type=click.Choice(ROLES), default="staff", show_default=True)
@click.option("--random", "at_random", is_flag=True, help="Make up a password and show it once.")
@config_option
def add_account(username: str, name: str, role: str, *, at_random: bool, config_path: Path) -> None:
    """Create an account. The password is asked for, or made up with --random."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,63}", username):
        raise click.UsageError("A username has small letters, digits, dots and hyphens only.")
    password = _password(at_random=at_random)
    with opened_hall(config_path) as (hall_id, store, clock):
        new = Account(
            secrets.token_hex(6), hall_id, username, name or username, role, PasswordHasher().hash(password)
        )
        store.accounts.add(new, clock.now())
    _tell(f"Created {role} account {username}.", password, at_random=at_random)


@account.command("passwd")
@click.argument("username")
@click.option("--random", "at_random", is_flag=True, help="Make up a password and show it once.")
@config_option
def change_password(username: str, *, at_random: bool, config_path: Path) -> None:
    """Change a password; wherever the account is signed in ends."""
    with opened_hall(config_path) as (hall_id, store, _):
        found = _found(store, hall_id, username)
        password = _password(at_random=at_random)
        store.accounts.set_password(found.id, PasswordHasher().hash(password))
    _tell(f"Changed the password of {username}.", password, at_random=at_random)


@account.command("lock")
@click.argument("username")
@config_option
def lock_account(username: str, config_path: Path) -> None:
    """Let nobody in with this account any more; it is out a few seconds later."""
    with opened_hall(config_path) as (hall_id, store, clock):
        store.accounts.disable(_found(store, hall_id, username).id, clock.now())
    click.echo(f"Locked {username}.")


@account.command("list")
@config_option
def list_accounts(config_path: Path) -> None:
    """The accounts of the hall."""
    with opened_hall(config_path) as (hall_id, store, _):
        for one in store.accounts.all(hall_id):
            locked = "  locked" if one.disabled else ""
            click.echo(f"{one.username:<24} {one.role:<8} {one.id}{locked}")


def _found(store: Store, hall_id: str, username: str) -> Account:
    found = store.accounts.by_username(username)
    if found is None or found.hall_id != hall_id:
        raise click.ClickException(f"There is no account {username!r}; nothing was changed.")
    return found


def _password(*, at_random: bool) -> str:
    if at_random:
        return random_password()
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if len(password) < SHORTEST:
        raise click.ClickException(f"A password has at least {SHORTEST} characters; nothing was changed.")
    return password


def _tell(done: str, password: str, *, at_random: bool) -> None:
    click.echo(f"{done} Its password, shown this once: {password}" if at_random else done)
