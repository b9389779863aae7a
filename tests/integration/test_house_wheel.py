"""The wheel is the product: it holds everything that the programs open, and nothing of the workshop."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("balai", "demo", "display", "hardware", "kiosk", "server", "sounds")
NEEDED = ("setup.cfg", "pyproject.toml", "README.md", "LICENSE")
IGNORED = shutil.ignore_patterns("__pycache__", "*.pyc")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree: an old build folder beside it must not be able to slip into the wheel."""
    source = tmp_path_factory.mktemp("source")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, source / package, ignore=IGNORED)
    for name in NEEDED:
        shutil.copyfile(ROOT / name, source / name)
    for workshop in ("tests", "tools"):
        shutil.copytree(ROOT / workshop, source / workshop, ignore=IGNORED)
    return source


@pytest.fixture(scope="module")
def wanted(source: Path) -> set[str]:
    """Every file that lies in the packages before the build."""
    files = {file for package in PACKAGES for file in (source / package).rglob("*") if file.is_file()}
    return {str(file.relative_to(source)) for file in files}


@pytest.fixture(scope="module")
def wheel(source: Path, wanted: set[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert wanted
    target = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(target),
        str(source),
    ]
    finished = subprocess.run(command, check=False, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stdout[-2000:] + finished.stderr[-2000:]
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def test_it_fits_every_machine(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")


def test_it_holds_every_file_of_the_packages_and_no_other(names: set[str], wanted: set[str]) -> None:
    assert sorted(wanted - names) == []
    assert sorted(names - wanted) == []


@pytest.mark.parametrize(
    "name",
    [
        "balai/fonts/AtkinsonHyperlegibleNext-640.ttf",
        "balai/fonts/OFL.txt",
        "server/web/static/fonts/AtkinsonHyperlegibleNext-latin.woff2",
        "server/web/static/vendor/socket.io.esm.min.js",
    ],
)
def test_it_holds_what_the_build_makes(names: set[str], name: str) -> None:
    assert name in names


def test_it_names_the_commands_and_the_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        texts = {
            name.rpartition("/")[2]: archive.read(name).decode()
            for name in archive.namelist()
            if ".dist-info/" in name
        }
    assert "balai = balai.cli:main" in texts["entry_points.txt"]
    assert "kiosk = kiosk.main:kiosk" in texts["entry_points.txt"]
    assert "MIT License" in texts["LICENSE"]
    assert "Requires-Python: >=3.11" in texts["METADATA"]
