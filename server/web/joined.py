"""A page's modules as one file, and its sheets as another, so that a first load asks for little.

They are put together when they are first asked for: what is written stays small ES modules without a build
step, and each stands in the joined file as it was written, in a scope of its own. Apart stays what pages
share and is large (what the hub makes: sentences, the form), and the live connection with its library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial

from server.web import made
from server.web.assets import STATIC, imported, modules, resolved
from server.web.sheets import SHEETS

#: The first module of the page of a hub that has no hall yet.
FOUNDING = "js/start/founding.js"
_END = ".joined"
_IMPORT = re.compile(r'^import (?:\* as (\w+)|\{([^}]*)\}) from "(\.[^"]+)";\n', re.MULTILINE)
_PASSED_ON = re.compile(r'^export \{([^}]*)\} from "(\.[^"]+)";\n', re.MULTILINE)
_LISTED = re.compile(r"^export \{([^}]*)\};\n", re.MULTILINE)
_DECLARED = re.compile(r"^export (?=(?:async function|function|class|const) (\w+))", re.MULTILINE)


def script(entry: str) -> str:
    """The name under `static` of the joined file of a page whose first module is `entry`."""
    return entry.removesuffix(".js") + f"{_END}.js"


def sheet(page: str) -> str:
    """The name under `static` of the joined sheets of a page."""
    return f"css/{page}{_END}.css"


@cache
def apart(entry: str) -> tuple[str, ...]:
    """The modules of a page that stay files of their own."""
    names = modules(entry)
    alone = {name for name in names if _of_vendor(name)}
    while more := {each for name in alone for each in imported(name)} - alone:
        alone |= more
    return tuple(name for name in names if name in alone or name in made.MODULES)


def _of_vendor(name: str) -> bool:
    return any(each.startswith("vendor/") for each in (name, *imported(name)))


def module(entry: str) -> str:
    """The joined file of a page. Raises ValueError where modules import each other in a circle."""
    own = _in_order(entry, frozenset(apart(entry)))
    named = {name: f"$${number}" for number, name in enumerate((*apart(entry), *own))}
    up = "../" * (entry.count("/"))
    heads = [f'import * as {named[name]} from "{up}{name}";' for name in apart(entry)]
    return "\n".join([*heads, *(_scope(name, named) for name in own), ""])


def texts() -> Mapping[str, Callable[[], str]]:
    """What gives each joined file, by its name under `static`."""
    entries = [*(f"js/{path.parent.name}/main.js" for path in STATIC.glob("js/*/main.js")), FOUNDING]
    return {
        **{script(entry): partial(module, entry) for entry in entries},
        **{sheet(page): partial(_sheets, page) for page in SHEETS},
    }


def _sheets(page: str) -> str:
    """The sheets of a page as one, in their order."""
    return "\n".join((STATIC / "css" / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS[page])


def _in_order(entry: str, without: frozenset[str]) -> list[str]:
    """A page's own modules, each after those that it imports: the order in which a browser runs them."""
    done: list[str] = []

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise ValueError(f"{name} imports itself by way of {', '.join(path[path.index(name) + 1 :])}")
        if name in done or name in without:
            return
        for each in imported(name):
            visit(each, (*path, name))
        done.append(name)

    visit(entry, ())
    return done


def _scope(name: str, named: dict[str, str]) -> str:
    """A module as a function that is called at once and gives what it exports."""
    text = (STATIC / name).read_text(encoding="utf-8")
    heads = [
        f"const {whole or _braced(_taken(some))} = {named[resolved(name, path)]};"
        for whole, some, path in _IMPORT.findall(text)
    ]
    gives = [each for listed in _LISTED.findall(text) for each in _given(listed)]
    for some, path in _PASSED_ON.findall(text):
        heads.append(f"const {_braced(_taken(some))} = {named[resolved(name, path)]};")
        gives += [each.rpartition(": ")[2] for each in _taken(some)]
    gives += _DECLARED.findall(text)
    body = _DECLARED.sub("", _LISTED.sub("", _PASSED_ON.sub("", _IMPORT.sub("", text)))).strip()
    return "\n".join(
        (f"// {name}", f"const {named[name]} = (() => {{", *heads, body, f"return {_braced(gives)};", "})();")
    )


def _braced(names: Iterable[str]) -> str:
    return f"{{ {', '.join(names)} }}"


def _taken(listed: str) -> list[str]:
    """`a, b as c` of an import, as destructuring has it: `a`, `b: c`."""
    return [": ".join(part.split(" as ")) for part in _parts(listed)]


def _given(listed: str) -> list[str]:
    """`a, b as c` of an export, as an object has it: `a`, `c: b`."""
    return [": ".join(reversed(part.split(" as "))) for part in _parts(listed)]


def _parts(listed: str) -> list[str]:
    return [part.strip() for part in listed.split(",") if part.strip()]
