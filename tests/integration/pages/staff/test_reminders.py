"""A promised time that has passed reminds the desk: a break that is over, a place that is taken again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from playwright.sync_api import expect

from tests.support.pages.staff_stage import NOW, Stage, aside, at, snapshot, waiting

OVER = "Istirahat seharusnya selesai pukul 11.16. Buka loket bila Anda sudah kembali."


def test_a_break_that_is_over_reminds_until_the_counter_opens(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot())
    paused = {"counter_id": "loket-3", "status": "paused", "until": at("11.16"), "holder": "staff:rahma"}
    stage.push(101, "counter_paused", "10.46", reason="break", **paused)
    expect(page.get_by_role("heading", level=1)).to_have_text("Loket sedang istirahat")
    expect(page.locator(".strip")).to_have_count(0)
    page.clock.set_fixed_time(NOW + timedelta(minutes=30))
    stage.push(102, "break_passed", "11.16", counter_id="loket-3")
    expect(page.locator(".strip")).to_have_text(OVER)
    expect(page.locator("#said")).to_have_text(OVER)
    expect(page).to_have_title("● Loket 3 · Balai")
    expect(page.get_by_role("button", name="Buka loket")).to_be_enabled()
    stage.push(103, "counter_resumed", "11.20", counter_id="loket-3", status="open", holder="staff:rahma")
    expect(page.locator(".strip")).to_have_count(0)
    expect(page).to_have_title("Loket 3 · Balai")


def test_who_is_back_in_line_by_itself_is_told_where_they_are_called(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(parked=[aside("A-029", "kk", "10.11", until="10.50")]))
    back = {**waiting("A-029", "kk", "10.11"), "on_time": True}
    stage.push(101, "leg_returned", "10.50", **back)
    expect(page.locator(".strip")).to_have_text("A-029 kembali ke antrean: waktunya sudah habis.")
    stage.push(102, "leg_returned", "10.51", **{**waiting("F-009", "paspor", "10.11"), "on_time": True})
    stage.push(103, "leg_returned", "10.51", **waiting("A-028", "kk", "10.05"))
    expect(page.locator(".row").filter(has_text="028")).to_have_count(1)
    expect(page.locator(".strip")).to_have_text("A-029 kembali ke antrean: waktunya sudah habis.")


def _kiosk(name: str, seen: str, **more: Any) -> dict[str, Any]:
    row = {"id": name.lower().replace(" ", "-"), "name": name, "kind": "kiosk", "seen_at": at(seen)}
    return {**row, "day": "2026-04-14", "faults": [], "counts": {}, "state": "ok", **more}


def test_a_desk_is_told_of_a_visitor_who_calls_staff_and_of_numbers_that_are_still_at_a_kiosk(
    stage: Stage,
) -> None:
    stage.answers["GET /devices"] = (200, {"devices": [
        _kiosk("Kios depan", "10.46", faults=[{"code": "help_wanted", "about": "10.42"}]),
        _kiosk("Kios belakang", "10.37"), _kiosk("Kios lama", "10.37", day="2026-04-13"),
        _kiosk("Kios samping", "10.46", counts={"not_handed": 12}), _kiosk("Kios baik", "10.46"),
        _kiosk("Layar 1", "10.37", kind="display"),
    ]})  # fmt: skip
    stage.enter(snapshot())
    expect(stage.page.locator(".strip")).to_have_text([
        "Kios depan: pengunjung memanggil petugas sejak 10.42. Siapa yang dekat, datangi.",
        "Kios belakang terputus sejak 10.37. Nomor yang diambil di sana sah, dan belum tampak di antrean.",
        "Kios samping: 12 nomor dari saat terputus sedang masuk ke antrean.",
    ])  # fmt: skip
    stage.answers["GET /devices"] = (200, {"devices": [_kiosk("Kios depan", "10.46")]})
    stage.link(up=True)
    expect(stage.page.locator(".strip")).to_have_count(0)
