"""From an empty store to the first visitor's number, in a browser: every tap and field counted."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from balai.clock import ScaledClock
from demo.driving.api import Api
from demo.driving.displays import Display
from demo.driving.hubs import steady_port
from demo.driving.kiosks import Kiosk, kiosk_file
from demo.driving.programs import Program
from demo.driving.wait import eventually
from tests.support.pages.access import assert_accessible, assert_fits
from tests.support.pages.browser import tablet_context

#: What a hall may cost: taps and fields, and seconds of a person's time.
MOST_DEEDS, MOST_SECONDS = 60, 600
#: What a person needs (the keystroke-level model of Card, Moran and Newell, slow hands): to find and touch
#: something, to type a sign, to read a step.
TOUCH_SECONDS, SIGN_SECONDS, STEP_SECONDS = 4.0, 0.6, 20.0
WITA = ZoneInfo("Asia/Makassar")
AGENCIES = (
    "Disdukcapil",
    "Imigrasi",
    "Polres",
    "Bankaltimtara",
    "BPJS Kesehatan",
    "ATR/BPN",
    "Samsat",
    "Pajak",
    "KUA",
)


def monday() -> ScaledClock:
    """A clock that goes as ours does, on a working morning at half past eight."""
    today = datetime.now(WITA).date()
    day = today + timedelta(days=-today.weekday() % 7)
    return ScaledClock(time.time(), datetime(day.year, day.month, day.day, 8, 30, tzinfo=WITA), 1.0)


class Person:
    """Who sets up the hall: everything that they do is counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.deeds, self.seconds = page, 0, 0.0

    def tap(self, what: Locator) -> None:
        self._did(TOUCH_SECONDS)
        what.click()

    def press(self, name: str) -> None:
        self.tap(self.page.get_by_role("button", name=name, exact=True))

    def fill(self, label: str, text: str) -> None:
        self._did(TOUCH_SECONDS + SIGN_SECONDS * len(text))
        self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str, option: str) -> None:
        self._did(TOUCH_SECONDS)
        self.page.get_by_label(label, exact=True).select_option(option)

    def reads(self, title: str) -> None:
        """Wait for a step, and look at it as everybody may see it."""
        self.seconds += STEP_SECONDS
        expect(self.page.get_by_role("heading", level=1, name=title)).to_be_visible()

    def _did(self, seconds: float) -> None:
        self.deeds += 1
        self.seconds += seconds


class NewKiosk(Kiosk):
    """A kiosk out of its box: it has no token, and shows six digits."""

    def __init__(self, folder: Path, place: Place) -> None:
        file = kiosk_file(folder, place.url, "")
        file.write_text(re.sub(r"^token = .*\n", "", file.read_text(), flags=re.MULTILINE))
        self.folder = folder
        arguments = ["--config", str(file), "--clock", place.clock.spec]
        Program.__init__(self, "kiosk", arguments, folder / "kiosk.log")


