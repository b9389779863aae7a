"""Pictures and videos for walls: sent in parts, made small, refused in words, fetched by walls alone."""

from __future__ import annotations

import hashlib
import io
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from balai.protocol.devices.slides import PART_BYTES, Slide, SlideList
from display.slides.fetching import FetchedSlides
from hardware.ports import HubUnavailable
from server.usecases.slides import keeping
from tests.support.hub.inside import Asker, Inside
from tests.support.wall.galleries import gallery


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    with Inside(tmp_path_factory.mktemp("hub")) as inside:
        yield inside


@pytest.fixture
def manager(hub: Inside) -> Asker:
    """A manager of a hall whose walls show nothing yet."""
    asker = hub.staff("citra")
    for one in asker.get("/slides").get_json()["slides"]:
        asker.change(f"/slides/{one['id']}/remove")
    return asker


def picture(width: int = 640, height: int = 400, colour: str = "#0B5CAD") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "PNG")
    return file.getvalue()


def noise(width: int, height: int) -> bytes:
    """A picture that no format makes small."""
    file = io.BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(file, "PNG", compress_level=1)
    return file.getvalue()


def film(folder: Path, seconds: int, size: str = "320x180", rate: int = 5) -> bytes:
    """A video with sound."""
    file = folder / f"{seconds}.mp4"
    command = (
        "ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"testsrc=size={size}:rate={rate}", "-f", "lavfi",
        "-i", "anullsrc", "-t", str(seconds), "-preset", "ultrafast", "-y", str(file),
    )  # fmt: skip
    subprocess.run(command, check=True)
    return file.read_bytes()


def put_part(who: Asker, slide_id: str, n: int, data: bytes) -> Any:
    path = f"/api/v1/slides/{slide_id}/parts/{n}"
    return who.client.put(path, data=data, content_type="application/octet-stream", headers=who.headers)


def send(hub: Inside, who: Asker, data: bytes, kind: str = "picture", **more: Any) -> dict[str, Any]:
    """Send a file to its end; how it is afterwards."""
    begun = who.done("/slides", title="Layanan baru", kind=kind, bytes=len(data), **more)
    for n, at in enumerate(range(0, len(data), PART_BYTES)):
        assert put_part(who, begun["id"], n, data[at : at + PART_BYTES]).status_code == 204
    assert who.done(f"/slides/{begun['id']}/finish")["state"] == "making"
    hub.app.hub.slide_maker.finish()
    found = who.get("/slides").get_json()["slides"]
    slide: dict[str, Any] = next(one for one in found if one["id"] == begun["id"])
    return slide


def whole(who: Asker, slide: dict[str, Any]) -> bytes:
    """The file as a wall fetches it."""
    paths = [f"/slides/{slide['id']}/parts/{n}" for n in range(slide["parts"])]
    return b"".join(who.get(path).data for path in paths)


def test_a_large_picture_comes_in_parts_and_is_small_when_a_wall_fetches_it(
    hub: Inside, manager: Asker
) -> None:
    sent = noise(2400, 900)
    assert len(sent) > 2 * PART_BYTES
    slide = send(hub, manager, sent)
    assert (slide["state"], slide["why"]) == ("ready", "")
    fetched = whole(hub.display, slide)
    assert (len(fetched), hashlib.sha256(fetched).hexdigest()) == (slide["bytes"], slide["digest"])
    with Image.open(io.BytesIO(fetched)) as small:
        assert (small.format, small.size) == ("JPEG", (1920, 720))
    assert manager.get(f"/slides/{slide['id']}/picture").data == fetched


def test_a_video_is_small_and_silent_and_one_that_is_too_long_is_told(
    hub: Inside, manager: Asker, tmp_path: Path
) -> None:
    slide = send(hub, manager, film(tmp_path, 2, "1920x1080"), "video")
    assert (slide["state"], slide["why"]) == ("ready", "")
    (tmp_path / "small.mp4").write_bytes(whole(hub.display, slide))
    asked = ("ffprobe", "-v", "error", "-show_entries", "stream=codec_type,width,r_frame_rate", "-of",
             "csv=p=0", str(tmp_path / "small.mp4"))  # fmt: skip
    streams = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split()
    assert streams == ["video,1280,15/1"]
    assert manager.get(f"/slides/{slide['id']}/picture").status_code == 404
    slide = send(hub, manager, film(tmp_path, 601, "16x16", 1), "video")
    assert (slide["state"], slide["why"], slide["parts"]) == ("refused", "too_long", 0)


@pytest.mark.parametrize("kind", ["picture", "video"])
def test_what_is_no_picture_or_video_is_refused_and_not_kept(hub: Inside, manager: Asker, kind: str) -> None:
    slide = send(hub, manager, b"\x89PNG\r\n\x1a\n" + bytes(range(200)), kind)
    assert (slide["state"], slide["why"], slide["parts"]) == ("refused", "unreadable", 0)
    assert hub.display.get("/slides").get_json()["slides"] == []
    assert hub.display.get(f"/slides/{slide['id']}/parts/0").status_code == 404


