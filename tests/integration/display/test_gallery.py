"""Pictures of a folder: shown, bounded, left out and told; never a black wall."""

from __future__ import annotations

from pathlib import Path

import pygame
import pytest
from PIL import Image

from display.picture.board import Board
from display.picture.compose import ViewState, compose
from display.renderer.renderer import Renderer
from display.slides import gallery as module
from display.slides.gallery import Gallery
from tests.support.wall.pixels import pixels
from tests.support.wall.walls import START, hall


def draw(path: Path, size: tuple[int, int] = (40, 20), colour: str = "red") -> None:
    Image.new("RGB", size, colour).save(path)


def test_pictures_are_found_by_name_and_fit_their_room(tmp_path: Path) -> None:
    draw(tmp_path / "b.png")
    draw(tmp_path / "a.jpg")
    (tmp_path / "notes.txt").write_text("no picture")
    gallery = Gallery(tmp_path)
    gallery.scan()
    first, second = gallery.keys
    assert (first.startswith("a.jpg"), second.startswith("b.png")) == (True, True)
    shown = gallery.picture(second, (100, 100))
    assert isinstance(shown, pygame.Surface)
    assert shown.get_size() == (100, 50)
    assert pixels(shown)[25, 50].tolist() == pytest.approx([255, 0, 0], abs=3)
    assert gallery.faults == []


def test_what_cannot_be_shown_is_left_out_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PIXELS", 10_000)
    draw(tmp_path / "good.png")
    draw(tmp_path / "huge.png", (200, 200))
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n but no more")
    (tmp_path / "half.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    gallery = Gallery(tmp_path)
    gallery.scan()
    assert [key.partition("@")[0] for key in gallery.keys] == ["good.png"]
    assert [fault.partition(":")[0] for fault in gallery.faults] == ["broken.png", "half.jpg", "huge.png"]


def test_a_moving_picture_stands_still(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("blue", "white")]
    frames[0].save(tmp_path / "moving.png", save_all=True, append_images=frames[1:])
    gallery = Gallery(tmp_path)
    gallery.scan()
    shown = gallery.picture(gallery.keys[0], (20, 20))
    assert shown is not None
    assert pixels(shown)[10, 10].tolist() == pytest.approx([0, 0, 255], abs=3)


def test_a_folder_that_is_gone_and_a_picture_that_goes(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    gallery = Gallery(folder)
    gallery.scan()
    assert (gallery.keys, len(gallery.faults)) == ((), 1)
    folder.mkdir()
    draw(folder / "a.png")
    gallery.scan()
    (key,) = gallery.keys
    (folder / "a.png").unlink()
    gallery.scan()
    assert (gallery.keys, gallery.faults, gallery.picture(key, (10, 10))) == ((), [], None)


def test_a_logo_is_none_of_the_pictures_and_keeps_its_colours(tmp_path: Path) -> None:
    draw(tmp_path / "a.png")
    draw(tmp_path / "logo.png", (300, 100), "#C62828")
    gallery = Gallery(tmp_path, tmp_path / "logo.png")
    gallery.scan()
    assert [key.partition("@")[0] for key in gallery.keys] == ["a.png"]
    shown = gallery.picture(gallery.logo, (260, 64))
    assert shown is not None
    assert shown.get_size() == (192, 64)
    assert pixels(shown)[32, 96].tolist() == pytest.approx([0xC6, 0x28, 0x28], abs=3)


def test_a_dark_logo_stands_on_white_and_a_clear_one_on_the_walls_ground(tmp_path: Path) -> None:
    for name, colour in (("dark", (20, 20, 40, 255)), ("light", (250, 220, 90, 255))):
        logo = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
        logo.paste(colour, (50, 20, 150, 80))
        logo.save(tmp_path / f"{name}.png")
    dark, light = (Gallery(None, tmp_path / f"{name}.png") for name in ("dark", "light"))
    for gallery, ground in ((dark, (255, 255, 255)), (light, (10, 23, 30))):
        gallery.scan()
        shown = gallery.picture(gallery.logo, (200, 64))
        assert shown is not None
        assert pixels(shown)[2, 2].tolist() == pytest.approx(ground, abs=3)


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n no more", None])
def test_a_bad_logo_costs_itself_alone(tmp_path: Path, content: bytes | None) -> None:
    draw(tmp_path / "a.png")
    logo = tmp_path / "logo.png"
    if content is not None:
        logo.write_bytes(content)
    gallery = Gallery(tmp_path, logo)
    gallery.scan()
    assert (gallery.logo, len(gallery.keys), len(gallery.faults)) == ("", 1, 1)
    renderer = Renderer(pygame.Surface((960, 540), 0, 32), gallery)
    renderer.draw(compose(Board(hall()), ViewState(START, logo=gallery.logo)))
    assert gallery.faults[0].startswith("logo.png")


def test_a_huge_logo_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PIXELS", 10_000)
    draw(tmp_path / "logo.png", (200, 200))
    gallery = Gallery(None, tmp_path / "logo.png")
    gallery.scan()
    assert (gallery.logo, gallery.faults) == ("", ["logo.png: has more than 0 million pixels."])
