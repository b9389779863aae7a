"""All that can be asked of a day, found by itself: public functions of the rooms of views that take one.

What takes a store, a dispatcher, a request or a command changes something, and is asked as a command. A view
that another view asks is asked through it. A parameter that nobody knows a value for fails: give it one in
`views`.
"""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import balai.domain.order
import balai.domain.waits
import server.timers
import server.usecases
import server.views

ROOMS: tuple[ModuleType, ...] = (
    server.views, server.timers, server.usecases, balai.domain.order, balai.domain.waits,
)  # fmt: skip
#: Parameters of what changes something, or looks beyond the day.
_BEYOND = frozenset({"store", "dispatcher", "request", "command", "account", "memory", "moment"})
_OF_A_DAY = ("HallDay", "Iterable[Happened]")

View = Callable[..., Any]


def views() -> dict[str, View]:
    """The outermost views, by name."""
    found = {f"{view.__module__}.{view.__name__}": view for view in _functions()}
    inner = {name for view in found.values() for name in view.__code__.co_names}
    return {name: view for name, view in sorted(found.items()) if view.__name__ not in inner}


def parameters(view: View) -> list[inspect.Parameter]:
    """What a view is asked with."""
    return list(inspect.signature(view).parameters.values())


def _functions() -> Iterator[View]:
    for module in _modules():
        for name, value in vars(module).items():
            own = inspect.isfunction(value) and value.__module__ == module.__name__
            if own and not name.startswith("_") and _is_view(value):
                yield value


def _is_view(function: View) -> bool:
    asked = parameters(function)
    tells = any(str(one.annotation).startswith(_OF_A_DAY) for one in asked)
    return tells and not _BEYOND & {one.name for one in asked}


def _modules() -> Iterator[ModuleType]:
    for room in ROOMS:
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            yield import_module(found.name)
