"""The public pages of services: the six parts of each standard, on a phone, without a script, in both
languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect
from werkzeug.serving import make_server

from balai.domain.hall.config import HallConfig
from server.config import Listen
from server.web import web
from server.web.public import public_pages
from tests.support.days import small_hall
from tests.support.pages.access import assert_accessible, assert_fits
from tests.support.pages.staff_stage import Quiet

LONG = "Penerbitan Akta Kelahiran Terlambat bagi Penduduk di Luar Domisili"


def hall() -> HallConfig:
    config = small_hall()
    full, second, third = config.services
    told = replace(
        full, name=LONG, name_en="Late birth certificate", fee="Tidak dipungut biaya", product="Kutipan akta",
        complaints="Meja Informasi <b>", procedure=("Serahkan berkas", "Terima akta"),
    )  # fmt: skip
    return replace(config, services=(told, second, third))


@pytest.fixture(scope="module")
def app() -> Flask:
    app = Flask("public")
    app.register_blueprint(web)
    app.register_blueprint(public_pages(hall, Listen()))
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_every_service_has_its_six_parts_and_says_what_is_not_told(client: FlaskClient) -> None:
    page = client.get("/services/ktp").text
    for words in (
        LONG, "Loket 1, 2", "Persyaratan", "Kartu keluarga", "Prosedur", "Serahkan berkas", "Waktu",
        "Menunggu paling lama 30 menit, dilayani 15 menit.", "Biaya", "Tidak dipungut biaya",
        "Produk layanan", "Kutipan akta", "Pengaduan", "Meja Informasi &lt;b&gt;",
    ):  # fmt: skip
        assert words in page
    assert client.get("/services/kk").text.count("Belum diisi.") == 5
    assert client.get("/services/gone").headers["Location"] == "/services"


def test_services_are_found_by_their_own_and_their_agencys_name(client: FlaskClient) -> None:
    def found(wanted: str) -> list[str]:
        page = client.get("/services", query_string={"q": wanted}).text
        return [one.id for one in hall().services if f'href="/services/{one.id}"' in page]

    assert found("") == ["ktp", "kk", "pajak"]
    assert (found("AKTA mati"), found("akta  kelahiran"), found("dinas dua")) == ([], ["ktp"], ["pajak"])
    assert "Coba kata lain" in client.get("/services?q=zzz<script>").text
    assert "<script" not in client.get("/services?q=zzz<script>").text


def test_the_page_is_read_in_the_language_that_was_chosen(client: FlaskClient) -> None:
    back = client.get("/language/en?page=services/ktp")
    assert back.headers["Location"] == "/services/ktp"
    page = client.get("/services/ktp").text
    assert 'lang="en"' in page
    assert "Late birth certificate" in page
    assert "At most 30 minutes of waiting" in page
    assert client.get("/language/id?page=//elsewhere").headers["Location"] == "/staff"


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_phone_shows_them_without_a_script(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{address}/services")
    page.locator("summary").first.click()
    page.get_by_role("link", name=LONG).click()
    expect(page.locator("dt")).to_have_count(6)
    for path in ("/services", "/services/ktp"):
        page.goto(address + path)
        assert_fits(page)
        assert page.evaluate("() => document.scripts.length") == 0
        assert_accessible(page)
    page.goto(f"{address}/services")
    page.get_by_label("Cari layanan atau instansi").fill("pajak")
    page.get_by_role("button", name="Cari").click()
    expect(page.get_by_role("link", name="Pajak")).to_be_visible()
    context.close()
