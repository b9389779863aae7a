"""Devices without a token: real programs behind a real proxy with the hall's own authority, let in by the
digits that they show; and one that meets somebody else's certificate on its way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo.driving.api import Api
from demo.driving.displays import display_file
from demo.driving.hubs import Site
from demo.driving.kiosks import kiosk_file
from demo.driving.programs import Program
from demo.driving.wait import eventually
from display.admission import scene_of
from hardware.device_file import HubSettings, KeptFiles
from hardware.hub.admission import AskAnewError, Asking, Silent, let_in
from kiosk.admission import _screen
from kiosk.config import load_kiosk_config
from kiosk.paper.slips.admission import draw_code
from tests.support.hub.nginx import NAME, before, papers_in


@dataclass
class Hall:
    """A hub behind its proxy, and a manager."""

    site: Site
    url: str
    papers: Path
    plain: str
    manager: Api

    def admit(self, code: str, device_id: str) -> None:
        self.manager.change("/devices/admit", code=code, id=device_id).ok()


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    papers = papers_in(tmp_path_factory.mktemp("papers"))
    with Site(tmp_path_factory.mktemp("hub")) as site:
        told = f'[hub]\nname = "{NAME}"\nca = "{papers}/ca.pem"\nproxies = 1\n'
        site.config.write_text(site.config.read_text().replace("[hub]\n", told, 1))
        password, hub = site.account("ani", "manager"), site.start()
        with before(hub.port, papers) as proxy:
            yield Hall(site, proxy.secure, papers, hub.url, hub.staff("ani", password))


def without_token(file: Path) -> Path:
    """A device file as a technician leaves it: the address of the hub, and nothing else about it."""
    file.write_text(re.sub(r"^token = .*\n", "", file.read_text(), flags=re.MULTILINE))
    return file


def code_of(program: Program) -> str:
    """The digits that stand in its log."""

    def found() -> str:
        assert program.runs, program.log
        rows = [json.loads(row) for row in program.log.splitlines() if "waits_to_be_let_in" in row]
        return next((row["code"] for row in reversed(rows) if row["code"]), "")

    return eventually(found, what="a code")


def test_a_kiosk_and_a_wall_are_let_in_by_six_digits_and_trust_the_hall_alone(
    hall: Hall, tmp_path: Path
) -> None:
    for folder in ("kiosk", "wall"):
        (tmp_path / folder).mkdir()
    files = {
        "kiosk": without_token(kiosk_file(tmp_path / "kiosk", hall.url, "")),
        "display": display_file(tmp_path / "wall", hall.url, ""),
    }
    programs = {
        name: Program(name, ["--config", str(file)], file.parent / "log") for name, file in files.items()
    }
    try:
        codes = {name: code_of(program) for name, program in programs.items()}
        assert codes["kiosk"] != codes["display"]
        for name, device_id in (("kiosk", "kios-9"), ("display", "layar-9")):
            hall.admit(codes[name], device_id)
            assert programs[name].ready()["ready"] is True
    finally:
        for program in programs.values():
            program.close()
    kept = KeptFiles.of(files["kiosk"], None)
    assert kept.ca.read_text() == (hall.papers / "ca.pem").read_text()
    assert {kept.token.stat().st_mode & 0o777, kept.ca.stat().st_mode & 0o777} == {0o600}
    # At its next start it has them, and asks nobody.
    read = load_kiosk_config(files["kiosk"]).hub
    assert (read.token, read.ca) == (kept.token.read_text().strip(), kept.ca)


def rounds(most: int) -> Callable[[float], bool]:
    """Waits for nothing, and ends after so many looks."""
    left = iter(range(most))
    return lambda _seconds: next(left, None) is None


def test_somebody_between_the_device_and_the_hub_is_not_trusted(hall: Hall, tmp_path: Path) -> None:
    port = int(hall.plain.rpartition(":")[2])
    # It hands the hub's answers on, authority and all, by a certificate of its own.
    with before(port, papers_in(tmp_path)) as stranger:
        made = Asking(stranger.secure, "kiosk").begin()
        with pytest.raises(Silent):
            Asking(stranger.secure, "kiosk").look(made)
        # A device that was told of the hall's authority does not even ask there.
        with pytest.raises(Silent):
            Asking(stranger.secure, "kiosk", hall.papers / "ca.pem").begin()
        # One that gives its own authority away instead makes the device show digits that no hub knows.
        forged = Asking(hall.url, "kiosk").begin()
        own = forged.answer.model_copy(update={"authority": (tmp_path / "ca.pem").read_text()})
        assert type(forged)(forged.token, forged.secret, forged.asked, own).code != forged.code


def test_a_hub_that_is_silent_or_knows_the_ask_no_more_is_asked_again(hall: Hall, tmp_path: Path) -> None:
    shown: list[str] = []
    hub = HubSettings(url="http://127.0.0.1:9")
    kept = KeptFiles(tmp_path / "token", tmp_path / "ca")
    assert let_in(hub, "kiosk", kept, shown.append, rounds(3)) is None
    assert shown == [""]
    assert not kept.token.exists()
    asking = Asking(hall.plain, "display")
    made = asking.begin()
    with pytest.raises(AskAnewError):
        asking.look(type(made)(made.token, "0" * 64, made.asked, made.answer))


def test_plain_http_works_where_a_hall_has_no_certificate(hall: Hall, tmp_path: Path) -> None:
    kept, shown = KeptFiles(tmp_path / "token", tmp_path / "ca"), list[str]()

    def show(code: str) -> None:
        shown.append(code)
        hall.admit(code, "kios-8")

    given = let_in(HubSettings(url=hall.plain), "kiosk", kept, show, lambda _seconds: False)
    assert given is not None
    assert given.token == kept.token.read_text().strip()
    assert given.ca is None
    assert not kept.ca.exists()
    with closing(Api("127.0.0.1", int(hall.plain.rpartition(":")[2]), given.token)) as api:
        assert api.get("/hall").ok()


@pytest.mark.parametrize("width", [384, 576])
def test_paper_and_wall_show_the_digits(width: int) -> None:
    slip = draw_code("123-456", width)
    assert slip.width == width
    assert slip.tobytes() != draw_code("123-457", width).tobytes()
    assert scene_of("123456", "").message == "Kode perangkat: 123 456"
    assert "balai.local" in scene_of("", "https://balai.local").hints[0]


def test_a_touch_screen_shows_the_slip(tmp_path: Path) -> None:
    file = kiosk_file(tmp_path, "http://127.0.0.1:9", "x")
    head = file.read_text().partition("[panel]")[0]
    file.write_text(f'{head}[screen]\nmode = "virtual:"\nwidth = 800\nheight = 1280\n')
    config = load_kiosk_config(file)
    with ExitStack() as parts:
        show = _screen(parts, config)
        assert show is not None
        show(draw_code("123-456", 576))
    assert _screen(ExitStack(), load_kiosk_config(kiosk_file(tmp_path, "http://127.0.0.1:9", "x"))) is None
