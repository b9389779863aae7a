"""A wrong clock seen from a tablet and the page of the day: doubted, confirmed by mistake, and taken back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.driving.hubs import Site
from tests.e2e.test_staff_hub import BACK, StaffedHall

#: Eight in the evening in the hall; five hours later it is another day, and everybody still signed in.
EVENING = datetime(2026, 4, 14, 12, tzinfo=UTC)


def clock(ahead: timedelta = timedelta()) -> str:
    """A clock that began at EVENING with this test, or so much later."""
    return f"scaled:{BEGAN!r}:1:{(EVENING + ahead).isoformat()}"


BEGAN = time.time()


@pytest.fixture
def hall(tmp_path: Path, chromium: Browser) -> Iterator[StaffedHall]:
    with Site(tmp_path, clock=clock()) as site:
        made = StaffedHall(site, chromium)
        yield made
        made.close()


def started_anew(hall: StaffedHall, ahead: timedelta) -> None:
    """The hub goes away and comes back with a clock that is so far ahead."""
    hall.hub.stop()
    hall.site.set_clock(clock(ahead))
    hall.restart()


def confirmed(manager: Page) -> None:
    """The manager says that the date which the server shows is right."""
    expect(manager.locator(".doubt")).to_be_visible(timeout=BACK)
    manager.get_by_role("button", name="Periksa tanggal").click()
    manager.get_by_role("button", name="Benar, pastikan").click()
    expect(manager.locator(".doubt")).to_have_count(0)


def test_a_doubted_clock_is_seen_and_a_wrong_day_is_taken_back_with_its_queue(hall: StaffedHall) -> None:
    tablet, manager = hall.seated(), hall.tablet(username="kepala", path="/day")
    number = hall.issue()
    expect(tablet.get_by_text(number).first).to_be_visible()
    started_anew(hall, timedelta(hours=5))
    expect(manager.locator(".doubt")).to_be_visible(timeout=BACK)
    tablet.get_by_role("button", name="Panggil berikutnya").click()
    expect(tablet.get_by_text("Server balai belum yakin akan tanggalnya")).to_be_visible()
    confirmed(manager)
    expect(tablet.get_by_role("heading", name="Pilih loket")).to_be_visible(timeout=BACK)
    started_anew(hall, timedelta())
    confirmed(manager)
    manager.get_by_role("button", name="Lihat yang akan hilang").click()
    manager.get_by_role("dialog").get_by_role("button", name="Batalkan hari").click()
    expect(manager.locator(".strip.ok")).to_contain_text("Hari yang keliru dibatalkan.")
    expect(tablet.get_by_role("heading", name="Loket siap")).to_be_visible(timeout=BACK)
    expect(tablet.get_by_text(number).first).to_be_visible()
