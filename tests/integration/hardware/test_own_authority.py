"""A hall's own authority: a device that is told of it trusts its hub by TLS, and no other device does."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from balai.clock import SystemClock
from balai.errors import ConfigurationFaults
from demo.driving.hubs import Site
from demo.driving.kiosks import kiosk_file
from hardware.hub.link import LiveHubLink
from hardware.hub.looking import way_to
from hardware.ports import LinkUp
from kiosk.config import load_kiosk_config

_LEAF = "subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\nauthorityKeyIdentifier=keyid\n"


def openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """ca.pem, and hub.pem that it signed for 127.0.0.1, as a strict Python wants both."""
    folder = tmp_path_factory.mktemp("papers")
    new = ("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    ca = ("-addext", "keyUsage=critical,keyCertSign,cRLSign", "-subj", "/CN=Balai", "-days", "30")
    openssl(folder, *new, "-x509", *ca, "-keyout", "ca.key", "-out", "ca.pem")
    openssl(folder, *new, "-subj", "/CN=balai.local", "-keyout", "hub.key", "-out", "hub.csr")
    (folder / "leaf").write_text(_LEAF)
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "leaf", "-days", "30")
    openssl(folder, "x509", "-req", "-in", "hub.csr", *signed, "-out", "hub.pem")
    return folder


@contextmanager
def before(port: int, papers: Path) -> Iterator[str]:
    """A reverse proxy that speaks TLS before the hub on `port`; its address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(papers / "hub.pem", papers / "hub.key")
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    raw, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=pass_on, args=(raw,), daemon=True).start()

        def pass_on(raw: socket.socket) -> None:
            try:
                outside = context.wrap_socket(raw, server_side=True)
            except OSError:
                raw.close()
                return
            with outside, socket.create_connection(("127.0.0.1", port)) as inside:
                back = threading.Thread(target=pump, args=(inside, outside), daemon=True)
                back.start()
                pump(outside, inside)
                back.join()

        threading.Thread(target=serve, daemon=True).start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)


def pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def test_a_device_trusts_the_authority_that_it_is_told_of_and_hears_the_hub(
    papers: Path, tmp_path: Path
) -> None:

    with Site(tmp_path) as site:
        hub, token = site.start(), site.device("kiosk")
        with before(hub.port, papers) as url:
            file = kiosk_file(tmp_path, url, token)
            stranger = load_kiosk_config(file)
            file.write_text(file.read_text().replace("[hub]", f'[hub]\nca = "{papers}/ca.pem"'))
            friend = load_kiosk_config(file)
            clock = SystemClock()
            assert [(one.part, one.well) for one in way_to(stranger.hub, "device", clock)] == [
                ("certificate", False)
            ]
            found = list(way_to(friend.hub, "device", clock))
            assert [one.part for one in found if one.well] == ["certificate", "hub", "token", "clock"]
            link = LiveHubLink(url, token, clock, ca=friend.hub.ca)
            link.start()
            with closing_link(link):
                assert isinstance(link.events.get(timeout=20), LinkUp)


@contextmanager
def closing_link(link: LiveHubLink) -> Iterator[None]:
    try:
        yield
    finally:
        link.stop()


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_an_authority_that_cannot_be_used_is_told_with_its_line(tmp_path: Path, content: str | None) -> None:
    file = kiosk_file(tmp_path, "https://127.0.0.1", "token")
    file.write_text(file.read_text().replace("[hub]", '[hub]\nca = "ca.pem"'))
    if content is not None:
        (tmp_path / "ca.pem").write_text(content)
    with pytest.raises(ConfigurationFaults) as told:
        load_kiosk_config(file)
    (fault,) = told.value.faults
    assert (fault.path, fault.line) == ("hub.ca", 2)
