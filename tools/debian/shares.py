"""A share of an environment: some of its distributions, linked and not copied. So libraries that several
packages carry are fetched, unpacked and compiled once."""

from __future__ import annotations

import csv
import os
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

#: What a library brings for who works on it: its own tests, and pages and plays of pygame's.
_FOR_ITS_MAKERS = ("**/tests", "pygame/docs", "pygame/examples")
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==", re.MULTILINE)


def normal(name: str) -> str:
    """The name of a distribution as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def named_in(text: str) -> set[str]:
    """The distributions that a hashed list names, also those that its markers leave out on some machines."""
    return {normal(name) for name in _PIN.findall(text)}


def share(whole: Path, folder: Path, names: AbstractSet[str]) -> None:
    """Link into `folder` what `whole`, a site-packages, has of these distributions, what is compiled of it
    included; without what `lighten` took out."""
    stems: dict[Path, set[str]] = defaultdict(set)
    for about in whole.glob("*.dist-info"):
        if normal(about.name.partition("-")[0]) in names:
            for file in _files(about):
                _link(whole, folder, file)
                stems[file.parent].add(file.name.partition(".")[0])
    for place, own in stems.items():
        for kept in (whole / place).glob("__pycache__/*"):
            if kept.name.partition(".")[0] in own:
                _link(whole, folder, kept.relative_to(whole))


def lighten(libraries: Path) -> None:
    """Take out of a site-packages what no program opens, before it is compiled; their records name it
    still."""
    for pattern in _FOR_ITS_MAKERS:
        # The outermost first, and what lies in them is gone with them.
        for folder in sorted(libraries.glob(pattern)):
            if folder.is_dir():
                shutil.rmtree(folder)


def _files(about: Path) -> Iterator[Path]:
    """What a distribution's own record names, but for commands: they are for the machine it was put in on."""
    with (about / "RECORD").open(newline="", encoding="utf-8") as record:
        for row in csv.reader(record):
            file = Path(row[0])
            if file.parts[0] not in {"..", "bin"} and "__pycache__" not in file.parts:
                yield file


def _link(whole: Path, folder: Path, file: Path) -> None:
    target = folder / file
    try:
        os.link(whole / file, target)
    except FileNotFoundError:
        # Its folder is not there yet, or it was taken out.
        if (whole / file).exists():
            target.parent.mkdir(parents=True)
            os.link(whole / file, target)
