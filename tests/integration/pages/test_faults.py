"""What a browser gets beside a page's data: words where something is wrong, packed files, an application."""

from __future__ import annotations

import gzip
import io
import json
import re

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from server.web import web
from server.web.faults import for_people
from tests.support.pages.access import assert_accessible, assert_fits
from tests.support.pages.browser import tablet_context
from tests.support.pages.staff_stage import Stage, snapshot

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PACKED = {"Accept-Encoding": "gzip"}


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    app = Flask("faults", static_folder=None)
    app.register_blueprint(web)
    app.after_request(for_people)
    app.add_url_rule("/api/v1/gone", "gone", lambda: abort(404))
    for status in (400, 405, 429, 500, 503):
        app.add_url_rule(f"/fault-{status}", str(status), lambda status=status: abort(status))
    return app.test_client()


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/loket", 404, "Halaman ini tidak ada"),
        ("/staff/anything/else", 404, "Halaman ini tidak ada"),
        ("/fault-400", 400, "Halaman ini tidak dapat dibuka"),
        ("/fault-429", 429, "Terlalu banyak permintaan"),
        ("/fault-500", 500, "Server balai mengalami gangguan"),
        ("/fault-503", 503, "Server balai sedang sibuk atau terganggu"),
    ],
)
def test_a_person_reads_words_and_finds_a_way_on(
    client: FlaskClient, path: str, status: int, title: str
) -> None:
    answer = client.get(path, headers=HTML)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert f"<h1>{title}</h1>" in answer.text
    assert 'href="/staff"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_programs_get_what_they_always_got(client: FlaskClient) -> None:
    assert "fault_page" not in client.get("/api/v1/gone", headers=HTML).text
    assert "<h1>Halaman" not in client.get("/api/v1/gone", headers=HTML).text
    assert "<h1>Halaman" not in client.get("/loket", headers={"Accept": "application/json"}).text
    assert "<h1>Halaman" not in client.post("/loket", headers=HTML).text


def test_a_page_by_its_name_with_a_slash_leads_to_the_page_and_nowhere_else(client: FlaskClient) -> None:
    answer = client.get("/staff/", headers=HTML)
    assert (answer.status_code, answer.headers["Location"]) == (308, "/staff")
    for other in ("/%2Fexample.org/", "/a/b/", "/@example.org/"):
        assert client.get(other, headers=HTML).status_code == 404


def test_files_and_pages_go_packed_to_who_takes_that(client: FlaskClient) -> None:
    page = client.get("/staff", headers=PACKED)
    assert page.headers["Content-Encoding"] == "gzip"
    assert page.headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=(self)"
    text = gzip.decompress(page.data).decode()
    names = [n for n in re.findall(r'"(/assets/[^"]+)"', text) if n.endswith((".js", ".css", ".svg"))]
    for name in names:
        plain, small = client.get(name), client.get(name, headers=PACKED)
        assert gzip.decompress(small.data) == plain.data
        assert plain.headers["Vary"] == small.headers["Vary"] == "Accept-Encoding"
        assert small.content_type == plain.content_type
        assert len(small.data) < max(len(plain.data), 400)


def test_the_tablet_is_an_application_with_an_icon_of_its_own(client: FlaskClient) -> None:
    page = client.get("/staff").text
    link = re.search(r'<link rel="manifest" href="([^"]+)">', page)
    assert link
    told = json.loads(client.get(link[1]).data)
    assert (told["start_url"], told["display"], told["scope"]) == ("/staff", "standalone", "/")
    for icon in told["icons"]:
        with client.get(icon["src"]) as file:
            assert file.content_type.startswith(icon["type"])
            if icon["type"] == "image/png":
                size = Image.open(io.BytesIO(file.data)).size
                assert f"{size[0]}x{size[1]}" == icon["sizes"]
    assert {"192x192", "512x512", "any"} == {icon["sizes"] for icon in told["icons"]}


def test_a_fault_is_a_page_for_everyone(chromium: Browser, client: FlaskClient, staff_files: str) -> None:
    context = tablet_context(chromium, 320, 480)
    page = context.new_page()
    fault = client.get("/loket", headers=HTML).text
    page.route("**/loket", lambda route: route.fulfill(status=404, content_type="text/html", body=fault))
    page.goto(f"{staff_files}/loket")
    expect(page.get_by_role("heading", name="Halaman ini tidak ada")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    context.close()


def test_the_browsers_way_back_closes_a_sheet_and_then_leaves(stage: Stage) -> None:
    page: Page = stage.page
    page.goto(f"{stage.url}/devices")
    stage.enter(snapshot())
    for _ in range(2):
        page.get_by_role("button", name="Beri nomor").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        page.go_back()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_role("heading", name="Loket siap")).to_be_visible()
    page.get_by_role("button", name="Beri nomor").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.go_back()
    expect(page).to_have_url(f"{stage.url}/devices")


def test_what_is_typed_can_be_seen(stage: Stage) -> None:
    page = stage.page
    page.goto(f"{stage.url}/staff")
    page.get_by_label("Kata sandi", exact=True).fill("kambing-hitam-19-huruf")
    page.get_by_role("button", name="Tampilkan kata sandi").click()
    expect(page.locator("#password")).to_have_attribute("type", "text")
    page.get_by_role("button", name="Tampilkan kata sandi").click()
    expect(page.locator("#password")).to_have_attribute("type", "password")
