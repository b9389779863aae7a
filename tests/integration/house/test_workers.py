"""Tests in several processes: each runs once, with its own folder, and what fails is told as it is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from demo.driving.hubs import ROOT

TESTS = """
import os
from pathlib import Path
import pytest

@pytest.fixture
def torn():
    yield
    raise ValueError("torn")

@pytest.mark.parametrize("n", range(4))
def test_runs(n, tmp_path, request):
    (Path(os.environ["RAN"]) / f"{request.path.stem}-{n}").touch(exist_ok=False)
    (tmp_path / "mine").touch(exist_ok=False)
    print("said")

def test_fails(): print("heard"); assert 1 == 2
def test_is_torn(torn): pass
"""


def test_each_test_runs_once_and_what_fails_is_told(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    ran.mkdir()
    for name in "abcd":
        (tmp_path / f"test_{name}.py").write_text(TESTS)
    (tmp_path / "test_e.py").write_text("import os\ndef test_dies(): os._exit(3)\n")
    command = ["-m", "pytest", "-c", "/dev/null", "--rootdir", str(tmp_path), "-p", "tests.support.workers"]
    done = subprocess.run(
        [sys.executable, *command, "-p", "no:schemathesis", "-p", "no:cacheprovider", "--workers", "3",
         "--basetemp", str(tmp_path / "temp"), str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False, env={"RAN": str(ran), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert len(list(ran.iterdir())) == 16
    told = done.stdout
    assert done.returncode == 1, told + done.stderr
    assert re.search(r"4 failed, 20 passed, 5 errors", told), told
    assert told.count("heard\n") == 4
    assert "The worker ended in test_e.py::test_dies" in told