def test_parts_that_are_not_as_announced_are_refused_and_what_is_missing_is_not_made(manager: Asker) -> None:
    request_id = str(uuid4())
    about = {"title": "Film", "kind": "video", "bytes": PART_BYTES + 5}
    begun = manager.done("/slides", request_id, **about)
    assert manager.done("/slides", request_id, **about)["id"] == begun["id"], "asked again"
    for n, size in ((0, 5), (1, PART_BYTES), (2, 5), (1, 6)):
        assert put_part(manager, begun["id"], n, bytes(size)).get_json()["code"] == "slide_part", (n, size)
    assert put_part(manager, begun["id"], 1, bytes(5)).status_code == 204
    assert manager.change(f"/slides/{begun['id']}/finish").get_json()["code"] == "slide_part"
    assert put_part(manager, "0" * 32, 0, bytes(5)).status_code == 404


def test_a_slide_is_shown_on_its_days_and_in_its_zone(hub: Inside, manager: Asker) -> None:
    today = hub.app.hub.dispatcher.day.date
    days = {"past": (-9, -1), "now": (0, 0), "coming": (1, 5), "since": (-1, None), "until": (None, 0)}
    for title, (first, last) in days.items():
        slide = send(hub, manager, picture())
        first_day, last_day = (
            None if n is None else (today + timedelta(days=n)).isoformat() for n in (first, last)
        )
        where = {"zone_id": "utama" if title == "until" else None}
        manager.done(f"/slides/{slide['id']}", title=title, first=first_day, last=last_day, **where)
    shown = hub.display.get("/slides").get_json()["slides"]
    assert [one["title"] for one in shown] == ["now", "since", "until"]
    manager.done(f"/slides/{shown[2]['id']}", title="until", place=0)
    assert hub.display.get("/slides").get_json()["slides"][0]["title"] == "until"
    slide = manager.get("/slides").get_json()["slides"][0]
    wrong = manager.change(f"/slides/{slide['id']}", title="x", first="2026-05-02", last="2026-05-01")
    assert wrong.get_json()["code"] == "slide_dates"
    wrong = manager.change(f"/slides/{slide['id']}", title="x", zone_id="nowhere")
    assert wrong.get_json()["code"] == "zone_unknown"


def test_there_is_a_most_of_them(manager: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_KEPT", 1500)
    manager.done("/slides", title="a", kind="picture", bytes=1000)
    told = manager.change("/slides", title="b", kind="picture", bytes=1000)
    assert (told.status_code, told.get_json()["code"]) == (409, "slides_full")


class Line:
    """A wall's way to the hub, which may be cut or spoil what it carries."""

    def __init__(self, hub: Inside) -> None:
        self.hub, self.cut, self.spoils, self.fetched = hub, False, False, 0

    def slides(self) -> SlideList:
        if self.cut:
            raise HubUnavailable("no answer")
        return SlideList.model_validate(self.hub.display.get("/slides").get_json())

    def slide_part(self, slide_id: str, n: int) -> bytes:
        self.fetched += 1
        part: bytes = self.hub.display.get(f"/slides/{slide_id}/parts/{n}").data
        return part[:-1] + b"x" if self.spoils else part


def test_a_wall_keeps_what_the_hub_says_whole_in_order_and_while_it_is_cut_off(
    hub: Inside, manager: Asker, tmp_path: Path
) -> None:
    for colour in ("#0B5CAD", "#B01E3C"):
        send(hub, manager, picture(colour=colour))
    line = Line(hub)
    wall = FetchedSlides(tmp_path, line)
    line.spoils = True
    wall.look()
    assert list(tmp_path.iterdir()) == [], "what came damaged is not shown"
    line.spoils = False
    wall.look()
    assert len(list(tmp_path.iterdir())) == 2
    shows = gallery(None, fetched=tmp_path)
    shows.scan()
    first = colour_of(shows, 0)
    fetched = line.fetched
    [one, _] = manager.get("/slides").get_json()["slides"]
    manager.done(f"/slides/{one['id']}", title="x", place=1)
    wall.look()
    assert line.fetched == fetched, "another order fetches nothing"
    shows.scan()
    assert colour_of(shows, 1) == first
    line.cut = True
    wall.look()
    assert len(list(tmp_path.iterdir())) == 2
    line.cut = False
    manager.change(f"/slides/{one['id']}/remove")
    wall.look()
    shows.scan()
    assert len(shows.keys) == 1
    assert colour_of(shows, 0) != first


def colour_of(shows: Any, at: int) -> tuple[int, ...]:
    found = shows.picture(shows.keys[at], (64, 40))
    return tuple(round(part / 16) for part in found.get_at((5, 5))[:3])


def test_a_hub_that_is_mad_fills_no_card(tmp_path: Path) -> None:
    slide = Slide(
        id="a" * 32, title="x", kind="picture", state="ready", bytes=10**12, parts=1, digest="0" * 64,
        at="2026-04-14T00:00:00Z", by="x",
    )  # fmt: skip

    class Mad:
        def slides(self) -> SlideList:
            return SlideList(slides=(slide,) * 500)

        def slide_part(self, slide_id: str, n: int) -> bytes:
            raise AssertionError("it is not asked for")

    FetchedSlides(tmp_path, Mad()).look()
    assert list(tmp_path.iterdir()) == []
