"""The staff page before a desk: files, signing in, choosing a counter, a session that ends."""

from __future__ import annotations

import re
import urllib.request
from email.message import Message
from typing import Any

from playwright.sync_api import expect

from tests.support.pages.staff_stage import ACCOUNT, Stage, counter, snapshot

EXPIRED = "Sesi Anda berakhir. Masuk lagi untuk melanjutkan. Loket dan nomor Anda tetap tercatat."


def _fetch(url: str) -> tuple[str, Message]:
    with urllib.request.urlopen(url) as response:  # noqa: S310  # our own server's http address
        return response.read().decode(), response.headers


def test_the_page_allows_no_script_but_its_files(staff_files: str) -> None:
    text, headers = _fetch(f"{staff_files}/staff")
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
    assert headers["Cache-Control"] == "no-cache"
    assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=", text)


def test_files_are_kept_for_as_long_as_their_address_names_their_content(staff_files: str) -> None:
    text, _ = _fetch(f"{staff_files}/staff")
    names = re.findall(r'"(/assets/[^"]+)"', text)
    assert {name.rsplit(".", 1)[1] for name in names} == {"css", "js", "woff2", "svg", "png"}
    for name in names:
        told = name.endswith(("woff2", "png")) or _fetch(staff_files + name)[1]["Cache-Control"]
        assert told is True or "immutable" in told
    old = re.sub(
        r"/assets/[^/]+/", "/assets/0123456789ab/", next(n for n in names if n.endswith("main.joined.js"))
    )
    assert _fetch(staff_files + old)[1]["Cache-Control"] == "no-store"


def test_what_is_missing_is_said_at_its_field(stage: Stage) -> None:
    page = stage.page
    page.goto(f"{stage.url}/staff")
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_label("Nama pengguna")).to_be_focused()
    expect(page.get_by_label("Nama pengguna")).to_have_accessible_description("Isi nama pengguna Anda.")
    expect(page.get_by_label("Kata sandi")).to_have_accessible_description("Isi kata sandi Anda.")
    assert not stage.sent("/session")


def test_a_wrong_password_is_announced_and_gives_no_hint(stage: Stage) -> None:
    page = stage.page
    stage.answers["POST /session"] = (401, {"code": "credentials_wrong", "title": "Tidak cocok"})
    page.goto(f"{stage.url}/staff")
    page.get_by_label("Nama pengguna").fill("rahma")
    page.get_by_label("Kata sandi").fill("salah")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text(
        "Nama pengguna atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."
    )
    stage.answers["POST /session"] = (429, {"code": "too_many_attempts", "params": {"seconds": 300}})
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("alert")).to_have_text("Terlalu banyak percobaan. Coba lagi dalam 5 menit.")


_PATIENCE = """() => {
  const real = AbortSignal.timeout.bind(AbortSignal);
  window.waits = [];
  AbortSignal.timeout = (ms) => (window.waits.push(ms), real(ms));
}"""


def test_a_password_may_take_longer_than_another_answer(stage: Stage) -> None:
    """A hub at work checks passwords after everything else."""
    page = stage.page
    stage.answers["POST /session"] = (401, {"code": "credentials_wrong", "title": "Tidak cocok"})
    page.add_init_script(f"({_PATIENCE})()")
    page.goto(f"{stage.url}/staff")
    page.get_by_label("Nama pengguna").fill("rahma")
    page.get_by_label("Kata sandi").fill("benar")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    *others, sign_in = page.evaluate("() => window.waits")
    assert sign_in >= 4 * max(others)


