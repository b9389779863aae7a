"""A program with nothing but the libraries of its own requirement file.

`python -m tests.support.alone display` imports every module of the display, and everything that those import
anywhere, while only the distributions that `requirements/display.txt` pins can be found. It prints one JSON
object: how many modules there were, and what is missing.
"""

from __future__ import annotations

import ast
import importlib
import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
_PIN = re.compile(r"^([a-z0-9-]+)==", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """A program: its packages, the registry's tables that it opens parts by, modules and rooms of another
    part, the requirement files that it is installed from (none named: its own), and its `helpers`: modules of
    others that it runs in processes of their own."""

    packages: tuple[str, ...]
    tables: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    lists: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()

    def has(self, module: str) -> bool:
        """Whether a module is this part's."""
        return not any(f"{module}.".startswith(f"{other}.") for other in self.without)


_HELPERS = ("kiosk.paper.preview", "voice.hearing", "display.slides.shrinking", "display.video.shrinking")
_SCALE = frozenset({"server.live.redis_bus", "server.store.patient", "server.usecases.machine.bus"})
PARTS = {
    # One hub alone needs no bus and no database server; who runs several installs `scale`.
    "hub": Part(("server",), without=_SCALE, helpers=_HELPERS),
    "scale": Part(("server",)),
    # Buttons need no picture; a touch screen is installed with what a display needs.
    "kiosk": Part(
        ("kiosk",),
        ("PRINTERS", "PINS"),
        frozenset({"kiosk.screen", "kiosk.trial.screen", "kiosk.trial.sound", "hardware.screen"}),
    ),
    "kiosk_screen": Part(("kiosk",), ("PRINTERS", "PINS", "AUDIO"), lists=("kiosk", "display")),
    "display": Part(("display",), ("AUDIO",)),
}


def pinned(name: str) -> set[str]:
    """The distributions in a part's requirement files."""
    files = PARTS[name].lists or (name,)
    return {
        pin for file in files for pin in _PIN.findall((ROOT / "requirements" / f"{file}.txt").read_text())
    }


class Only(MetaPathFinder):
    """Finds nothing itself, and lets nobody find what the part does not bring."""

    def __init__(self, pins: set[str], own: set[str]) -> None:
        self._pins, self._own = pins, own
        self._brought_by = {
            top: {re.sub(r"[-_.]+", "-", name).lower() for name in names}
            for top, names in packages_distributions().items()
        }

    def allows(self, top: str) -> bool:
        """Whether a top-level module may be imported."""
        # sysconfig keeps what the machine is in a module whose name tells the machine.
        if top in sys.stdlib_module_names or top in self._own or top.startswith("_sysconfigdata_"):
            return True
        # What is not installed on this kind of machine is known by its name.
        return bool(self._brought_by.get(top, {top}) & self._pins)

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Leave it to the next finder, or raise ModuleNotFoundError as a missing library would."""
        top = fullname.partition(".")[0]
        if not self.allows(top):
            raise ModuleNotFoundError(f"No module named {top!r}", name=top)
        return None


def file_of(module: str) -> Path | None:
    """Where a module of ours lies, or None."""
    place = ROOT.joinpath(*module.split("."))
    found = (place / "__init__.py", place.with_suffix(".py"))
    return next((path for path in found if path.is_file()), None)


def _imported(body: Sequence[ast.AST]) -> Iterator[str]:
    """Every module named in an import, in functions too, but not where only a type checker looks."""
    for node in body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        yield from _imported(list(ast.iter_child_nodes(node)))


def modules_of(part: Part, own: set[str]) -> tuple[set[str], set[str]]:
    """The part's modules with all of ours that they import, and the top-level names of the others'."""
    waiting = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for package in part.packages
        for path in (ROOT / package).rglob("*.py")
    ]
    waiting += part.helpers
    registry = importlib.import_module("hardware.registry")
    waiting += [
        target.partition(":")[0] for name in part.tables for target in getattr(registry, name).values()
    ]
    found: set[str] = set()
    foreign: set[str] = set()
    while waiting:
        name = waiting.pop()
        file = file_of(name)
        if name.partition(".")[0] not in own:
            foreign.add(name.partition(".")[0])
        elif file is not None and name not in found and part.has(name):
            found.add(name)
            waiting += _imported(ast.parse(file.read_text()).body)
    return found, foreign


def main(name: str) -> None:
    """Import a part's modules and tell what was missing."""
    from balai.cli import OWN_PACKAGES

    # Its answer is all that stands on standard output.
    os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
    own = set(OWN_PACKAGES)
    only = Only(pinned(name), own | {"tests"})
    sys.meta_path.insert(0, only)
    modules, foreign = modules_of(PARTS[name], own)
    missing = {top: "imported somewhere" for top in foreign if not only.allows(top)}
    for module in sorted(modules):
        # Migrations are run by Alembic, which hands them their context.
        if ".migrations." in module:
            continue
        try:
            importlib.import_module(module)
        except ModuleNotFoundError as error:
            missing[str(error.name)] = module
    print(json.dumps({"modules": sorted(modules), "missing": missing}))  # noqa: T201  # its answer


if __name__ == "__main__":
    main(sys.argv[1])
