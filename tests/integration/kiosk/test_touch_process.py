"""A real kiosk process with a touch screen on a real hub: tapped where its words stand, tickets read back."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from demo.driving.hubs import Hub, Site
from demo.driving.kiosks import Kiosk
from demo.driving.wait import eventually


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="module")
def hub(site: Site) -> Hub:
    return site.start()


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory, hub: Hub, site: Site) -> Iterator[Kiosk]:
    folder = tmp_path_factory.mktemp("kiosk")
    with Kiosk(folder, hub.url, site.device("kiosk", "kios-1"), screen=(1280, 800)) as kiosk:
        yield kiosk


def test_taps_lead_to_a_ticket_with_the_number_that_the_screen_shows(
    kiosk: Kiosk, hub: Hub, site: Site
) -> None:
    before = kiosk.printed
    kiosk.touch("Disdukcapil", "Akta Kelahiran", "Ambil nomor")
    kiosk.wait_printed(before + 1)
    number = kiosk.number(before + 1)
    assert f"Nomor Anda {number}." in kiosk.screen["told"]
    with Image.open(io.BytesIO(kiosk._ask("GET", "/frame.png"))) as frame:
        assert frame.size == (1280, 800)
    kiosk.touch("Selesai")
    eventually(lambda: kiosk.screen["page"] == "agencies", what="the first page")
    with closing(hub.staff("petugas-kios", site.account("petugas-kios"))) as staff:
        waiting = staff.get("/state?audience=staff").ok()["data"]["waiting"]
    assert number in [row["number"] for row in waiting]


def test_the_code_that_stands_on_a_ticket_is_scanned_and_says_when_its_turn_comes(kiosk: Kiosk) -> None:
    before = kiosk.printed
    kiosk.touch("Disdukcapil", "Akta Kelahiran", "Ambil nomor")
    kiosk.wait_printed(before + 1)
    with Image.open(io.BytesIO(kiosk.picture(before + 1))) as picture:
        (code,) = [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))]
    eventually(lambda: kiosk.state()["scanner"]["fault"] == "", what="the reader")
    kiosk.scan(code)
    eventually(lambda: kiosk.screen["page"] == "checked", what="what came of the code")
    assert f"Nomor Anda {kiosk.number(before + 1)}." in kiosk.screen["told"]
    assert "orang di depan Anda." in " ".join(kiosk.screen["told"])
    kiosk.scan("https://contoh.go.id/")
    eventually(lambda: "Ini bukan kode antrean" in kiosk.screen["told"], what="the words for what is none")
    kiosk.touch("Kembali")
    eventually(lambda: kiosk.screen["page"] == "agencies", what="the first page")


def test_a_guards_number_is_told_to_the_hub_as_given_with_help(tmp_path: Path, hub: Hub, site: Site) -> None:
    token, password = site.device("kiosk", "meja-depan"), site.account("petugas-depan")
    with Kiosk(tmp_path, hub.url, token, screen=(1280, 800), assisted=True) as panel:
        panel.touch("Akta Kelahiran", "Beri nomor biasa")
        panel.wait_printed(1)
        number = panel.number(1)
    with closing(hub.staff("petugas-depan", password)) as staff:
        waiting = staff.get("/state?audience=staff").ok()["data"]["waiting"]
        (visit_id,) = [row["visit_id"] for row in waiting if row["number"] == number]
        assert staff.get(f"/visits/{visit_id}").ok()["channel"] == "assisted"


def test_a_familys_errands_come_on_one_number_and_stand_on_its_ticket(
    kiosk: Kiosk, hub: Hub, site: Site
) -> None:
    before = kiosk.printed
    kiosk.touch("Disdukcapil", "Akta Kelahiran", "Tambah layanan", "Polres", "SKCK", "Ambil nomor")
    kiosk.wait_printed(before + 1)
    number = kiosk.number(before + 1)
    told = kiosk.screen["told"]
    assert (f"Nomor Anda {number}." in told, "Setelah itu: SKCK." in told) == (True, True)
    kiosk.touch("Selesai")
    with closing(hub.staff("petugas-keluarga", site.account("petugas-keluarga"))) as staff:
        waiting = staff.get("/state?audience=staff").ok()["data"]["waiting"]
        (visit_id,) = [row["visit_id"] for row in waiting if row["number"] == number]
        assert staff.get(f"/visits/{visit_id}").ok()["plan"] == ["skck"]


def _headphones(kiosk: Kiosk, where: str) -> None:
    kiosk._ask("POST", f"/headphones/{where}")
    eventually(lambda: kiosk.state()["headphones"]["in"] == (where == "in"), what=f"headphones {where}")


def test_headphones_begin_the_voice_and_end_it(kiosk: Kiosk) -> None:
    before = len(kiosk.screen["spoken"])
    _headphones(kiosk, "in")
    eventually(lambda: "Pilih instansi." in kiosk.screen["spoken"][before:], what="the page, read")
    _headphones(kiosk, "out")


def test_keys_beside_the_screen_have_it_read_aloud(kiosk: Kiosk) -> None:
    kiosk.key("right")
    eventually(lambda: "Pilih instansi." in kiosk.screen["spoken"], what="the page, read")
    kiosk.key("return")
    eventually(lambda: kiosk.screen["page"] == "services", what="the first agency's services")
    kiosk.key("backspace")
    eventually(lambda: kiosk.screen["page"] == "agencies", what="the first page again")


def test_without_paper_the_number_stands_on_the_screen_and_comes_out_later(kiosk: Kiosk) -> None:
    before = kiosk.printed
    kiosk.paper("out")
    eventually(lambda: kiosk.state()["kiosk"]["state"] == "fault", what="the printer's fault")
    kiosk.touch("Disdukcapil", "Akta Kelahiran", "Ambil nomor")
    eventually(
        lambda: "Kertas tiket habis." in " ".join(kiosk.screen["told"]), what="the words on the screen"
    )
    (pending,) = eventually(lambda: kiosk.state()["kiosk"]["pending"], what="the pending ticket")
    assert f"Nomor Anda {pending}." in kiosk.screen["told"]
    kiosk.paper("in")
    kiosk.wait_printed(before + 1)
    assert kiosk.number(before + 1) == pending
    kiosk.touch("Selesai")


def test_a_hub_that_goes_leaves_the_screen_giving_numbers(kiosk: Kiosk, hub: Hub, tmp_path: Path) -> None:
    before = kiosk.printed
    hub.stop()
    eventually(lambda: "Sambungan terputus" in " ".join(kiosk.screen["told"]), what="the words on the screen")
    kiosk.touch("Disdukcapil", "Akta Kelahiran", "Ambil nomor")
    kiosk.wait_printed(before + 1)
    assert "Nomor ini sah." in kiosk.screen["told"]
    assert [json.loads(line)["event"] for line in kiosk.log.splitlines()].count("screen_failed") == 0
