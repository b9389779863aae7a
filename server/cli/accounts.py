"""balai account"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from balai.words.said import help_of, say
from server.auth.passwords import Passwords, random_password
from server.auth.roles import ACCOUNT_ROLES, AT_THE_MACHINE, Permission
from server.cli.common import PlainGroup, clock_option, config_option, opened_hall
from server.cli.noting import ACTOR, trail_of
from server.store.kept.accounts import Account
from server.usecases.at_once import directly, todays_log
from server.usecases.people.accounts import AccountKeeping, By

BY = By(ACTOR, AT_THE_MACHINE)
random_option = click.option("--random", "at_random", is_flag=True, help=say("option.account.random"))


@click.group(cls=PlainGroup, help=help_of("command.account"))
def account() -> None:
    """`balai account`."""


@account.command("add", help=help_of("command.account_add"))
@click.argument("username")
@click.option("--name", default="", help=say("option.account.name"))
@click.option("--role", type=click.Choice(ACCOUNT_ROLES), default="staff", show_default=True)
@click.option("--agency", default=None, help=say("option.account.agency"))
@random_option
@config_option
def add_account(
    username: str, name: str, role: str, agency: str | None, *, at_random: bool, config_path: Path
) -> None:
    """`balai account add`."""
    password = _password(at_random=at_random)
    new = Account(secrets.token_hex(6), "", username, name or username, role, "", agency_id=agency)
    with keeping_at(config_path, Permission.ACCOUNTS_CHANGE) as keeping:
        keeping.add(BY, new, password)
    _tell(say("cli.account.created", role=role, username=username), password, at_random=at_random)


@account.command("passwd", help=help_of("command.account_passwd"))
@click.argument("username")
@random_option
@config_option
def change_password(username: str, *, at_random: bool, config_path: Path) -> None:
    """`balai account passwd`."""
    with keeping_at(config_path, Permission.ACCOUNTS_CHANGE) as keeping:
        found = _id_of(keeping, username)
        password = _password(at_random=at_random)
        keeping.set_password(BY, found, password)
    _tell(say("cli.account.changed", username=username), password, at_random=at_random)


@account.command("lock", help=help_of("command.account_lock"))
@click.argument("username")
@config_option
@clock_option
def lock_account(username: str, config_path: Path, clock_spec: str) -> None:
    """`balai account lock`."""
    with keeping_at(config_path, Permission.ACCOUNTS_CHANGE, clock_spec) as keeping:
        keeping.lock(BY, _id_of(keeping, username))
    click.echo(say("cli.account.locked", username=username))


@account.command("unlock", help=help_of("command.account_unlock"))
@click.argument("username")
@config_option
def unlock_account(username: str, config_path: Path) -> None:
    """`balai account unlock`."""
    with keeping_at(config_path, Permission.ACCOUNTS_CHANGE) as keeping:
        keeping.unlock(BY, _id_of(keeping, username))
    click.echo(say("cli.account.unlocked", username=username))


@account.command("remove", help=help_of("command.account_remove"))
@click.argument("username")
@config_option
@clock_option
def remove_account(username: str, config_path: Path, clock_spec: str) -> None:
    """`balai account remove`."""
    with keeping_at(config_path, Permission.ACCOUNTS_CHANGE, clock_spec) as keeping:
        keeping.remove(BY, _id_of(keeping, username))
    click.echo(say("cli.account.removed", username=username))


@account.command("sign-out", help=help_of("command.account_sign_out"))
@click.argument("username")
@config_option
def sign_out(username: str, config_path: Path) -> None:
    """`balai account sign-out`."""
    with keeping_at(config_path, Permission.ACCOUNTS_CHANGE) as keeping:
        keeping.sign_out(BY, _id_of(keeping, username))
    click.echo(say("cli.account.signed_out", username=username))


@account.command("list", help=help_of("command.account_list"))
@config_option
def list_accounts(config_path: Path) -> None:
    """`balai account list`."""
    with keeping_at(config_path, Permission.ACCOUNTS_READ) as keeping:
        for one in keeping.listed():
            locked = f"  {say('cli.account.is_locked')}" if one.disabled else ""
            agency = f"  {one.agency_id}" if one.agency_id else ""
            click.echo(f"{one.username:<24} {one.role:<13} {one.id}{agency}{locked}")


@contextmanager
def keeping_at(
    config_path: Path,
    permission: Permission = Permission.ACCOUNTS_CHANGE,
    clock_spec: str = "system",
    passwords: Passwords | None = None,
) -> Iterator[AccountKeeping]:
    """The accounts of the hall, beside a hub that may be running, for what takes `permission`. `passwords`
    are hashed as in service unless something else is given."""
    passwords = passwords or Passwords()
    with opened_hall(config_path, permission, clock_spec) as (hall_id, store, clock):
        config = store.halls.get(hall_id)
        agencies = {agency.id for agency in config.agencies} if config else set()
        with todays_log(store, hall_id, clock) as log:
            yield AccountKeeping(
                hall_id,
                lambda: agencies,
                store.accounts,
                passwords.hash,
                passwords.check,
                clock,
                directly,
                trail_of(store, hall_id, clock),
                log,
            )


def _id_of(keeping: AccountKeeping, username: str) -> str:
    found = next((one.id for one in keeping.listed() if one.username == username), None)
    if found is None:
        raise click.ClickException(say("cli.account.unknown", username=repr(username)))
    return found


def _password(*, at_random: bool) -> str:
    if at_random:
        return random_password()
    password: str = click.prompt(say("cli.account.ask_password"), hide_input=True, confirmation_prompt=True)
    return password


def _tell(done: str, password: str, *, at_random: bool) -> None:
    click.echo(say("cli.account.password", done=done, password=password) if at_random else done)
