"""The end of the certificate at the hub's address: seen by monitors, and told to managers in time."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

from demo.driving.hubs import Site
from server.config import load_config
from server.usecases.address.authority import BEFORE, HUB_LASTS, make_authority, make_certificate
from tests.support.days import MORNING
from tests.support.hub.inside import Inside
from tests.support.hub.nginx import papers_in

NAME = "balai.local"
LEFT = timedelta(days=10)


def figure(hub: Inside) -> float | None:
    page = hub.app.test_client().get("/metrics").text
    rows = [line for line in page.splitlines() if line.startswith("balai_certificate_seconds ")]
    return float(rows[0].split()[1]) if rows else None


def test_a_certificate_that_ends_soon_is_told_until_it_is_renewed(tmp_path: Path) -> None:
    made = MORNING + LEFT - HUB_LASTS + BEFORE
    make_authority(tmp_path, NAME, made)
    make_certificate(tmp_path, NAME, (), made)
    file = tmp_path / "hub.toml"
    file.write_text('[hub]\nca = "ca.pem"\n')
    listen = load_config(file).hub
    assert listen.certificate == tmp_path / "hub.crt"
    with Inside(tmp_path, certificate=listen.certificate) as hub:
        assert figure(hub) == LEFT.total_seconds()
        watch = hub.app.hub.timers.alerting
        for _ in range(30):
            watch.look()
            hub.clock.advance(15)
        told = [task["id"] for task in hub.staff("citra").get("/machine").get_json()["tasks"]]
        assert [text for text in told if "tinggal berlaku 10 d" in text]
        make_certificate(tmp_path, NAME, (), MORNING)
        os.utime(tmp_path / "hub.crt", ns=(0, 0))
        watch.look()
        assert not [
            t for t in hub.staff("citra").get("/machine").get_json()["tasks"] if "sertifikat" in t["id"]
        ]


def test_a_hub_without_a_certificate_of_its_own_tells_of_none(tmp_path: Path) -> None:
    (tmp_path / "hub.crt").write_text("none")
    with Inside(tmp_path, certificate=tmp_path / "hub.crt") as hub:
        assert figure(hub) is None
    with Inside(tmp_path) as hub:
        assert figure(hub) is None


def test_a_hub_that_serves_reads_it_on_its_loop(tmp_path: Path) -> None:
    """gevent lets no other thread run `openssl`."""
    papers = papers_in(tmp_path)
    with Site(tmp_path) as site:
        site.config.write_text(
            site.config.read_text().replace("[hub]\n", f'[hub]\nca = "{papers}/ca.pem"\n', 1)
        )
        hub = site.start()
        with urlopen(f"{hub.url}/metrics", timeout=20) as answer:  # noqa: S310  # loopback
            page = answer.read().decode()
        assert re.search(r"^balai_certificate_seconds [1-9]", page, re.MULTILINE)
        assert "failed" not in hub.log
