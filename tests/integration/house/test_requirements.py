"""The compiled requirements are what pip is given with --require-hashes, on machines we do not know."""

from __future__ import annotations

import re
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
COMPILED = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ;]+)(?: ; (?P<marker>.*?))? \\$", flags=re.MULTILINE)


def _pins(file: Path) -> dict[tuple[str, str], str]:
    return {
        (found["name"], found["marker"] or ""): found["version"] for found in PIN.finditer(file.read_text())
    }


def _normal(requirement: str) -> str:
    name = re.split(r"[\[<>=!~; ]", requirement.strip(), maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("file", COMPILED, ids=lambda file: file.stem)
def test_every_line_is_a_pin_with_hashes_or_a_comment(file: Path) -> None:
    lines = [line for line in file.read_text().splitlines() if not line.lstrip().startswith("#")]
    pins = [line for line in lines if PIN.match(line)]
    hashes = [line for line in lines if re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line)]
    assert len(pins) >= 1
    assert len(hashes) >= len(pins)
    assert len(pins) + len(hashes) == len(lines)


@pytest.mark.parametrize("file", COMPILED, ids=lambda file: file.stem)
def test_no_line_names_an_index_or_a_folder(file: Path) -> None:
    text = file.read_text()
    assert [word for word in ("://", "--index", "--find-links", "--extra", "--trusted") if word in text] == []


@pytest.mark.parametrize("file", COMPILED, ids=lambda file: file.stem)
def test_all_files_agree_on_the_version_of_a_library(file: Path) -> None:
    everything = {(name, version) for (name, _), version in _pins(ROOT / "requirements" / "dev.txt").items()}
    # The rest are environments of their own, for building and judging only.
    if file.stem not in {"node", "voice", "hearing"}:
        assert {(name, version) for (name, _), version in _pins(file).items()} <= everything


@pytest.mark.parametrize("extra", ["hub", "scale", "kiosk", "display", "demo", "dev"])
def test_every_library_of_an_extra_is_pinned_for_it(extra: str) -> None:
    house = ConfigParser()
    house.read(ROOT / "setup.cfg")
    wanted = house["options"]["install_requires"] + house["options.extras_require"][extra]
    names = {_normal(line) for line in wanted.splitlines() if line and not line.startswith("#")}
    pinned = {name for name, _ in _pins(ROOT / "requirements" / f"{extra}.txt")}
    assert names - pinned - {"balai"} == set()
    assert len(names) > 5
