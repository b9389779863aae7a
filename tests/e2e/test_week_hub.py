"""What a manager has of a hall's last week, and a training hall beside it, in the browser of a real hub."""

from __future__ import annotations

import re
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from balai.hall_file.read import load_hall
from demo.driving.api import Api
from demo.driving.hubs import Hub, Site
from demo.driving.past import played_day, put, texts
from demo.driving.wait import eventually
from server.auth.roles import Role
from tests.support.pages.access import assert_accessible, assert_fits
from tests.support.pages.browser import tablet_context

MONDAY = date(2026, 4, 13)


@dataclass
class Week:
    """A hub whose hall has had a week, with its people in browsers that stay signed in."""

    hub: Hub
    store: Path
    passwords: dict[str, str]
    browser: Browser
    tabs: dict[str, Page] = field(default_factory=dict)

    def open(self, who: str, page: str, width: int = 1440) -> Page:
        """Somebody's browser on a page, signed in."""
        tab = self.tabs.get(who)
        if tab is None:
            tab = self.tabs[who] = tablet_context(self.browser, 1440, 900).new_page()
            signed_in(tab, f"{self.hub.url}/{page}", who, self.passwords[who])
        else:
            tab.goto(f"{self.hub.url}/{page}")
        tab.set_viewport_size({"width": width, "height": 900 if width > 400 else 740})
        return tab


def signed_in(tab: Page, url: str, who: str, password: str) -> None:
    tab.goto(url)
    tab.get_by_label("Nama pengguna").fill(who)
    tab.get_by_label("Kata sandi").fill(password)
    tab.get_by_role("button", name="Masuk").click()


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Week]:
    from server.store import open_store

    folder = tmp_path_factory.mktemp("hall")
    clock = f"scaled:{time.time()}:1:2026-04-20T08:30:00+08:00"
    with Site(folder, clock=clock) as site:
        passwords = {name: site.account(name, role) for name, role in PEOPLE.items()}
        config = load_hall(site.hall)
        day = texts(played_day(config, 240, hours=3), config.hall.id)
        with open_store(site.store) as store:
            put(store, config.hall.id, day, [MONDAY + timedelta(days=n) for n in range(5)])
        hub = site.start()
        # The figures of closed days are kept when they are asked for: not in the middle of a test.
        hub.staff("kepala", passwords["kepala"]).get("/reports?first=2026-04-13&last=2026-04-17").ok()
        found = Week(hub, folder / "balai.db", passwords, chromium)
        yield found
        for tab in found.tabs.values():
            tab.context.close()


PEOPLE: dict[str, Role] = {"kepala": "manager", "petugas": "staff"}


def test_rules_are_tried_on_the_halls_own_last_week(week: Week) -> None:
    tab = week.open("kepala", "rules")
    beside = tab.get_by_role("complementary", name="Seandainya hari-hari terakhir memakai aturan ini")
    expect(beside).to_contain_text("5 hari diputar ulang, Senin, 13 April 2026 sampai Jumat, 17 April 2026")
    expect(beside).to_contain_text("Belum ada perubahan aturan di draf.")
    expect(beside.locator(".trust .off")).to_contain_text(re.compile(r"pada median dan .+ pada 95 dari 100"))
    assert_accessible(tab)
    choice = tab.get_by_label("Aturan urutan", exact=True)
    choice.focus()
    choice.select_option("levels")
    expect(tab.locator(".meant")).to_contain_text("prioritas dihitung datang 20 menit lebih awal")
    start = tab.get_by_label("Keunggulan prioritas (menit)", exact=True)
    start.fill("90")
    start.press("Tab")
    priority = beside.get_by_role("table", name=re.compile("Prioritas"))
    median = priority.get_by_role("row", name=re.compile("^Separuh menunggu"))
    expect(median.locator(".change")).to_contain_text("turun")
    expect(beside.locator(".summary")).to_contain_text("Prioritas: separuh dipanggil dalam")
    assert_accessible(tab)
    assert_fits(tab)
    tab.set_viewport_size({"width": 360, "height": 740})
    assert_fits(tab)
    assert_accessible(tab)
    tab.set_viewport_size({"width": 1440, "height": 900})
    start.fill("x")
    start.press("Tab")
    expect(beside).to_contain_text("Draf masih berisi isian yang perlu diperbaiki.")


