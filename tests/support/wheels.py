"""The wheel, built once for a test run from a copy of the tree."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from balai.cli import OWN_PACKAGES

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = tuple(sorted(OWN_PACKAGES))
NEEDED = ("setup.cfg", "pyproject.toml", "README.md", "LICENSE")
IGNORED = shutil.ignore_patterns("__pycache__", "*.pyc")


@pytest.fixture(scope="session")
def wheel_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree: an old build folder beside it must not be able to slip into the wheel."""
    source = tmp_path_factory.mktemp("source")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, source / package, ignore=IGNORED)
    for name in NEEDED:
        shutil.copyfile(ROOT / name, source / name)
    for workshop in ("tests", "tools"):
        shutil.copytree(ROOT / workshop, source / workshop, ignore=IGNORED)
    return source


@pytest.fixture(scope="session")
def wheel(wheel_source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(target),
        str(wheel_source),
    ]
    finished = subprocess.run(command, check=False, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stdout[-2000:] + finished.stderr[-2000:]
    (built,) = target.glob("*.whl")
    return built
