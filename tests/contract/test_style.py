"""One style where ruff has no rule for it: backticks, what is said of constants, rooms one can see into."""

from __future__ import annotations

import configparser
import re
from collections import Counter
from functools import cache
from pathlib import Path

from balai.cli import OWN_PACKAGES

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = tuple(sorted({*OWN_PACKAGES, "bench", "tests", "tools"}))
TWICE = "`" * 2
#: A text below what it tells of; in this house it stands above, after "#:".
BELOW = re.compile(r'^( *)[A-Za-z_]\w*(?:: [^=\n]+)?(?: = [^\n]*)?\n\1"""\S', re.MULTILINE)
PLAIN = re.compile(r"^# (?!fmt|noqa|type)[^\n]*\n_?[A-Z][A-Z0-9_]*(?:: [^=\n]+)? = ", re.MULTILINE)


#: Files of code in a folder, and lines of one that ships. What belongs together may be longer than most.
MOST_FILES, MOST_LINES = 15, 400
#: What grows by one file with each version of the store, and is read by nobody.
GROWING = "server/store/migrations/versions"


@cache
def sources() -> dict[str, str]:
    files = (file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py")))
    return {str(file.relative_to(ROOT)): file.read_text(encoding="utf-8") for file in files}


def test_a_name_in_a_text_stands_between_single_backticks() -> None:
    assert [name for name, text in sources().items() if TWICE in text] == []


def test_what_is_said_of_a_constant_stands_above_it() -> None:
    said_below = {name: match[0] for name, text in sources().items() for match in BELOW.finditer(text)}
    assert said_below == {}
    said_plainly = {name: match[0] for name, text in sources().items() for match in PLAIN.finditer(text)}
    assert said_plainly == {}


def test_what_is_checked_and_packaged_are_the_packages_of_the_command() -> None:
    makefile = re.search(r"^PACKAGES := (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert makefile
    assert set(makefile[1].split()) == OWN_PACKAGES
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    packaged = set(setup["options.packages.find"]["include"].split())
    assert packaged == {name for package in OWN_PACKAGES for name in (package, f"{package}.*")}


def test_no_room_is_too_full_to_see_into() -> None:
    code = [Path(name) for name in sources()] + [
        file.relative_to(ROOT) for file in (ROOT / "server/web/static").rglob("*.[jc]s*")
    ]
    rooms = Counter(
        str(file.parent) for file in code if file.name != "__init__.py" and "vendor" not in file.parts
    )
    full = {room: count for room, count in rooms.items() if count > MOST_FILES and room != GROWING}
    assert full == {}


def test_no_module_is_longer_than_what_belongs_together() -> None:
    shipped = {name: text for name, text in sources().items() if not name.startswith("tests/")}
    assert {n: lines for n, text in shipped.items() if (lines := text.count("\n")) > MOST_LINES} == {}


#: A built-in method: what it takes, Python 3.13 tells otherwise than 3.11, and a model with it is not made.
BUILT_IN = re.compile(r"""(?:After|Before|Plain|Wrap)Validator\((?:["']|str\.|[\w.]+\.format\b)""")


def test_a_setting_is_checked_by_functions_that_every_python_tells_alike() -> None:
    own = "tests/contract/test_style.py"
    assert [name for name, text in sources().items() if name != own and BUILT_IN.search(text)] == []