def everything(store: Path) -> str:
    """All tables of a store, to the byte."""
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
        return "\n".join(connection.iterdump())


def folders() -> set[str]:
    return {path.name for path in Path(tempfile.gettempdir()).glob("balai-latihan-*")}


def test_a_training_hall_is_opened_tried_and_closed_and_the_real_one_knows_nothing(week: Week) -> None:
    staff = week.open("petugas", "practice")
    expect(staff.get_by_text("Tidak ada balai latihan yang terbuka.")).to_be_visible()
    tab = week.open("kepala", "practice")
    tab.get_by_label("Loket untuk yang berlatih").select_option(label="Disdukcapil")
    assert_accessible(tab)
    before, left = everything(week.store), folders()
    tab.get_by_role("button", name="Buka balai latihan").press("Enter")
    enter = tab.get_by_role("link", name="Masuk ke balai latihan")
    expect(enter).to_be_visible(timeout=60_000)
    assert_accessible(tab)
    assert len(folders() - left) == 1
    rows = tab.locator(".who-enters tbody tr")
    passwords = {
        row.locator("th").inner_text().split()[0]: row.locator("code").inner_text() for row in rows.all()
    }
    with tab.context.expect_page() as opened:
        enter.click()
    trained = opened.value
    try_something(trained, passwords)
    # Signing in there has signed nobody out here.
    expect(tab.get_by_role("button", name="Tutup balai latihan")).to_be_visible()
    tab.get_by_role("button", name="Tutup balai latihan").click()
    expect(tab.get_by_text("Balai latihan ditutup. Tidak ada yang tersisa.")).to_be_visible(timeout=60_000)
    assert folders() == left
    assert everything(week.store) == before
    trained.close()


def try_something(tab: Page, passwords: dict[str, str]) -> None:
    """Somebody signs in in the training hall, and what they do there is marked among what is to be tried."""
    url = tab.url
    expect(tab.locator(".practice-band")).to_contain_text("LATIHAN")
    signed_in(tab, url, "petugas1", passwords["petugas1"])
    expect(tab.locator(".tasks li").first).to_be_visible()
    expect(tab.locator(".tasks li.done")).to_have_count(0)
    assert_accessible(tab)
    tab.set_viewport_size({"width": 360, "height": 740})
    assert_fits(tab)
    tab.set_viewport_size({"width": 1280, "height": 800})
    tab.goto(url.replace("/practice", "/staff"))
    expect(tab.locator(".practice-band")).to_be_visible()
    tab.get_by_role("button", name=re.compile("Loket 1")).first.click()
    expect(tab.locator(".desk-grid")).to_be_visible()
    # Played visitors wait there already.
    tab.get_by_role("button", name=re.compile("Panggil berikutnya")).click()
    expect(tab.get_by_role("heading", name=re.compile("Dipanggil"))).to_be_visible()
    assert tab.evaluate("() => document.documentElement.scrollHeight <= innerHeight")
    assert_accessible(tab)
    tab.goto(url)
    expect(tab.locator(".tasks li.done")).to_contain_text(
        ["Buka sebuah loket", "Panggil pengunjung berikutnya"]
    )


def test_a_hub_that_dies_takes_its_training_hall_with_it(week: Week) -> None:
    left = folders()
    manager = week.hub.staff("kepala", week.passwords["kepala"])
    manager.change("/practice/open", minutes=10).ok()

    def opened() -> int:
        found = manager.get("/practice").ok()
        return int(found["hall"]["port"]) if found["state"] == "open" else 0

    port = eventually(opened, timeout=60)
    assert len(folders() - left) == 1
    week.hub.kill()
    eventually(lambda: folders() == left)
    with pytest.raises(OSError, match="refused"):
        Api("127.0.0.1", port).get("/time")
