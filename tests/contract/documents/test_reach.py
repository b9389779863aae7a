"""`docs/reach.md` against the code: every command of the core is reached, from where the table says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from balai.domain.commands import Command, CounterCommand, LegCommand
from balai.domain.commands import chains as _chains  # so that its commands are known
from balai.domain.commands import everyday as _everyday
from balai.words import words_in

ROOT = Path(__file__).resolve().parents[3]
LINES = (ROOT / "docs/reach.md").read_text("utf-8").splitlines()
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in LINES if line.startswith("| ")][1:]
BY_ITSELF = "by itself"
JS = ROOT / "server/web/static/js"


def _kinds(kind: type[Command] = Command) -> Iterator[type[Command]]:
    for found in kind.__subclasses__():
        yield found
        yield from _kinds(found)


def _asked(room: str) -> str:
    """What the modules of a room, with those that every page shares, ask of the hub."""
    return "\n".join(path.read_text("utf-8") for part in (room, "kit") for path in (JS / part).rglob("*.js"))


def _pattern(route: str) -> re.Pattern[str]:
    """A route as a module writes it: names filled in, the last word sometimes, too."""
    path = route.split()[1]
    head, _, last = path.rpartition("/")
    named = re.sub(r"\\\{\w+\\\}", r"\\$\\{[^}]+\\}", re.escape(head))
    ending = r"\$\{[^}]+\}" if last.startswith("{") else rf"(?:{re.escape(last)}|\$\{{\w+\}})"
    return re.compile(rf"{named}/{ending}")


def test_every_command_of_the_core_stands_in_the_table() -> None:
    assert issubclass(_everyday.SetAside, Command)
    assert issubclass(_chains.AdoptVisit, Command)
    named = {name for row in ROWS for name in re.findall(r"`([A-Z]\w+)`", row[0])}
    wanted = {kind.__name__ for kind in _kinds()} - {CounterCommand.__name__, LegCommand.__name__}
    assert named == wanted


def test_every_route_of_the_table_is_served_and_takes_its_command() -> None:
    served = "\n".join(path.read_text("utf-8") for path in (ROOT / "server/api").rglob("*.py"))
    cases = "\n".join(path.read_text("utf-8") for path in (ROOT / "server/usecases").rglob("*.py"))
    for what, *_, api in ROWS:
        if api == BY_ITSELF:
            continue
        for command in re.findall(r"`([A-Z]\w+)`", what):
            assert re.search(rf"\b{command}\b", cases + served), f"nothing asks for {command}"
        routes = re.findall(r"`((?:POST|PUT) [^`]+)`", api)
        assert routes
        for route in routes:
            last = route.rpartition("/")[2]
            assert f"/{last}" in served or f'"{last}"' in served, f"{route} is not served"


def test_what_a_page_is_said_to_reach_its_modules_ask_for() -> None:
    pages = {1: _asked("staff"), 2: _asked("day")}
    for row in ROWS:
        for place, modules in pages.items():
            named = re.findall(r"\*([^*]+)\*", row[place])
            if not named or "Cari nomor" in named[0]:
                continue
            (route, *_) = re.findall(r"`((?:POST|PUT) [^`]+)`", row[4])
            assert _pattern(route).search(modules), f"{route} is asked for by no module of {row[place]}"


def test_the_words_of_the_table_are_those_of_the_screens() -> None:
    told = {text for key in words_in("id") for text in words_in("id").lines(key, **_anything(key))}
    named = [word for row in ROWS for cell in row[1:4] for word in re.findall(r"\*([^*]+)\*", cell)]
    assert [word for word in named if not any(text.startswith(word) for text in told)] == []


def _anything(key: str) -> dict[str, object]:
    sentence = words_in("id").sentences[key]
    names = set(re.findall(r"\{(\w+)\}", str(sentence)))
    return {name: 1 if name == "count" else "" for name in names}
