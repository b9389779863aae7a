"""The touch screen on every page and in every state: the approved pictures, and what holds on any screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from balai.words import words_in
from drawing.box import Box
from drawing.canvas import Face
from kiosk.screen.painter import LARGER
from kiosk.screen.session import Act, Page, Session, Ways
from kiosk.screen.sheet import USUAL, Sheet
from tests.support.touch import halls
from tests.support.touch.halls import standing
from tests.support.touch.shots import LANDSCAPE, PICTURES, STATES, UPRIGHT, Shot, eased, painted
from tests.support.wall.approved import differences, path_of, shrunk, sizes_of

#: The least that a finger needs (design pixels).
LEAST = 80
HARD = Ways(large=True, low=True)
SIZES_OF_SCREENS = [LANDSCAPE, UPRIGHT, (1920, 1080), (1024, 768)]


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_the_picture_is_the_approved_one(name: str, tmp_path: Path) -> None:
    made = PICTURES[name]()
    wrong = differences(shrunk(made), Image.open(path_of(name, "kiosk")))
    if wrong:
        pygame.image.save(made, tmp_path / f"kiosk-{name}.png")
    assert not wrong, f"differs around {wrong[:5]}; see {tmp_path}"


def test_no_approved_picture_is_left_over_and_all_are_small() -> None:
    sizes = sizes_of("kiosk")
    assert set(sizes) == set(PICTURES)
    assert sum(sizes.values()) < 3_200_000


def _apart(first: Box, second: Box) -> bool:
    return (
        first.right <= second.x + 0.01
        or second.right <= first.x + 0.01
        or first.bottom <= second.y + 0.01
        or second.bottom <= first.y + 0.01
    )


@pytest.mark.parametrize("size", SIZES_OF_SCREENS)
@pytest.mark.parametrize("ways", [Ways(), Ways(large=True), Ways(low=True), HARD])
def test_whatever_can_be_touched_is_large_enough_on_the_screen_and_apart(
    size: tuple[int, int], ways: Ways
) -> None:
    # Each state in one language here and in the other at the next size or way.
    turn = SIZES_OF_SCREENS.index(size) + sum((ways.large, ways.low))
    for at, (name, shot) in enumerate(STATES.items()):
        if (at // 2 + at + turn) % 2:
            continue
        made = painted(eased(shot, ways), size)[1]
        wide, high = size[0] / made.scale, size[1] / made.scale
        for target in made.targets:
            box = target.box
            assert min(box.width, box.height) >= LEAST - 0.01, (name, target)
            assert box.x >= 0, (name, target)
            assert box.y >= (high / 2 if ways.low else 0) - 0.01, (name, target)
            assert (box.right <= wide + 0.01, box.bottom <= high + 0.01) == (True, True), (name, target)
            assert target.spoken, (name, target)
        for first, second in combinations(made.targets, 2):
            assert _apart(first.box, second.box), (name, first, second)


@pytest.mark.parametrize("size", [LANDSCAPE, UPRIGHT])
@pytest.mark.parametrize("banner", [False, True])
@pytest.mark.parametrize("name", ["long-ticket", "ticket-en", "errands-ticket", "offline-number"])
def test_nothing_of_a_number_is_covered_by_where_the_ticket_comes_out(
    name: str, size: tuple[int, int], *, banner: bool
) -> None:
    shot = STATES[name]
    if banner:
        since = shot.now - timedelta(minutes=5)
        shot = replace(shot, standing=replace(shot.standing, cut_off=since, queues=None))
    surface = painted(shot, size)[0]
    wide, high = size
    band = next(
        y
        for y in range(high // 2, high)
        if surface.get_at((wide - 4, y)) != surface.get_at((wide - 4, high // 2))
    )
    above = {tuple(surface.get_at((x, y))) for y in (band - 2, band - 1) for x in range(40, wide // 2)}
    assert len(above) == 1, "nothing stands right above it"


def test_large_text_is_larger_and_nothing_else_is_missing() -> None:
    usual, large = (
        painted(eased(STATES["service"], ways), LANDSCAPE)[1] for ways in (Ways(), Ways(large=True))
    )
    assert large.scale == pytest.approx(usual.scale * LARGER[0])
    acts = {target.action.act for target in usual.targets}
    assert acts - {target.action.act for target in large.targets} == set()


def _turned(session: Session, size: tuple[int, int], act: Act) -> tuple[set[str], int]:
    """All that can be chosen on the pages of a list, and how many pages it has."""
    shot, found = Shot(session, standing(hall=halls.large())), set[str]()
    for turned in range(200):
        made = painted(replace(shot, session=replace(session, turned=turned)), size)[1]
        values = {target.action.value for target in made.targets if target.action.act is act}
        if turned and values <= found:
            return found, turned
        found |= values
    raise AssertionError("the pages of this list have no end")


def test_every_agency_and_service_of_the_largest_hall_can_be_reached() -> None:
    hall = halls.large()
    agencies, pages = _turned(Session(), LANDSCAPE, Act.AGENCY)
    assert agencies == {agency.id for agency in hall.agencies}
    assert pages == 4
    services = set[str]()
    for agency in sorted(agencies):
        services |= _turned(Session(page=Page.SERVICES, agency=agency), LANDSCAPE, Act.SERVICE)[0]
    assert services == {service.id for service in hall.services}


@pytest.mark.parametrize("size", [LANDSCAPE, UPRIGHT])
def test_so_it_is_for_somebody_who_wants_large_text_low_on_the_screen(size: tuple[int, int]) -> None:
    hall = halls.large()
    assert _turned(Session(ways=HARD), size, Act.AGENCY)[0] == {agency.id for agency in hall.agencies}
    chosen = hall.agencies[3].id
    session = Session(page=Page.SERVICES, agency=chosen, ways=HARD)
    theirs = {service.id for service in hall.services if service.agency_id == chosen}
    assert _turned(session, size, Act.SERVICE)[0] == theirs


@pytest.mark.parametrize("ways", [Ways(), HARD])
@pytest.mark.parametrize("size", [LANDSCAPE, UPRIGHT])
def test_all_papers_can_be_read_whatever_their_length(ways: Ways, size: tuple[int, int]) -> None:
    shot = eased(STATES["large-hall-papers"], ways)
    service = next(s for s in halls.large().services if s.id == shot.session.service)
    read: list[str] = []
    for page in range(200):
        told = painted(replace(shot, session=replace(shot.session, read=page)), size)[1].told[1:]
        if read and told[0] == read[0]:
            break
        read += told
    words = " ".join(read).replace("- ", "").replace(".", "").split()
    assert [word for word in words if word.isdigit()] == [str(n) for n in range(9) for _ in range(4)]
    assert sum(word.startswith("Kependudukan") for word in words) == " ".join(service.requirements).count(
        "Kependudukan"
    )


@given(
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), max_size=40).map(
        lambda text: " ".join(text[at : at + 7] for at in range(0, len(text), 7))
    ),
    st.integers(60, 400),
    st.integers(20, 120),
)
def test_a_text_is_wrapped_and_made_smaller_but_never_cut(text: str, room: int, most: int) -> None:
    sheet = Sheet(pygame.Surface((400, 200), 0, 32), 1.0, USUAL, words_in("id"))
    block = sheet.block(text, Face(640, 32, (0, 0, 0)), room, most=most)
    letters = "".join("".join(block.lines).split())
    wanted = "".join(text.split())
    # A word that was broken has a hyphen more.
    assert len(wanted) <= len(letters) <= len(wanted) + len(block.lines)
    assert [sign for sign in letters if sign != "-"] == [sign for sign in wanted if sign != "-"]
