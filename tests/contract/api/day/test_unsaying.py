"""Announcements taken back: by who made them, or a manager; what they said is forgotten at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.hub.inside import Asker, Inside

TEXT = "Pemilik mobil putih ditunggu di tempat parkir."


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path) as inside:
        yield inside


def said(asker: Asker, text: str = TEXT) -> str:
    return str(asker.done("/announcements", text=text)["announcement_id"])


def test_who_made_it_or_a_manager_takes_it_back_and_nobody_else(hub: Inside) -> None:
    ani, budi, citra = hub.staff("ani"), hub.staff("budi"), hub.staff("citra")
    one, other = said(ani), said(ani)
    refused = budi.change(f"/announcements/{one}/withdraw")
    assert (refused.status_code, refused.get_json()["code"]) == (403, "announcement_not_yours")
    assert hub.display.get(f"/announcements/{one}").status_code == 200
    assert hub.display.change(f"/announcements/{one}/withdraw").status_code == 403
    ani.done(f"/announcements/{one}/withdraw")
    citra.done(f"/announcements/{other}/withdraw")
    for gone in (one, other):
        assert hub.display.get(f"/announcements/{gone}").status_code == 404
        ani.done(f"/announcements/{gone}/withdraw")
    unknown = citra.change(f"/announcements/{uuid.uuid4()}/withdraw")
    assert (unknown.status_code, unknown.get_json()["code"]) == (404, "announcement_unknown")
    entries = hub.app.hub.store.entries("uji", "2026-04-14")
    assert [e.actor for e in entries if e.type == "announcement_withdrawn"] == [
        "staff:id-ani",
        "staff:id-citra",
    ]


def test_what_it_said_is_in_no_page_of_the_file_and_comes_not_back(hub: Inside) -> None:
    ani, secret = hub.staff("ani"), "rahasia sekali"
    request_id = str(uuid.uuid4())
    ani.done("/announcements", request_id, text=secret)
    ani.done(f"/announcements/{request_id}/withdraw")
    ani.done("/announcements", request_id, text=secret)
    assert hub.display.get(f"/announcements/{request_id}").status_code == 404


def test_each_is_told_those_that_they_may_take_back(hub: Inside) -> None:
    ani, budi, citra = hub.staff("ani"), hub.staff("budi"), hub.staff("citra")
    mine, other = said(ani, "Satu."), said(budi, "Dua.")

    def listed(asker: Asker) -> list[tuple[str, str, bool]]:
        rows = asker.get("/announcements").get_json()["announcements"]
        return [(row["announcement_id"], row["text"], row["mine"]) for row in rows]

    assert listed(ani) == [(mine, "Satu.", True)]
    assert listed(citra) == [(other, "Dua.", False), (mine, "Satu.", False)]
    ani.done(f"/announcements/{mine}/withdraw")
    (row,) = ani.get("/announcements").get_json()["announcements"]
    assert (row["withdrawn"], row["text"]) == (True, "")
