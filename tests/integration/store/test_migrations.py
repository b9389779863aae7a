"""The changes of the store's tables stand one after another, each named by its number."""

from __future__ import annotations

import re
from pathlib import Path

from server.store import migrate

VERSIONS = Path(migrate.__file__).parent / "migrations" / "versions"
NAMED = re.compile(r'^(?:down_)?revision = (?:"(\d+)"|None)', re.MULTILINE)


def test_each_change_follows_the_one_before_and_the_newest_is_known() -> None:
    files = sorted(VERSIONS.glob("[0-9]*.py"))
    told = [NAMED.findall(file.read_text(encoding="utf-8")) for file in files]
    numbers = [f"{number:04}" for number in range(1, len(files) + 1)]
    assert [file.name[:4] for file in files] == numbers
    assert told == [[own, before] for own, before in zip(numbers, ["", *numbers], strict=False)]
    assert numbers[-1] == migrate.NEWEST
