"""What the hub's commands share: the configuration they work on, and how they fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from balai.clock import Clock, parse_clock
from balai.program.shell import plain_errors
from balai.words.said import say
from server.auth.roles import AT_THE_MACHINE, Permission, scope_of
from server.config import HubConfig, load_config
from server.setup import find_hall
from server.store import Store, open_store

F = TypeVar("F", bound=Callable[..., Any])


class PlainGroup(click.Group):
    """A group whose commands say what went wrong in words, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run; exit code 1 where an error of ours ends it."""
        with plain_errors():
            return super().invoke(ctx)


def config_option(command: F) -> F:
    """--config FILE."""
    decorate: Callable[[F], F] = click.option(
        "--config",
        "config_path",
        type=click.Path(path_type=Path, dir_okay=False),
        default=Path("hub.toml"),
        envvar="BALAI_HUB_CONFIG",
        show_default=True,
        help=say("option.config"),
    )
    return decorate(command)


def clock_option(command: F) -> F:
    """--clock SPEC, for rehearsals."""
    decorate: Callable[[F], F] = click.option(
        "--clock",
        "clock_spec",
        default="system",
        envvar="BALAI_CLOCK",
        show_default=True,
        help=say("option.clock"),
    )
    return decorate(command)


def permitted(permission: Permission) -> None:
    """Ask the table of roles. Raises ClickException where it does not let whoever is at this machine."""
    if scope_of(AT_THE_MACHINE, permission) is None:
        raise click.ClickException(say("cli.not_permitted", permission=permission))


@contextmanager
def opened(
    config_path: Path, permission: Permission, *, upgrades: bool = False
) -> Iterator[tuple[HubConfig, Store]]:
    """The store of a configuration, beside a hub that may be running unless this `upgrades` its tables, for
    what takes `permission`."""
    permitted(permission)
    config = load_config(config_path)
    store = open_store(config.store.url, upgrades=upgrades)
    try:
        yield config, store
    finally:
        store.close()


@contextmanager
def opened_hall(
    config_path: Path, permission: Permission, clock_spec: str = "system"
) -> Iterator[tuple[str, Store, Clock]]:
    """The store, the id of the hall that the hub serves, and the clock, for what takes `permission`."""
    clock = parse_clock(clock_spec)
    with opened(config_path, permission) as (config, store):
        yield find_hall(config, store, clock), store, clock
