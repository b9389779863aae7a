"""A real kiosk process on a real hub: mock pins pressed, tickets read back from the printer's bytes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from demo.driving.hubs import Hub, Site
from demo.driving.kiosks import BUTTONS, Kiosk
from demo.driving.tickets import read_number
from demo.driving.wait import eventually
from hardware.virtual.printer import VirtualPrinter

FORBIDDEN = {"flask", "sqlalchemy", "numpy", "gevent", "pygame", "redis", "requests", "rich"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="module")
def token(site: Site) -> str:
    return site.device("kiosk", "kios-1")


@pytest.fixture(scope="module")
def hub(site: Site) -> Hub:
    return site.start()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, hub: Hub, token: str) -> Iterator[Kiosk]:
    with Kiosk(tmp_path_factory.mktemp("kiosk"), hub.url, token) as kiosk:
        yield kiosk


@pytest.fixture
def kiosk(shared: Kiosk) -> Kiosk:
    shared.paper("in")
    for _pin, lamp, _service in BUTTONS:
        shared.open(lamp)
    return shared


def _waiting(hub: Hub, token: str) -> int:
    with closing(hub.api(token)) as api:
        return sum(api.get("/state?audience=device").ok()["data"]["waiting"].values())


def test_a_press_becomes_a_ticket_with_the_number_that_the_hub_gave(
    kiosk: Kiosk, hub: Hub, token: str
) -> None:
    waiting, before = _waiting(hub, token), kiosk.printed
    kiosk.press(2)
    kiosk.wait_printed(before + 1)
    number = kiosk.number(before + 1)
    assert number.startswith("A-")
    assert _waiting(hub, token) == waiting + 1
    logged = [json.loads(line) for line in kiosk.log.splitlines() if "paper_printed" in line]
    assert logged[-1]["number"] == number


def test_many_buttons_pressed_at_once_give_one_ticket_each(kiosk: Kiosk, hub: Hub, token: str) -> None:
    waiting, before = _waiting(hub, token), kiosk.printed
    for pin in (2, 2, 3, 4, 3):
        kiosk.press(pin)
    kiosk.wait_printed(before + 3)
    for _pin, lamp, _service in BUTTONS:
        kiosk.open(lamp)
    assert kiosk.printed == before + 3
    assert _waiting(hub, token) == waiting + 3
    numbers = [kiosk.number(before + ticket) for ticket in (1, 2, 3)]
    assert len(set(numbers)) == 3


def test_paper_out_keeps_the_number_and_paper_in_prints_it(kiosk: Kiosk, hub: Hub, token: str) -> None:
    waiting, before = _waiting(hub, token), kiosk.printed
    kiosk.paper("out/100")
    kiosk.press(2)
    (pending,) = eventually(lambda: kiosk.state()["kiosk"]["pending"], what="the pending ticket")
    eventually(lambda: kiosk.state()["lamps"]["15"] == "off", what="a dark lamp")
    assert kiosk.state()["kiosk"]["detail"] == "Kertas tiket habis. Nomor Anda tetap tercatat."
    assert _waiting(hub, token) == waiting + 1
    kiosk.press(3)
    assert kiosk.printed == before
    kiosk.paper("in")
    kiosk.wait_printed(before + 1)
    assert kiosk.number(before + 1) == pending
    kiosk.open()
    assert _waiting(hub, token) == waiting + 1, "a dark button gave no number"
    assert kiosk.state()["kiosk"]["state"] == "ok"


def test_the_hub_hears_how_the_kiosk_is(kiosk: Kiosk, hub: Hub, site: Site) -> None:
    with closing(hub.staff("petugas-kios", site.account("petugas-kios"))) as staff:

        def row() -> dict[str, Any]:
            devices: list[dict[str, Any]] = staff.get("/devices").ok()["devices"]
            return next(device for device in devices if device["id"] == "kios-1")

        eventually(lambda: (row()["state"], row()["detail"]) == ("ok", "Siap."), what="state ok at the hub")
        kiosk.paper("out")
        eventually(lambda: row()["state"] == "fault" and "Kertas" in row()["detail"], what="the fault")


def test_a_network_printer_that_is_unplugged_the_desk_sees_it_and_has_a_copy_printed(
    tmp_path: Path, hub: Hub, site: Site, token: str
) -> None:
    with (
        closing(VirtualPrinter()) as printer,
        Kiosk(tmp_path, hub.url, token, printer=f"tcp://127.0.0.1:{printer.port}") as kiosk,
        closing(hub.staff("petugas-tiket", site.account("petugas-tiket"))) as staff,
    ):

        def without_ticket() -> list[dict[str, Any]]:
            waiting: list[dict[str, Any]] = staff.get("/state?audience=staff").ok()["data"]["waiting"]
            return [leg for leg in waiting if leg["unprinted"]]

        kiosk.open()
        kiosk.press(2)
        first = eventually(printer.printed)[0]
        kiosk.open()
        printer.unplug()
        kiosk.press(2)
        eventually(lambda: kiosk.state()["kiosk"]["state"] == "fault", what="the fault")
        pending = eventually(lambda: kiosk.state()["kiosk"]["pending"], what="the ticket that waits")
        assert len(pending) == 1
        (leg,) = eventually(without_ticket, what="the mark at the desk")
        assert [leg["number"]] == pending
        printer.plug_in()
        kiosk.open()
        late = eventually(lambda: printer.printed()[1:], what="the ticket")
        assert [read_number(ticket.picture) for ticket in late] == pending
        assert read_number(first.picture) not in pending
        eventually(lambda: not without_ticket(), what="the mark taken back")
        path = f"/visits/{leg['visit_id']}/copy"
        assert staff.change(path, kiosk_id="layar-9").code == "kiosk_unknown"
        staff.change(path, kiosk_id="kios-1").ok()
        copy = eventually(lambda: printer.printed()[2:], what="the copy")[0]
        assert read_number(copy.picture) == leg["number"]


def test_a_hub_that_goes_is_missed_by_nobody_and_has_it_all_when_it_comes_back(
    kiosk: Kiosk, site: Site, hub: Hub, token: str
) -> None:
    before, waiting = kiosk.printed, _waiting(hub, token)
    hub.kill()
    kiosk.press(2)
    kiosk.wait_printed(before + 1)
    eventually(lambda: kiosk.state()["kiosk"]["state"] == "degraded", 20, what="the word of it")
    kiosk.process.send_signal(signal.SIGKILL)
    assert kiosk.process.wait(5) == -signal.SIGKILL
    with Kiosk(kiosk.folder, hub.url, token) as again:
        again.open(16)
        again.press(3)
        again.wait_printed(1)
        assert again.number(1).startswith("A-")
        assert again.state()["kiosk"]["counts"]["not_handed"] == 2
        site.write_config(port=hub.port)
        back = site.start()
        eventually(lambda: again.state()["kiosk"]["counts"]["not_handed"] == 0, 20, what="hand-over")
        assert _waiting(back, token) == waiting + 2
        again.open()
        again.press(2)
        again.wait_printed(2)
        assert _waiting(back, token) == waiting + 3
        assert again.number(2) != again.number(1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_in_order_when_told_also_without_a_hub(tmp_path: Path, number: signal.Signals) -> None:
    with Kiosk(tmp_path, "http://127.0.0.1:9", "token") as kiosk:
        assert set(kiosk.state()["lamps"].values()) == {"off"}
        kiosk.process.send_signal(number)
        assert kiosk.process.wait(5) == 0
        assert "Traceback" not in kiosk.log
        assert "kiosk_ends" in kiosk.log


def test_a_wrong_device_file_ends_it_with_every_fault(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('[hub]\nurl = "x"\n[printer]\nurl = "lpr:"\n')
    done = subprocess.run(
        [sys.executable, "-m", "balai.cli", "kiosk", "--config", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 78
    assert done.stdout == ""
    for words in ("hub.url", "printer.url", "button: at least one"):
        assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_kiosk_loads_nothing_that_it_does_not_need() -> None:
    code = "import sys, kiosk.main; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "kiosk" in loaded
    assert loaded & FORBIDDEN == set()
