"""What staff have typed, at a real display; and the manager's look at its wall."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import uuid4

import numpy as np
import pygame
import urllib3
from numpy.typing import NDArray

from demo.driving.displays import RATE, Display
from demo.driving.hubs import Hub, Site
from demo.driving.wait import eventually
from tests.support.wall.tones import tone
from voice.mixing import chime

TEXT = "Pemilik mobil putih ditunggu di parkiran, lampunya masih menyala."


def _picture(hub: Hub, cookie: str) -> bytes | None:
    url = f"{hub.url}/api/v1/devices/layar-1/frame"
    answer = urllib3.request("GET", url, headers={"Cookie": cookie}, timeout=10)
    return answer.data if answer.status == 200 else None


def _count(display: Display, what: str) -> int:
    state = urllib3.request("GET", f"{display.url}/state", timeout=10).json()
    return int(state["display"]["counts"][what])


def test_what_is_typed_is_spoken_and_the_manager_sees_the_wall(tmp_path: Path) -> None:
    with Site(tmp_path) as site:
        token, password = site.device("display", "layar-1"), site.account("budi", "manager")
        hub = site.start()
        manager = hub.staff("budi", password)
        with Display(tmp_path / "display", hub.url, token) as display:
            eventually(lambda: _count(display, "speaker") == 1, timeout=30)
            manager.change("/announcements", text=TEXT, times=1).ok()
            eventually(lambda: _count(display, "spoken") == 1)
            eventually(lambda: abs(display.sound()).max(initial=0) > 1000)
            assert "mobil" not in display.log
            frame = eventually(lambda: _picture(hub, manager.cookie), timeout=30)
            assert frame is not None
            assert len(frame) < 40_000
            assert pygame.image.load(io.BytesIO(frame), "f.jpg").get_width() == 320
            row = next(d for d in manager.get("/devices").ok()["devices"] if d["id"] == "layar-1")
            assert row["software"]


def _pitch_after(sound: NDArray[np.int16], skip: int) -> float:
    """The loudest pitch of the second that begins `skip` samples after the first that sounds; 0 before."""
    loud = np.flatnonzero(np.abs(sound) > 300)
    if not len(loud) or len(sound) < loud[0] + skip + RATE:
        return 0.0
    second = sound[loud[0] + skip : loud[0] + skip + RATE]
    return float(np.argmax(np.abs(np.fft.rfft(second.astype(float)))))


def test_what_is_recorded_is_played_after_the_chime(tmp_path: Path) -> None:
    with Site(tmp_path) as site:
        token, password = site.device("display", "layar-1"), site.account("ani")
        hub = site.start()
        staff = hub.staff("ani", password)
        with Display(tmp_path / "display", hub.url, token) as display:
            eventually(lambda: _count(display, "speaker") == 1, timeout=30)
            one = str(uuid4())
            url = f"{hub.url}/api/v1/announcements/{one}/sound"
            headers = {"Cookie": staff.cookie, "Content-Type": "audio/wav"}
            assert urllib3.request("PUT", url, body=tone(3.0), headers=headers, timeout=10).status == 204
            staff.change(
                "/announcements", request_id=one, recorded=True, text="Loket 3 pindah.", times=1
            ).ok()
            eventually(lambda: _count(display, "spoken") == 1)
            eventually(lambda: abs(_pitch_after(display.sound(), len(chime()) + RATE) - 440) < 5, timeout=30)
            assert '"spoken": true' in display.log


def test_only_small_pictures_of_devices_are_taken(tmp_path: Path) -> None:
    with Site(tmp_path) as site:
        token, password = site.device("display", "layar-1"), site.account("ani")
        hub = site.start()
        url = f"{hub.url}/api/v1/devices/me/frame"
        device = {"Authorization": f"Bearer {token}", "Content-Type": "image/png"}

        def put(data: bytes, headers: dict[str, str]) -> int:
            return urllib3.request("PUT", url, body=data, headers=headers, timeout=10).status

        assert put(b"\x89PNG\r\n\x1a\n" + bytes(100), device) == 204
        assert put(b"GIF89a", device) == 415
        assert put(b"", device) == 415
        assert put(b"\x89PNG\r\n\x1a\n" + bytes(41_000), device) == 413
        staff = hub.staff("ani", password)
        assert put(b"\x89PNG\r\n\x1a\n", {"Cookie": staff.cookie}) == 403
        assert staff.get("/devices/layar-1/frame").status == 403