class Place:
    """An empty machine, with a kiosk that waits to be let in."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.clock = folder, steady_port(), monday()
        store = f"sqlite:///{folder / 'balai.db'}"
        text = f'[hub]\nhost = "127.0.0.1"\nport = {self.port}\n\n[store]\nurl = "{store}"\n'
        (folder / "hub.toml").write_text(text)
        self.url = f"http://127.0.0.1:{self.port}"
        self.hub = self.start()

    def start(self) -> Program:
        arguments = ["--config", "hub.toml", "--clock", self.clock.spec]
        return Program("hub", arguments, self.folder / "hub.log")

    def code(self) -> str:
        def shown() -> str:
            assert self.hub.runs, self.hub.log
            return "".join(re.findall(r"(\d{3} \d{3})$", self.hub.said, re.MULTILINE)[-1:])

        return eventually(shown, what="the code")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path)
    yield place
    place.hub.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = tablet_context(chromium, 1280, 800)
    yield context.new_page()
    context.close()


def found_the_hall(person: Person, place: Place) -> None:
    """The code, the account and the hall itself."""
    page, code = person.page, place.code()
    page.goto(place.url)
    person.reads("Akun pengelola")
    person.press("Lanjut ke nama dan kecamatan")
    person.deeds -= 1  # nobody would: it shows that nothing goes on without the code
    expect(page.locator(".fault")).to_have_count(3)
    assert_accessible(page)
    person.fill("Kode penyiapan", code)
    person.fill("Nama pengguna", "kepala")
    person.fill("Kata sandi", "kuda-benar-9")
    person.press("Lanjut ke nama dan kecamatan")
    person.reads("Nama dan kecamatan")
    person.choose("Kecamatan", "64.02.06")
    expect(page.get_by_label("Nama balai")).to_have_value("MPP Kecamatan Tenggarong")
    assert_accessible(page)
    person.press("Buat balai ini")
    person.reads("Balai sudah dibuat")
    assert_accessible(page)
    expect(page.locator(".shown-once code").nth(1)).to_have_text(re.compile(r"\w{4}-\w{4}-\w{4}-\w{4}"))
    person.press("Sudah dicatat, lanjutkan")


def let_in(person: Person, device: Program, name: str) -> None:
    """The six digits of a device."""

    def code() -> str:
        assert device.runs, device.log
        rows = [json.loads(row) for row in device.log.splitlines() if "waits_to_be_let_in" in row]
        return next((row["code"] for row in reversed(rows) if row["code"]), "")

    person.fill("Kode enam angka", eventually(code, what=f"the code of {name}"))
    person.press("Terima perangkat")
    expect(person.page.locator(".there")).to_contain_text(name)
    assert_accessible(person.page)


def call_the_test_number(person: Person, wall: Display) -> None:
    """The number that was printed is called: the wall shows it at its counter, and speaks it to the end."""
    before = wall.state()
    assert set(before["display"]["cells"].values()) == {None}, before
    person.press("Panggil J-001 ke Loket 1")
    eventually(lambda: wall.state()["display"]["cells"].get("1") == "J-001", what=f"it:\n{wall.log}")

    def called() -> set[str]:
        return {what for marks in wall.state()["display"]["marks"].values() for what in marks}

    eventually(lambda: {"drawn", "spoken"} <= called(), what=f"it to be heard:\n{wall.log}", timeout=60)
    assert wall.sound().any()
    person.press("Sudah, batalkan J-001")
    eventually(lambda: wall.state()["display"]["calling"] is None, what=f"it to be over:\n{wall.log}")


def choose_agencies(person: Person) -> None:
    """Nine agencies of the library; a letter that sounds like another's is told and put right by a tap."""
    page = person.page
    for name in AGENCIES:
        person.tap(page.get_by_label(name, exact=True))
        expect(page.get_by_label(name, exact=True)).to_be_checked()
        expect(page.locator(".library li.on .badge")).to_be_visible()
    person.fill("Huruf nomor", "N")
    person.tap(page.get_by_role("heading", name="Instansi di balai ini"))
    expect(page.locator(".alike")).to_contain_text("N terdengar mirip M saat dipanggil.")
    assert_accessible(page)
    person.tap(page.locator(".alike .btn"))
    expect(page.locator(".alike")).to_have_count(0)
    person.tap(page.locator(".chosen").get_by_label("Ikrar wakaf"))
    expect(page.locator(".library li.on")).to_contain_text("5 layanan")
    assert_accessible(page)


def put_in_force(person: Person) -> None:
    page = person.page
    person.tap(page.get_by_role("button", name="Tambah satu loket Disdukcapil"))
    expect(page.locator(".counting")).to_contain_text("Loket 2, 3")
    assert_accessible(page)
    person.press("Tinjau dan berlakukan")
    go = page.get_by_role("dialog").get_by_role("button", name="Berlakukan")
    expect(go).not_to_have_attribute("aria-disabled", "true")
    person.tap(go)
    person.tap(page.get_by_role("button", name=re.compile("Buat .* akun petugas")))
    expect(page.locator(".given-out tbody tr")).to_have_count(len(AGENCIES) + 2)
    assert_accessible(page)


def test_from_an_empty_store_to_the_first_number_in_sixty_taps_and_ten_minutes(
    place: Place, page: Page, tmp_path: Path
) -> None:
    person = Person(page)
    found_the_hall(person, place)
    person.reads("Jam buka")
    expect(page.locator("fieldset.hours")).to_have_count(2)
    assert_accessible(page)
    person.press("Lanjut ke kios dan layar")
    person.reads("Kios dan layar")
    with (
        NewKiosk(tmp_path / "kiosk", place) as kiosk,
        Display(tmp_path / "wall", place.url, "", clock=place.clock.spec) as wall,
    ):
        let_in(person, kiosk, "Kios 1")
        person.choose("Jenis", "display")
        let_in(person, wall, "Layar 1")
        person.press("Lanjut ke instansi dan layanan")
        person.reads("Instansi di balai ini")
        choose_agencies(person)
        person.press("Lanjut ke loket dan petugas")
        person.reads("Loket dan petugas")
        put_in_force(person)
        person.press("Lanjut ke uji nomor pertama")
        person.reads("Uji nomor pertama")
        person.press("Cetak nomor uji di Kios 1")
        kiosk.wait_printed(1)
        call_the_test_number(person, wall)
        expect(page.locator(".ask")).to_contain_text("Nomor pertama untuk pengunjung dapat diambil sekarang.")
        expect(page.locator(".start-foot")).to_contain_text("Balai siap melayani.")
        assert_accessible(page)
        kiosk.open(16)
        kiosk.press(3)
        kiosk.wait_printed(2)
        assert kiosk.number(2) == "A-001"
    assert person.deeds <= MOST_DEEDS, person.deeds
    assert person.seconds <= MOST_SECONDS, person.seconds


