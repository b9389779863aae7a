"""The page for visitors on the wall: a decoder reads the code back, at every size."""

from __future__ import annotations

from dataclasses import replace

import pygame
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from balai.config import Source
from balai.errors import ConfigurationFaults
from balai.hall_file.sections import HallFile
from display.frame import told
from display.picture.board import Board
from display.picture.scene import Info
from display.renderer.renderer import Renderer
from display.renderer.tables import draw_address
from display.renderer.wall_canvas import WallCanvas
from tests.support.wall.frames import SIZES, painted
from tests.support.wall.large_hall import large
from tests.support.wall.pixels import pixels
from tests.support.wall.walls import hall

ADDRESS = "https://antre.kukarkab.go.id"


def read_back(surface: pygame.Surface) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(pixels(surface).copy())]


@pytest.mark.parametrize("size", SIZES)
def test_a_decoder_reads_the_address_from_the_wall(size: str) -> None:
    assert read_back(painted(f"large-address-{size}")) == [ADDRESS]


@settings(max_examples=12)
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=3, max_size=92))
def test_any_address_that_the_file_takes_is_read_back(rest: str) -> None:
    surface = pygame.Surface((960, 540), 0, 32)
    canvas = WallCanvas(surface)
    draw_address(canvas, "Ikuti antrean dari ponsel", f"https://{rest}", canvas.plan.info)
    assert read_back(surface) == [f"https://{rest}"]


def test_a_hall_without_a_page_has_no_slide() -> None:
    renderer = Renderer(pygame.Surface((960, 540), 0, 32))
    assert told(Board(hall()), renderer)["address"] == ()
    (versions,) = told(Board(large()), renderer)["address"]
    assert versions == (replace(Info("Ikuti antrean dari ponsel"), address=ADDRESS),)


@pytest.mark.parametrize(
    "page",
    [
        "antre.example", "javascript:alert(1)", "https://a b", "https://" + "a" * 93, "https://[x",
        "https://:8443", "https://hall:99999", "http:///page",
    ],
)  # fmt: skip
def test_what_is_no_address_is_a_fault_of_the_file(page: str) -> None:
    with pytest.raises(ConfigurationFaults) as caught:
        Source("hall.toml", {"display": {"visitor_page": page}}).read_as(HallFile)
    assert "display.visitor_page" in {fault.path for fault in caught.value.faults}
