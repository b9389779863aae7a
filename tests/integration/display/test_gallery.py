"""Pictures of a folder: shown, bounded, left out and told; never a black wall."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pygame
import pytest
from PIL import Image

from display.picture.board import Board
from display.picture.compose import ViewState, compose
from display.renderer.renderer import Renderer
from display.slides.gallery import Gallery
from display.slides.shrinker import GONE, Shrinker
from tests.support.wall.galleries import gallery, huge_png
from tests.support.wall.pixels import pixels
from tests.support.wall.walls import START, hall


def draw(path: Path, size: tuple[int, int] = (40, 20), colour: str = "red") -> None:
    Image.new("RGB", size, colour).save(path)


def test_pictures_are_found_by_name_and_fit_their_room(tmp_path: Path) -> None:
    draw(tmp_path / "b.png")
    draw(tmp_path / "a.jpg")
    (tmp_path / "notes.txt").write_text("no picture")
    pictures = gallery(tmp_path)
    pictures.scan()
    first, second = pictures.keys
    assert (first.startswith("a.jpg"), second.startswith("b.png")) == (True, True)
    shown = pictures.picture(second, (100, 100))
    assert isinstance(shown, pygame.Surface)
    assert shown.get_size() == (100, 50)
    assert pixels(shown)[25, 50].tolist() == pytest.approx([255, 0, 0], abs=3)
    assert pictures.faults == []


def test_what_cannot_be_shown_is_left_out_and_told(tmp_path: Path) -> None:
    draw(tmp_path / "good.png")
    huge_png(tmp_path / "huge.png")
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n but no more")
    (tmp_path / "half.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    pictures = gallery(tmp_path)
    pictures.scan()
    assert [key.partition("@")[0] for key in pictures.keys] == ["good.png"]
    assert [fault.partition(":")[0] for fault in pictures.faults] == ["broken.png", "half.jpg", "huge.png"]


def test_a_moving_picture_stands_still(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("blue", "white")]
    frames[0].save(tmp_path / "moving.png", save_all=True, append_images=frames[1:])
    pictures = gallery(tmp_path)
    pictures.scan()
    shown = pictures.picture(pictures.keys[0], (20, 20))
    assert shown is not None
    assert pixels(shown)[10, 10].tolist() == pytest.approx([0, 0, 255], abs=3)


def test_a_folder_that_is_gone_and_a_picture_that_goes(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    pictures = gallery(folder)
    pictures.scan()
    assert (pictures.keys, len(pictures.faults)) == ((), 1)
    folder.mkdir()
    draw(folder / "a.png")
    pictures.scan()
    (key,) = pictures.keys
    (folder / "a.png").unlink()
    pictures.scan()
    assert (pictures.keys, pictures.faults, pictures.picture(key, (10, 10))) == ((), [], None)


def test_a_logo_is_none_of_the_pictures_and_keeps_its_colours(tmp_path: Path) -> None:
    draw(tmp_path / "a.png")
    draw(tmp_path / "logo.png", (300, 100), "#C62828")
    pictures = gallery(tmp_path, tmp_path / "logo.png")
    pictures.scan()
    assert [key.partition("@")[0] for key in pictures.keys] == ["a.png"]
    shown = pictures.picture(pictures.logo, (260, 64))
    assert shown is not None
    assert shown.get_size() == (192, 64)
    assert pixels(shown)[32, 96].tolist() == pytest.approx([0xC6, 0x28, 0x28], abs=3)


def test_a_dark_logo_stands_on_white_and_a_clear_one_on_the_walls_ground(tmp_path: Path) -> None:
    for name, colour in (("dark", (20, 20, 40, 255)), ("light", (250, 220, 90, 255))):
        logo = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
        logo.paste(colour, (50, 20, 150, 80))
        logo.save(tmp_path / f"{name}.png")
    dark, light = (gallery(None, tmp_path / f"{name}.png") for name in ("dark", "light"))
    for pictures, ground in ((dark, (255, 255, 255)), (light, (10, 23, 30))):
        pictures.scan()
        shown = pictures.picture(pictures.logo, (200, 64))
        assert shown is not None
        assert pixels(shown)[2, 2].tolist() == pytest.approx(ground, abs=3)


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n no more", None])
def test_a_bad_logo_costs_itself_alone(tmp_path: Path, content: bytes | None) -> None:
    draw(tmp_path / "a.png")
    logo = tmp_path / "logo.png"
    if content is not None:
        logo.write_bytes(content)
    pictures = gallery(tmp_path, logo)
    pictures.scan()
    assert (pictures.logo, len(pictures.keys), len(pictures.faults)) == ("", 1, 1)
    renderer = Renderer(pygame.Surface((960, 540), 0, 32), pictures)
    renderer.draw(compose(Board(hall()), ViewState(START, logo=pictures.logo)))
    assert pictures.faults[0].startswith("logo.png")


def test_a_huge_logo_is_not_opened(tmp_path: Path) -> None:
    huge_png(tmp_path / "logo.png")
    pictures = gallery(None, tmp_path / "logo.png")
    pictures.scan()
    assert (pictures.logo, pictures.faults) == ("", ["logo.png: has more than 12 million pixels."])


def test_of_forty_photographs_none_is_in_memory_and_few_are_drawn(tmp_path: Path) -> None:
    for number in range(6):
        draw(tmp_path / f"{number}.jpg", (192, 108))
    pictures = gallery(tmp_path, kept=tmp_path / "kept")
    pictures.scan()
    for key in pictures.keys:
        assert pictures.picture(key, (1920, 1080)) is not None
    assert [kept for kept in pictures._read.values() if not isinstance(kept, Path)] == []
    assert sum(s.get_pitch() * s.get_height() for s in pictures._scaled.values()) <= 4 * 1920 * 1080 * 4


def test_the_next_start_reads_no_photograph_again_and_what_is_gone_is_removed(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    for name in ("a.png", "b.png"):
        draw(tmp_path / name)
    gallery(tmp_path, kept=kept).scan()
    (tmp_path / "b.png").unlink()
    again = Gallery(tmp_path, None, kept, lambda: Shrinker(("no-such-program",)))
    again.scan()
    assert again.faults == []
    assert again.picture(again.keys[0], (40, 20)) is not None
    assert len(list(kept.iterdir())) == 1


@pytest.mark.parametrize("damage", [b"", b"no picture", None])
def test_a_kept_picture_that_is_damaged_or_gone_is_made_again(tmp_path: Path, damage: bytes | None) -> None:
    draw(tmp_path / "a.png")
    pictures = gallery(tmp_path, kept=tmp_path / "kept")
    pictures.scan()
    (file,) = (tmp_path / "kept").iterdir()
    if damage is None:
        file.unlink()
    else:
        file.write_bytes(damage)
    assert pictures.picture(pictures.keys[0], (40, 20)) is None
    pictures.scan()
    assert pictures.picture(pictures.keys[0], (40, 20)) is not None


def test_a_folder_that_cannot_be_written_costs_memory_alone(tmp_path: Path) -> None:
    draw(tmp_path / "a.png")
    (tmp_path / "kept").write_text("a file is in the way")
    pictures = gallery(tmp_path, kept=tmp_path / "kept" / "here")
    pictures.scan()
    assert pictures.picture(pictures.keys[0], (40, 20)) is not None


def test_photographs_are_read_by_a_bounded_process_that_ends(tmp_path: Path) -> None:
    draw(tmp_path / "a.png", colour="#0B5CAD")
    (tmp_path / "b.png").write_bytes(b"no picture")
    with Shrinker() as shrink:
        small = shrink(tmp_path / "a.png", logo=True)
        refused = shrink(tmp_path / "b.png", logo=False)
        process = shrink._helper._process
        assert process is not None
        place = Path(f"/proc/{process.pid}")
        limits = [line for line in (place / "limits").read_text().splitlines() if "address space" in line]
        assert limits[0].split()[3] == "500000000"
        assert int((place / "stat").read_text().rsplit(")", 1)[1].split()[16]) == 5
    assert process.returncode == 0
    assert isinstance(small, bytes)
    assert Image.open(io.BytesIO(small)).getpixel((5, 5)) == (0x0B, 0x5C, 0xAD)
    assert refused == "is no picture that can be read (UnidentifiedImageError)"


def test_a_picture_that_ends_its_reader_costs_itself_alone(tmp_path: Path) -> None:
    answers = """printf '{"refused": "", "bytes": %s}\\n%s'"""
    cases = f"*bad*) exit 9;; *half*) {answers} 9 half; exit 0;; *) {answers} 4 good;;"
    reads = f"while read -r line; do case $line in {cases} esac; done"
    with Shrinker(("sh", "-c", reads)) as shrink:
        made = [shrink(tmp_path / name, logo=False) for name in ("a", "bad", "b", "half", "c")]
    assert made == [b"good", GONE, b"good", GONE, b"good"]
    with Shrinker(("no-such-program",)) as lacking:
        assert lacking(tmp_path / "a", logo=False) == GONE


def test_the_wall_loads_neither_what_reads_photographs_nor_what_is_there_by_chance() -> None:
    loaded = """
import sys
from balai import cli
sys.argv = ["balai", "display", "--help"]
try:
    cli.run()
except SystemExit:
    from display import program
sys.exit(str({"PIL", *cli.UNUSED} & {name for name, module in sys.modules.items() if module}))"""
    run = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=False)
    assert run.stderr.strip() == "set()"