def test_a_first_start_that_was_cut_off_goes_on_where_it_was_on_a_telephone_too(
    place: Place, page: Page, chromium: Browser
) -> None:
    found_the_hall(Person(page), place)
    expect(page.locator("fieldset.hours")).to_have_count(2)
    page.get_by_role("button", name="Lanjut ke kios dan layar").click()
    page.get_by_role("button", name="Lanjut ke instansi dan layanan").click()
    page.get_by_label("Disdukcapil", exact=True).click()
    expect(page.locator(".library li.on .badge")).to_be_visible()
    page.context.close()
    place.hub.kill()
    place.hub = place.start()
    place.hub.ready()
    context = tablet_context(chromium, 360, 740)
    phone = context.new_page()
    phone.goto(place.url)
    phone.get_by_label("Nama pengguna").fill("kepala")
    phone.get_by_label("Kata sandi").fill("kuda-benar-9")
    phone.get_by_role("button", name="Masuk").click()
    # Hours, the agency and its services are as they were left; what is missing comes next.
    expect(phone.get_by_role("heading", level=1, name="Loket dan petugas")).to_be_visible()
    expect(phone.locator(".counting")).to_contain_text("Disdukcapil")
    assert_accessible(phone)
    assert_fits(phone)
    for step in ("Instansi dan layanan", "Jam buka"):
        phone.get_by_role("navigation").get_by_role("button", name=re.compile(step)).click()
        expect(phone.locator(".way-step[aria-current]")).to_contain_text(step)
        assert_accessible(phone)
        assert_fits(phone)
    context.close()
    api = Api("127.0.0.1", place.port)
    api.sign_in("kepala", "kuda-benar-9")
    draft = api.get("/hall/draft").ok()
    api.close()
    assert [one["id"] for one in draft["file"]["agency"]] == ["informasi", "disdukcapil"]
    assert len(draft["file"]["hours"]) == 2


def test_a_hall_of_another_regency_is_made_though_its_answer_is_lost(place: Place, page: Page) -> None:
    code = place.code()
    page.goto(place.url)
    for label, text in (
        ("Kode penyiapan", code),
        ("Nama pengguna", "pimpinan"),
        ("Kata sandi", "kuda-benar-9"),
    ):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Lanjut ke nama dan kecamatan").press("Enter")
    page.get_by_label("Kecamatan", exact=True).select_option("other")
    page.get_by_label("Waktu setempat").select_option("Asia/Jayapura")
    named = {
        "Nama kecamatan": "Sentani", "Kode Kemendagri": "91.03.01",
        "Kabupaten atau kota": "Kabupaten Jayapura", "Nama balai": "MPP Kabupaten Jayapura",
    }  # fmt: skip
    for label, text in named.items():
        page.get_by_label(label, exact=True).fill(text)
    assert_accessible(page)

    def lost(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/founding", lost)
    page.get_by_role("button", name="Buat balai ini").click()
    expect(page.get_by_role("heading", level=1, name="Balai sudah dibuat")).to_be_visible()
    expect(page.locator(".strip")).to_contain_text("catat kata sandi administrator di bawah")
    name, password = page.locator(".shown-once code").all_inner_texts()
    page.get_by_role("button", name="Sudah dicatat, lanjutkan").click()
    expect(page.get_by_role("heading", level=1, name="Jam buka")).to_be_visible()
    expect(page.locator(".bar")).to_contain_text("MPP Kabupaten Jayapura")
    api = Api("127.0.0.1", place.port)
    api.sign_in(name, password)
    hall = api.get("/hall").ok()["hall"]
    api.close()
    assert (hall["regency"], hall["time_zone"]) == ("Kabupaten Jayapura", "Asia/Jayapura")
