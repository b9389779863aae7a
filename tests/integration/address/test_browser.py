"""The hall's address as a browser and a tablet meet it: a real hub behind a real nginx, with the hall's own
authority, which a real Chromium trusts where it was told of it and nowhere else."""

from __future__ import annotations

import http.client
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from demo.driving.hubs import Site
from server.usecases.address.fingerprint import fingerprint_of
from tests.support.hub.nginx import NAME, Proxy, before, papers_in
from tests.support.pages.access import assert_accessible, assert_fits
from tests.support.pages.browser import ARGUMENTS, chromium_program, tablet_context

#: To the hall's name this machine is not yet known by.
_KNOWN = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
_SOCKET = """() => new Promise((done) => {
    const socket = new WebSocket(`wss://${location.host}/socket.io/?EIO=4&transport=websocket`);
    socket.onmessage = (said) => done(said.data[0]);
    socket.onerror = () => done("no");
})"""


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return papers_in(tmp_path_factory.mktemp("papers"))


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory, papers: Path) -> Iterator[Proxy]:
    with Site(tmp_path_factory.mktemp("hub")) as site:
        text = site.config.read_text()
        told = f'[hub]\nname = "{NAME}"\nca = "{papers}/ca.pem"\nhttps = true\nproxies = 1\n'
        site.config.write_text(text.replace("[hub]\n", told, 1))
        with before(site.start().port, papers) as proxy:
            yield proxy


def asked(url: str, context: ssl.SSLContext | None = None) -> tuple[int, str, bytes]:
    """The answer itself, wherever it sends one: its status, where to, its body."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
    connection = (
        http.client.HTTPSConnection(host, port, timeout=20, context=context)
        if context
        else http.client.HTTPConnection(host, port, timeout=20)
    )
    try:
        connection.request("GET", parts.path or "/")
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location", ""), answer.read()
    finally:
        connection.close()


def test_a_browser_that_was_told_of_the_authority_opens_the_hall_and_hears_it(
    proxy: Proxy, papers: Path, tmp_path: Path, chromium: Browser
) -> None:
    store = tmp_path / ".pki" / "nssdb"
    store.mkdir(parents=True)
    for words in (
        ("-N", "--empty-password"),
        ("-A", "-t", "C,,", "-n", "balai", "-i", str(papers / "ca.pem")),
    ):
        subprocess.run(["certutil", "-d", f"sql:{store}", *words], check=True)
    friend = chromium.browser_type.launch(
        executable_path=chromium_program(), args=[*ARGUMENTS, _KNOWN], env={"HOME": str(tmp_path)}
    )
    try:
        page = friend.new_page()
        page.goto(f"https://{NAME}:{proxy.secure_port}/staff")
        expect(page.get_by_role("button", name="Masuk")).to_be_visible()
        assert page.evaluate("isSecureContext") is True
        # Engine.IO's opening packet: the WebSocket goes through the proxy.
        assert page.evaluate(_SOCKET) == "0"
    finally:
        friend.close()


def test_one_that_was_not_told_opens_nothing(proxy: Proxy, chromium: Browser) -> None:
    context = tablet_context(chromium)
    try:
        with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
            context.new_page().goto(f"{proxy.secure}/staff")
    finally:
        context.close()


def test_plain_http_leads_to_the_helping_page_and_serves_nothing_else(proxy: Proxy, papers: Path) -> None:
    assert asked(f"{proxy.plain}/")[:2] == (302, f"{proxy.plain}/trust")
    for path in ("/staff", "/api/v1/hall", "/socket.io/", "/trust/more", "/health"):
        status, where, _ = asked(proxy.plain + path)
        assert (status, where) == (301, f"https://127.0.0.1{path}")
    status, _, given = asked(f"{proxy.plain}/balai-ca.crt")
    assert status == 200
    assert ssl.DER_cert_to_PEM_cert(given) == (papers / "ca.pem").read_text()
    strict = ssl.create_default_context(cadata=given)
    strict.verify_flags |= ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN
    assert asked(f"{proxy.secure}/trust", strict)[0] == 200


@pytest.fixture
def tablet_of(chromium: Browser) -> Iterator[BrowserContext]:
    android = "Mozilla/5.0 (Linux; Android 9; Tab) AppleWebKit/537.36 Chrome/120 Safari/537.36"
    context = chromium.new_context(viewport={"width": 800, "height": 1280}, user_agent=android)
    yield context
    context.close()


def test_a_tablet_is_told_its_own_steps_in_two_languages(
    proxy: Proxy, papers: Path, tablet_of: BrowserContext
) -> None:
    page: Page = tablet_of.new_page()
    page.goto(proxy.plain)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Siapkan tablet ini")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Set up this tablet")
    expect(page.locator("details[open]")).to_have_count(1)
    expect(page.locator("details[open]")).to_contain_text("Sertifikat CA")
    expect(page.get_by_text(fingerprint_of(papers / "ca.pem"))).to_be_visible()
    expect(page.get_by_role("link", name=f"https://{NAME}/")).to_be_visible()
    with page.expect_download() as got:
        page.get_by_role("link", name="Unduh sertifikat balai").click()
    assert got.value.suggested_filename == "balai-ca.crt"
    assert_accessible(page)
    for width in (320, 800):
        page.set_viewport_size({"width": width, "height": 800})
        assert_fits(page)
