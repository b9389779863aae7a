"""The version says which commit runs: that of the build, else that of the checkout, else none."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from balai import __version__
from balai.version import WRITTEN, commit_of, software


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=Balai", "-c", "user.email=balai@example.org"]
    done = subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checkout")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "commit", "-q", "--allow-empty", "-m", "First")
    git(folder, "worktree", "add", "-q", "-b", "other", "beside")
    return folder


def detached(folder: Path) -> None:
    git(folder, "checkout", "-q", "--detach")


def packed(folder: Path) -> None:
    git(folder, "checkout", "-q", "main")
    git(folder, "pack-refs", "--all")


@pytest.mark.parametrize("change", [detached, packed])
def test_of_a_checkout_it_is_what_git_says(checkout: Path, change: Callable[[Path], None]) -> None:
    for folder in (checkout, checkout / "beside"):
        assert commit_of(folder / "balai") == git(folder, "rev-parse", "HEAD")[:9]
    change(checkout)
    assert commit_of(checkout / "balai") == git(checkout, "rev-parse", "HEAD")[:9]


def test_what_the_build_wrote_goes_before_and_without_either_there_is_none(tmp_path: Path) -> None:
    assert commit_of(tmp_path / "balai") == ""
    (tmp_path / "balai").mkdir()
    (tmp_path / "balai" / WRITTEN).write_text("0123456789abcdef0123456789abcdef01234567\n")
    assert commit_of(tmp_path / "balai") == "012345678"


def test_devices_tell_no_more_than_the_wire_takes() -> None:
    assert software().startswith(__version__)
    assert re.fullmatch(r"[0-9.]+(\+[0-9a-f]{9})?", software())
    assert len(software()) <= 32
