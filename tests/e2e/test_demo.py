"""`balai demo` from the wheel: a played morning to its summary, and a hall that serves until Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from demo.driving.api import Api
from demo.driving.wait import eventually
from server.auth.roles import PAGES

ROOT = Path(__file__).resolve().parents[2]
#: Beside the other tests fewer than `make prove` has.
VISITORS = 200 if os.environ.get("HYPOTHESIS_PROFILE") == "ci" else 50


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has Balai from its wheel and the libraries of this one, but not this checkout."""
    folder = tmp_path_factory.mktemp("installed")
    _run([sys.executable, "-m", "venv", "--without-pip", str(folder / "venv")], folder)
    python = folder / "venv" / "bin" / "python"
    site = Path(
        _run([str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], folder).strip()
    )
    # A path file's entries are searched, but path files in them are not read: no editable install.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    _run([sys.executable, "-m", "pip", "install", "--no-deps", "--target", str(site), str(wheel)], folder)
    found = _run([str(python), "-c", "import balai, server; print(balai.__file__, server.__file__)"], folder)
    assert str(ROOT) not in found
    return python


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def _demo(python: Path, *words: str) -> list[str]:
    return [str(python), "-m", "balai.cli", "demo", "--hub-port", "0", *words]


@pytest.mark.timeout(900)
def test_a_played_morning_comes_out_whole(python: Path, tmp_path: Path) -> None:
    words = ("--visitors", str(VISITORS), "--fast", "--folder", str(tmp_path / "hall"))
    said = _run_long(_demo(python, *words), tmp_path)
    figures = {name: int(number) for name, number in re.findall(r"^(\w+)\s+(\d+)", said, re.MULTILINE)}
    assert (figures["Visitors"], figures["Issued"], figures["Called"]) == (VISITORS,) * 3
    missed, spoken, merged, dropped = (
        int(re.search(rf"{word} (\d+)", said)[1])  # type: ignore[index]  # the summary names each
        for word in ("not present", "spoken", "merged", "dropped")
    )
    assert figures["Finished"] + missed == VISITORS
    # Nobody is recalled but those who do not come, once each.
    assert spoken + merged + dropped == VISITORS + missed
    assert spoken > VISITORS / 2
    assert not _children_left(tmp_path)


def _run_long(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=800)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


class Serving:
    """A demo that serves."""

    def __init__(self, python: Path, folder: Path) -> None:
        self.folder = folder
        environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
        self.process = subprocess.Popen(
            _demo(python, "--port", "0", "--folder", str(folder / "hall")),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            start_new_session=True,
        )
        self.said = ""
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line

    def address(self, name: str) -> str:
        """An address that it printed, once it has."""
        found = eventually(lambda: re.search(rf"{name}\s+(http\S+)", self.said), 120, what=self.said)
        assert found is not None
        return str(found[1])

    def close(self) -> None:
        """End it if it still runs."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)
        if self.process.stdout is not None:
            self.process.stdout.close()


@pytest.fixture
def serving(python: Path, tmp_path: Path) -> Iterator[Serving]:
    demo = Serving(python, tmp_path)
    yield demo
    demo.close()


def test_the_demo_serves_until_ctrl_c_and_leaves_nothing(serving: Serving) -> None:
    page = serving.address("Start here")
    assert "MPP Kecamatan Tenggarong" in _read(page).decode()
    assert _read(serving.address("Wall")).startswith(b"\x89PNG")
    assert "Loket · Balai".encode() in _read(serving.address("Staff tablet"))
    assert re.search(r"petugas1\s+\S{8,}", serving.said)
    _office_is_told(serving, _read(page).decode())
    eventually(lambda: b'"on"' in _read(f"{page}kiosk"), 60, what="a lamp that is lit")
    _read(f"{page}press/2", "POST")
    eventually(lambda: _ticket(page), 60, what="the ticket's picture")
    assert _read(f"{page}touch.png").startswith(b"\x89PNG")
    assert _read(f"{page}tap/300/215", "POST").strip() == b"{}"
    for where in ("out", "in"):
        assert _read(f"{page}cable/{where}", "POST") == b""
    assert _read(f"{page}scan", "POST", b"code=K7M-P4X-QRA").strip() == b"{}"
    serving.process.send_signal(signal.SIGINT)
    assert serving.process.wait(40) == 0, serving.said
    assert not _children_left(serving.folder)


def _office_is_told(serving: Serving, start: str) -> None:
    """Who runs the hall is printed with a password that opens each page that the start page links."""
    hub = serving.address("Staff tablet").removesuffix("/staff")
    told = dict(re.findall(r"^ +(kepala|admin)\s+(\S{8,})", serving.said, re.MULTILINE))
    linked = re.findall(rf'<a href="{hub}/([a-z]+)"[^>]*>[^<]+</a> <small>([^<]+)</small>', start)
    opened: dict[str, set[str]] = {}
    host, _, port = hub.removeprefix("http://").partition(":")
    for name, password in told.items():
        api = Api(host, int(port))
        api.sign_in(name, password)
        opened[name] = set(api.get("/session").ok()["account"]["pages"])
        api.close()
    assert {page for page, _ in linked} == set(PAGES) - {"staff"}
    assert all(page in opened[who] for page, who in linked if who in opened)
    assert {who for _, who in linked} >= set(told) == {"kepala", "admin"}


def _ticket(page: str) -> bool:
    printed = b'"printed": 1' in _read(f"{page}kiosk")
    return printed and _read(f"{page}ticket.png").startswith(b"\x89PNG")


def _read(url: str, method: str = "GET", form: bytes | None = None) -> bytes:
    with urlopen(Request(url, form, method=method), timeout=20) as answer:  # noqa: S310 - loopback
        body: bytes = answer.read()
        return body


def _children_left(folder: Path) -> list[str]:
    """Programs that still run in the demo's folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").resolve().is_relative_to(folder / "hall"):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue  # it ended, or is not ours to look at
    return found
