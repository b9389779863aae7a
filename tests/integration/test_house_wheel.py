"""The wheel is the product: it holds everything that the programs open, and nothing of the workshop."""

import zipfile
from pathlib import Path

import pytest

from tests.support.wheels import PACKAGES


@pytest.fixture(scope="module")
def wanted(wheel_source: Path) -> set[str]:
    """Every file that lies in the packages before the build."""
    files = {file for package in PACKAGES for file in (wheel_source / package).rglob("*") if file.is_file()}
    return {str(file.relative_to(wheel_source)) for file in files}


@pytest.fixture(scope="module")
def names(wheel: Path, wanted: set[str]) -> set[str]:
    assert wanted
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
        "demo/tenggarong.toml",
        "demo/templates/start.html",
        "server/web/templates/page.html",
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
