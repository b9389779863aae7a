"""The hub's commands: run it, enrol devices, keep accounts, load the hall's file. Each is loaded when it is
asked for, with what hangs under it and nothing of the others: a command is used for a moment, and libraries
take longer to load than most of them to run."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

import click

#: Where each command is, and the modules that hang more under it. No module has a command's name: it would
#: stand for the command once it is imported.
_MODULES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "account": ("accounts",),
        "backup": ("copies",),
        "db": ("store",),
        "device": ("devices",),
        "doctor": ("checking",),
        "estimate": ("estimating",),
        "hall": ("halls", "day.bookings", "day.voiding"),
        "hub": ("serving", "address"),
        "log": ("store", "day.log", "trail"),
        "report": ("reports",),
        "restore": ("copies",),
    }
)


def __getattr__(name: str) -> click.Command:
    """A command, whole. Raises AttributeError where there is none of that name."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    own, *_ = [import_module(f"{__name__}.{module}") for module in _MODULES[name]]
    command: click.Command = getattr(own, name)
    return command
