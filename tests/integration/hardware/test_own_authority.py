"""A hall's own authority: a device that is told of it trusts its hub by TLS, and no other device does."""

from __future__ import annotations

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
from tests.support.hub.nginx import before, papers_in


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return papers_in(tmp_path_factory.mktemp("papers"))


def test_a_device_trusts_the_authority_that_it_is_told_of_and_hears_the_hub(
    papers: Path, tmp_path: Path
) -> None:
    with Site(tmp_path) as site:
        hub, token = site.start(), site.device("kiosk")
        with before(hub.port, papers) as proxy:
            url = proxy.secure
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
