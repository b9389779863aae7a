"""A page's files: all that it is written as, joined, so that a tablet that opens it first asks for little."""

from __future__ import annotations

import re

import pytest

from server.web import joined, packed
from server.web.assets import STATIC, modules
from server.web.pages import TITLES
from server.web.sheets import SHEETS

FONT = STATIC / "fonts" / "AtkinsonHyperlegibleNext-latin.woff2"
#: Bytes of a first load as sent; what the page then asks the hub for comes to it.
HEAVIEST = 150 * 1024
ENTRIES = tuple(f"js/{page}/main.js" for page in TITLES)


def test_every_page_has_its_sheets() -> None:
    assert set(SHEETS) == set(TITLES)


@pytest.mark.parametrize("entry", [*ENTRIES, joined.FOUNDING])
def test_a_page_is_joined_of_all_that_it_imports_each_once_and_in_order(entry: str) -> None:
    text = joined.module(entry)
    apart = joined.apart(entry)
    own = re.findall(r"^// (js/\S+\.js)$", text, re.MULTILINE)
    assert sorted(own) == sorted(set(modules(entry)) - set(apart))
    assert own[-1] == entry
    assert not re.search(r"^(?:export|import) (?!\* as \$\$)", text, re.MULTILINE)
    given = set(re.findall(r"^import \* as (\$\$\d+)", text, re.MULTILINE))
    assert len(given) == len(apart)
    for line in text.splitlines():
        if made := re.match(r"const (\$\$\d+) = \(\(\) => \{", line):
            given.add(made[1])
        elif taken := re.match(r"const .* = (\$\$\d+);", line):
            assert taken[1] in given, line


def test_modules_that_import_each_other_in_a_circle_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    circle = {"a.js": ("b.js",), "b.js": ("c.js",), "c.js": ("a.js",)}
    monkeypatch.setattr(joined, "imported", circle.__getitem__)
    with pytest.raises(ValueError, match=r"a\.js imports itself by way of b\.js, c\.js"):
        joined._in_order("a.js", frozenset())


@pytest.mark.parametrize("page", TITLES)
def test_a_first_load_is_light(page: str) -> None:
    entry = f"js/{page}/main.js"
    names = [joined.script(entry), joined.sheet(page), *joined.apart(entry)]
    assert len(names) <= 10
    sizes = [len(text[0]) for name in names if (text := packed.text_of(name))]
    assert sum(sizes) + FONT.stat().st_size <= HEAVIEST
