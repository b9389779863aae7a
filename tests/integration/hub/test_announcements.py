"""Recorded announcements at a real hub: sent, made, fetched, and gone with their day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import urllib3
from sqlalchemy import Connection

from balai.protocol.answers.announcements import FreeAnnouncement
from demo.driving.api import Api
from demo.driving.hubs import Hub, Site
from server.store import Store
from server.store.kept.walls.announcements import (
    MOST_RECORDINGS,
    Recording,
    put_announcement,
    put_recording,
    read_announcement,
    read_sound,
)
from server.usecases.speaking.recordings import MOST_BYTES
from tests.support.hub.stores import HALL
from tests.support.wall.tones import tone

TODAY = date(2026, 4, 14).isoformat()
TOMORROW = (date(2026, 4, 14) + timedelta(days=1)).isoformat()


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[tuple[Site, Hub]]:
    with Site(tmp_path) as site:
        yield site, site.start()


def _put(hub: Hub, who: Api, announcement: str, sound: bytes) -> urllib3.BaseHTTPResponse:
    return urllib3.request(
        "PUT", f"{hub.url}/api/v1/announcements/{announcement}/sound", body=sound,
        headers={**who.headers, "Content-Type": "audio/wav"}, timeout=10,
    )  # fmt: skip


def _get(hub: Hub, who: Api, announcement: str) -> urllib3.BaseHTTPResponse:
    url = f"{hub.url}/api/v1/announcements/{announcement}/sound"
    return urllib3.request("GET", url, headers=who.headers, timeout=10)


def test_a_recording_is_sent_then_announced_then_heard(hub: tuple[Site, Hub]) -> None:
    site, running = hub
    staff = running.staff("ani", site.account("ani"))
    display, kiosk = running.api(site.device("display", "layar-1")), running.api(site.device("kiosk", "k-1"))
    one = str(uuid4())
    said: dict[str, Any] = {"request_id": one, "recorded": True, "times": 1, "text": "Loket 3 pindah."}
    early = staff.change("/announcements", **said)
    assert (early.status, early.code) == (409, "recording_missing")
    assert _put(running, staff, one, tone(5.0)).status == 204
    assert _put(running, staff, one, tone(2.0)).status == 204
    made = staff.change("/announcements", **said)
    assert made.status == 201
    assert staff.change("/announcements", **said).data == made.data
    found = display.get(f"/announcements/{one}").ok()
    assert (found["recorded"], found["text"]) == (True, "Loket 3 pindah.")
    answer = _get(running, display, one)
    assert (answer.headers["Content-Type"], answer.data) == ("audio/wav", tone(2.0))
    assert _put(running, staff, one, tone(1.0)).json()["code"] == "recording_closed"
    assert _get(running, kiosk, one).status == 403
    assert _put(running, kiosk, str(uuid4()), tone(1.0)).status == 403
    manager = running.staff("budi", site.account("budi", "manager"))
    events = manager.get("/log?after=0&limit=1000").ok()["entries"]
    assert [json.loads(e["body"])["seconds"] for e in events if e["type"] == "announcement_made"] == [2]


def test_what_is_no_recording_is_refused(hub: tuple[Site, Hub]) -> None:
    site, running = hub
    staff = running.staff("ani", site.account("ani"))
    text = _put(running, staff, str(uuid4()), b"no sound")
    assert (text.status, text.json()["code"]) == (415, "not_a_recording")
    large = _put(running, staff, str(uuid4()), bytes(MOST_BYTES + 1))
    assert (large.status, large.json()["code"]) == (413, "body_too_large")
    assert _put(running, staff, "x", tone(1.0)).status == 422
    assert _get(running, staff, str(uuid4())).json()["code"] == "announcement_unknown"
    # A recording too has a text, for those who cannot hear.
    for wrong in ({"text": ""}, {}, {"text": "  "}, {"recorded": True}, {"recorded": True, "text": "\u200b"}):
        assert [e["pointer"] for e in staff.change("/announcements", **wrong).data["errors"]] == ["/text"]


def _in(store: Store, day: str, name: str) -> bool:
    def put(connection: Connection) -> bool:
        recording = Recording(1, f"{day}T{name}", name.encode())
        return put_recording(connection, HALL, day, name, recording)

    return store.run(put)


def _sound(store: Store, name: str, day: str = TODAY) -> bytes | None:
    with store.read.connect() as connection:
        return read_sound(connection, HALL, day, name)


def test_only_the_latest_recordings_of_a_day_are_kept(store: Store) -> None:
    names = [f"{n:03}" for n in range(MOST_RECORDINGS + 3)]
    assert all(_in(store, TODAY, name) for name in names)
    assert [name for name in names if _sound(store, name) is None] == names[:3]
    said = FreeAnnouncement(announcement_id="022", text="", language="id", times=1, recorded=True)
    store.run(lambda connection: put_announcement(connection, HALL, TODAY, said))
    assert not _in(store, TODAY, "022")
    assert _in(store, TOMORROW, "new")
    assert [_sound(store, name) for name in ("022", "new")] == [None, None]
    assert _sound(store, "new", TOMORROW) == b"new"
    with store.read.connect() as connection:
        assert read_announcement(connection, HALL, TODAY, "022") is None