def test_signing_in_leads_to_the_counters_and_one_is_opened(stage: Stage) -> None:
    page = stage.page
    stage.answers["POST /session"] = (200, {"account": ACCOUNT, "counter_id": None})
    stage.answers["POST /counters/loket-3/open"] = (200, {"day": "2026-04-14", "seq": 101})
    page.goto(f"{stage.url}/staff")
    page.get_by_label("Nama pengguna").fill("rahma")
    page.get_by_label("Kata sandi").fill("benar")
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", name="Menyambung")).to_be_visible()
    stage.link(up=True)
    stage.tell("onSnapshot", snapshot(held=False))
    expect(page.get_by_role("button", name="Loket 2")).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_role("button", name="Loket 2")).to_contain_text("Sedang dipakai")
    page.get_by_role("button", name="Loket 3").click()
    stage.push(101, "counter_opened", "10.46", counter_id="loket-3", status="open", holder="staff:rahma")
    # A double tap on the counter does not fall through to the call button that comes under it.
    page.locator("[data-main]").dispatch_event("click")
    expect(page.get_by_role("heading", name="Loket siap")).to_be_visible()
    assert len(stage.sent("/counters/loket-3/open")) == 1
    assert not stage.sent("/counters/loket-3/call")


def test_a_counter_taken_a_moment_before_is_said_and_shown(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(held=False))
    stage.answers["POST /counters/loket-3/open"] = (409, {"code": "counter_taken", "title": "Dipakai"})
    taken = snapshot(held=False, seq=101)
    taken["data"]["counters"][2] = counter(3, holder="lain")
    stage.answers["GET /state"] = (200, taken)
    page.get_by_role("button", name="Loket 3").click()
    expect(page.get_by_role("alert")).to_have_text("Loket ini dipakai petugas lain. Pilih loket lain.")
    expect(page.get_by_role("button", name="Loket 3")).to_have_attribute("aria-disabled", "true")


def test_a_session_that_ended_leads_to_signing_in(stage: Stage) -> None:
    stage.enter(snapshot())
    stage.answers["POST /counters/loket-3/call"] = (401, {"code": "not_signed_in", "title": "Masuk dahulu"})
    stage.page.get_by_role("button", name="Panggil berikutnya").click()
    expect(stage.page.get_by_role("alert")).to_have_text(EXPIRED)


def test_a_session_that_ended_while_cut_off_is_noticed_too(stage: Stage) -> None:
    stage.enter(snapshot())
    stage.answers["GET /session"] = (401, {"code": "not_signed_in", "title": "Masuk dahulu"})
    stage.link(up=False, since="10.46")
    expect(stage.page.get_by_role("alert")).to_have_text(EXPIRED)


def test_leaving_closes_the_counter_and_signing_out_ends_the_session(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(line=()))
    closed: tuple[int, dict[str, Any]] = (200, {"day": "2026-04-14", "seq": 101})
    stage.answers["POST /counters/loket-3/close"] = closed
    page.get_by_role("button", name="Menu,").click()
    for name in ("Cari nomor", "Beri nomor", "Janji", "Pengumuman", "Belum terlayani", "Tutup loket"):
        page.keyboard.press("Tab")
        expect(page.locator("#menu").get_by_role("button", name=name)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Tutup loket")).to_have_count(0)
    expect(page.get_by_role("button", name="Menu,")).to_be_focused()
    page.get_by_role("button", name="Menu,").click()
    page.get_by_role("button", name="Tutup loket").click()
    stage.push(101, "counter_closed", "10.46", counter_id="loket-3", status="closed", holder=None)
    expect(page.get_by_role("heading", name="Pilih loket")).to_be_focused()
    expect(page.get_by_role("alert")).to_have_count(0)
    stage.answers["DELETE /session"] = (204, {})
    page.get_by_role("button", name="Menu,").click()
    page.get_by_role("button", name="Keluar", exact=True).click()
    expect(page.get_by_role("heading", name="Masuk petugas")).to_be_visible()


def test_midnight_brings_the_new_day(stage: Stage) -> None:
    stage.enter(snapshot())
    stage.tell("onSnapshot", {**snapshot(held=False, line=(), seq=1), "day": "2026-04-15"})
    expect(stage.page.get_by_role("heading", name="Pilih loket")).to_be_visible()
    expect(stage.page.get_by_role("alert")).to_have_text(
        "Hari layanan baru sudah dibuka. Pilih loket untuk mulai."
    )
