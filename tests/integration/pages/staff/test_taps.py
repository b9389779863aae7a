"""What a tap or a key does at the desk, and what it shows while the hub does not answer."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from demo.driving.wait import eventually
from tests.support.pages.access import assert_large_targets
from tests.support.pages.staff_stage import (
    ACCOUNT,
    NEVER,
    NOW,
    RULES,
    Stage,
    at,
    at_counter,
    leg_id,
    snapshot,
)  # fmt: skip

CALL = "/counters/loket-3/call"
SERVING = at_counter("A-023", "kk-ubah", "serving", "10.42", started_at="10.42.13")
DONE: tuple[int, dict[str, Any]] = (200, {"day": "2026-04-14", "seq": 100})

#: How what was tapped is painted: busy, with a bar that can be seen, and in words.
_PAINTED = """(tapped) => {
  const { width, borderBottomWidth } = getComputedStyle(tapped, "::after");
  return [tapped.getAttribute("aria-busy"), parseFloat(width) > 20, parseFloat(borderBottomWidth) > 2];
}"""
_WIDER = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`p { margin-bottom: 2em !important }
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
#: What two parts of the page have in common, in pixels of height and width.
_OVER = """([one, other]) => {
  const [a, b] = [one, other].map((name) => document.querySelector(name).getBoundingClientRect());
  const beside = a.right <= b.left || b.right <= a.left;
  return !beside && a.bottom > b.top && b.bottom > a.top;
}"""


def _main(page: Page) -> Any:
    return page.locator("[data-main]")


def test_a_tap_shows_at_once_that_it_is_under_way_whatever_the_hub_does(stage: Stage) -> None:
    page = stage.page
    page.clock.install(time=NOW)
    stage.enter(snapshot(SERVING))
    page.clock.run_for(750)
    stage.answers[f"POST {CALL}"] = NEVER
    _main(page).dispatch_event("click")
    page.clock.run_for(32)  # two frames
    assert _main(page).evaluate(_PAINTED) == ["true", True, True]
    expect(_main(page)).to_contain_text("Sedang dikirim ke server balai")
    expect(page.locator(".bar .state")).to_have_text("Mengirim")
    expect(page.get_by_text("tidak perlu diketuk lagi")).to_have_count(0)
    page.clock.run_for(3000)
    expect(page.get_by_role("status").filter(has_text="tidak perlu diketuk lagi")).to_be_visible()
    _main(page).dispatch_event("click")
    stage.link(up=False, since="10.46")
    expect(_main(page)).to_contain_text("Menunggu sambungan")
    # One intention: after four seconds without an answer it is asked again as the same.
    assert len({asked["request_id"] for asked in stage.sent(CALL)}) == 1


def test_a_key_that_is_held_presses_once(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(SERVING))
    stage.answers[f"POST {CALL}"] = DONE
    expect(_main(page)).not_to_have_attribute("aria-disabled", "true")
    _main(page).focus()
    for _ in range(5):  # the first is the press, the rest repeat it
        page.keyboard.down("Enter")
        expect(_main(page)).not_to_have_attribute("aria-busy", "true")
    page.keyboard.up("Enter")
    eventually(lambda: stage.sent(CALL))
    assert len(stage.sent(CALL)) == 1
    page.keyboard.press("Enter")
    eventually(lambda: len(stage.sent(CALL)) == 2)


def test_letters_set_wider_cover_nothing_and_a_low_screen_leaves_a_sheet_its_body(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot({**SERVING, "number": "M-088", "started_at": "2026-04-14T01:20:00Z"}))
    number, timer = ".current .tix", ".timer b"
    assert page.locator(timer).inner_text() == "1:26:25"
    assert not page.evaluate(_OVER, [number, timer])
    assert page.locator(timer).evaluate("(e) => e.getBoundingClientRect().right") < 844
    page.evaluate(_WIDER)
    for width, height in ((1280, 800), (360, 740)):
        page.set_viewport_size({"width": width, "height": height})
        assert not page.evaluate(_OVER, [number, timer])
        assert page.evaluate("() => document.documentElement.scrollWidth") == width
    page.get_by_role("button", name="Alihkan").click()
    page.set_viewport_size({"width": 320, "height": 256})
    body = page.get_by_role("dialog").locator(".body")
    assert body.evaluate("(e) => e.clientHeight === e.scrollHeight")
    page.get_by_role("dialog").get_by_role("button", name="Batal").click()


def test_with_colours_of_the_readers_own_hyphens_and_switches_are_seen(stage: Stage) -> None:
    page = stage.page
    page.emulate_media(forced_colors="active")
    stage.enter(snapshot(SERVING))
    for name in (".current .tix i", ".brk i"):
        ground = "() => getComputedStyle(document.body).backgroundColor"
        part = page.locator(name).evaluate("(e) => getComputedStyle(e, '::after').backgroundColor")
        assert part not in (page.evaluate(ground), "rgba(0, 0, 0, 0)"), name


def test_a_recall_is_told_to_those_who_hear_the_page(stage: Stage) -> None:
    called = at_counter("A-023", "kk-ubah", "called", "10.46.00")
    stage.enter(snapshot(called))
    expect(stage.page.locator("#said")).to_have_text("A-023 dipanggil ke Loket 3.")
    stage.tell("onSnapshot", snapshot({**called, "recalls": 1}, seq=101))
    expect(stage.page.locator("#said")).to_have_text("A-023 dipanggil ulang ke Loket 3, 1 kali.")


def test_a_hub_that_cannot_store_says_so_in_words(stage: Stage) -> None:
    stage.enter(snapshot(SERVING))
    stage.answers[f"POST {CALL}"] = (503, {"code": "store_unavailable", "title": "Penyimpanan"})
    _main(stage.page).click()
    expect(_main(stage.page)).to_have_attribute("aria-busy", "true")
    eventually(lambda: stage.sent(CALL))
    stage.link(up=False, since="10.46")
    expect(stage.page.get_by_role("alert")).to_contain_text("belum dapat menyimpan apa pun")


def test_a_counter_without_its_holder_leads_to_who_can_free_it(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(held=False))
    expect(page.get_by_text("Minta pengelola membebaskannya.")).to_be_visible()
    page.reload()
    stage.enter(snapshot(held=False), account={**ACCOUNT, "role": "manager", "pages": ["staff", "day"]})
    expect(page.get_by_role("link", name="Bebaskan di halaman Langsung")).to_have_attribute("href", "/day")
    assert_large_targets(page)


def test_the_main_action_stays_in_reach_on_every_screen(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(at_counter("M-088", "kk-ubah", "called", "10.46.00")))
    shown = """(e) => {
      const { top, bottom } = e.getBoundingClientRect();
      const under = document.elementFromPoint(innerWidth / 3, (top + bottom) / 2);
      return top > 0 && bottom <= innerHeight && e.contains(under);
    }"""
    sizes = ((1280, 800), (1280, 648), (1024, 600), (800, 1280), (360, 740), (320, 640))
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        assert _main(page).evaluate(shown), (width, height)
    # Nor do bands above it push it out: nobody hears the call, and it may be taken back.
    step = {"leg_id": leg_id("M-088"), "number": "M-088", "state": "called", "at": at("10.46.20")}
    unheard = {**at_counter("M-088", "kk-ubah", "called", "10.46.00"), "wall": "none"}
    stage.tell("onSnapshot", snapshot(unheard, seq=101, desk={"step": step}, **RULES))
    expect(page.locator(".heard.loud")).to_be_visible()
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        assert _main(page).evaluate(shown), (width, height)


def test_the_largest_button_is_taken_back_with_whom_it_finished(stage: Stage) -> None:
    page = stage.page
    stage.enter(snapshot(SERVING, **RULES))
    called = {"leg_id": leg_id("A-031"), "number": "A-031"}
    stage.answers[f"POST {CALL}"] = (200, {"day": "2026-04-14", "seq": 102, "called": called})
    _main(page).click()
    eventually(lambda: stage.sent(CALL))
    finished = {"leg_id": leg_id("A-023"), "counter_id": "loket-3"}
    stage.push(101, "leg_finished", "10.46.25", **finished)
    call = {"service_id": "akta", "agency_id": "disdukcapil", "counter_id": "loket-3", "counter_number": 3}
    stage.push(102, "leg_called", "10.46.25", **called, **call, called_at=at("10.46.25"), recalls=0)
    expect(page.locator(".last")).to_contain_text("Nomor ini kembali mengantre, dan A-023 kembali dilayani.")
    stage.answers["POST /counters/loket-3/undo"] = (200, {"day": "2026-04-14", "seq": 104})
    page.get_by_role("button", name="Batalkan").click()
    eventually(lambda: stage.sent("/counters/loket-3/undo"))
    stage.tell("onSnapshot", snapshot(SERVING, seq=104, **RULES))
    expect(page.get_by_role("heading", name="Sedang dilayani")).to_be_visible()
    expect(page.locator(".current")).to_contain_text("A-023")
