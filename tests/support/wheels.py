"""The wheel, built once for a test run, whatever its workers, from a copy of the tree."""

from __future__ import annotations

import fcntl
import os
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
    """Built by the worker that asks first; the others wait for it and take it."""
    own = tmp_path_factory.getbasetemp()
    target = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "wheel"
    target.mkdir(exist_ok=True)
    with (target / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not list(target.glob("*.whl")):
            _build(wheel_source, target)
    (built,) = target.glob("*.whl")
    return built


def _build(source: Path, target: Path) -> None:
    """Put the wheel into `target` once it is whole."""
    made = source / "made"
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(made), str(source)]
    finished = subprocess.run(command, check=False, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stdout[-2000:] + finished.stderr[-2000:]
    (built,) = made.glob("*.whl")
    shutil.move(built, target / built.name)
