"""The pages in another language: chosen once, kept by the browser, with the same files under one address."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.support.pages.staff_stage import Stage, snapshot


def test_a_reader_chooses_english_and_comes_back(stage: Stage) -> None:
    page = stage.page
    page.goto(f"{stage.url}/staff")
    expect(page.get_by_role("heading", level=1)).to_have_text("Masuk petugas")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Staff sign-in")
    assert page.locator("html").get_attribute("lang") == "en"
    page.reload()
    expect(page.get_by_label("Password")).to_be_visible()
    page.get_by_role("link", name="Bahasa Indonesia").click()
    expect(page.get_by_label("Kata sandi")).to_be_visible()


def test_the_desk_speaks_the_readers_language(stage: Stage) -> None:
    stage.page.goto(f"{stage.url}/language/en")
    stage.enter(snapshot())
    expect(stage.page.get_by_role("heading", name="Counter ready")).to_be_visible()
    expect(stage.page.get_by_role("button", name="Call next")).to_be_visible()
    _nothing_is_in_indonesian(stage.page)


def test_an_unknown_language_changes_nothing(stage: Stage) -> None:
    stage.page.goto(f"{stage.url}/language/xx?page=staff")
    expect(stage.page.get_by_role("heading", level=1)).to_have_text("Masuk petugas")


def _nothing_is_in_indonesian(page: Page) -> None:
    for word in ("Loket", "Panggil", "menunggu", "Istirahat", "menit"):
        expect(page.locator("#app")).not_to_contain_text(word)
