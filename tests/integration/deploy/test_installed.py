"""A package in an empty Debian without a network, one of each release: installed, upgraded, taken back,
purged. All parts on both, and a day on three machines: `make install-test`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.install.able import lacking
from tests.install.roots import CANNOT_BE_MADE, Unable

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("suite", "part", "typed"), [("bookworm", "kiosk", 2), ("trixie", "hub", 3)])
def test_a_package_comes_and_goes_in_an_empty_debian(wheel: Path, suite: str, part: str, typed: int) -> None:
    words = ("--suite", suite, "--only", "packages", "--wheel", str(wheel), part)
    done = subprocess.run(
        [sys.executable, "-m", "tests.install", *words],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=880,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    # What this machine cannot try is said, and is no fault.
    tried = f"{typed} commands, 0 questions" in done.stdout and "1 of 1 are well." in done.stdout
    assert tried or f"NOT TRIED: {lack()}" in done.stdout, done.stdout


def lack() -> str:
    """What this machine lacks; the distribution's archive, where it is nothing of its own."""
    try:
        lacking()
    except Unable as lacks:
        return str(lacks)
    return CANNOT_BE_MADE
