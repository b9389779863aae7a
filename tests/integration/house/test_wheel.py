"""The wheel is the product: it holds everything that the programs open, and nothing of the workshop.

Installed by the documented way into an empty environment, each program starts with what its own list brings.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from demo.driving.displays import Display
from demo.driving.hubs import ROOT, Site
from demo.driving.kiosks import Kiosk
from demo.driving.programs import Program
from tests.support.alone import PARTS
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
    assert "balai = balai.cli:run" in texts["entry_points.txt"]
    assert "kiosk = kiosk.main:kiosk" in texts["entry_points.txt"]
    assert "MIT License" in texts["LICENSE"]
    assert "Requires-Python: >=3.11" in texts["METADATA"]


@pytest.mark.parametrize("part", PARTS)
def test_a_program_imports_only_what_its_own_list_brings(part: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.alone", part],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    answer = json.loads(done.stdout)
    assert {"server.app", "kiosk.main", "display.main"} & {*answer["modules"]}
    assert answer["missing"] == {}


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The `balai` of each part, in an environment of its own that was empty before."""
    folder = tmp_path_factory.mktemp("installed")
    parts = ("hub", "kiosk", "display")
    with ThreadPoolExecutor(len(parts)) as pool:
        return dict(
            zip(parts, pool.map(lambda part: _install(folder / part, part, wheel), parts), strict=True)
        )


def _fetched() -> dict[str, str]:
    """What was fetched for this environment serves the others; without it pip asks the index as usual."""
    wheels = ROOT / "build" / "wheels"
    return {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)} if wheels.is_dir() else {}


def _install(place: Path, part: str, wheel: Path) -> Path:
    """The two commands of the README."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(place / "bin" / "python"), "install", "--quiet"]
    for words in (
        ["--require-hashes", "-r", str(ROOT / "requirements" / f"{part}.txt")],
        ["--no-deps", str(wheel)],
    ):
        done = subprocess.run(
            [*pip, "--no-compile", *words],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **_fetched()},
        )
        assert done.returncode == 0, done.stderr[-2000:]
    return place / "bin" / "balai"


@pytest.mark.parametrize(
    ("part", "command"), [("hub", "hub"), ("hub", "estimate"), ("kiosk", "kiosk"), ("display", "display")]
)
def test_an_installed_program_tells_how_it_is_used(
    part: str, command: str, installed: dict[str, Path]
) -> None:
    done = subprocess.run([installed[part], command, "--help"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: balai {command}")


def test_another_parts_program_says_what_to_install(installed: dict[str, Path]) -> None:
    done = subprocess.run([installed["kiosk"], "hub", "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "pip install 'balai[hub]'" in done.stderr


def test_a_hall_of_installed_programs_gives_a_number_and_ends_in_order(
    installed: dict[str, Path], tmp_path: Path
) -> None:
    with Site(tmp_path, balai=(str(installed["hub"]),)) as site:
        config = ["--config", str(site.config)]
        assert "In force already" in site.balai("hall", "load", str(site.hall), *config)
        tokens = {
            kind: site.balai("device", "add", kind, kind, *config).split()[-1]
            for kind in ("kiosk", "display")
        }
        hub = site.start()
        with (
            Program(
                "estimate", config, tmp_path / "estimate.log", balai=(str(installed["hub"]),)
            ) as estimator,
            Kiosk(tmp_path / "k", hub.url, tokens["kiosk"], balai=(str(installed["kiosk"]),)) as kiosk,
            Display(
                tmp_path / "d", hub.url, tokens["display"], balai=(str(installed["display"]),)
            ) as display,
        ):
            kiosk.open()
            kiosk.press()
            kiosk.wait_printed(1)
            assert kiosk.number(1) == "A-001"
            assert display.frame().get_size() == (1920, 1080)
            ended = [program.stop() for program in (display, kiosk, estimator)]
        assert ended == [0, 0, 0]
        assert hub.stop() == 0
