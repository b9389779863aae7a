"""What a wall tells of queues: who waits where, who did not come, whose quota is gone, what is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pygame

from balai.protocol.pushes import Queues
from balai.text.wrapping import wrap
from balai.words import words_in
from display.frame import told
from display.picture.board import Board
from display.picture.scope import Scope
from display.renderer.renderer import Renderer
from display.slides.queues import (
    MOST_MISSED,
    MOST_SERVICES,
    gone_slides,
    missed_slides,
    open_services,
    waiting_slides,
)
from tests.support.wall import large_hall
from tests.support.wall.walls import START, called, leg, moved, snapshot, view

SAY = words_in("id")


def board(**queues: object) -> Board:
    return replace(Board.from_snapshot(snapshot()), queues=Queues.model_validate({"waiting": {}, **queues}))


def waits(of: Board) -> dict[str, tuple[str, str]]:
    return {row.name: (row.persons, row.minutes) for slide in waiting_slides(of, SAY) for row in slide.queues}


def missed(of: Board) -> list[str]:
    return [number for slide in missed_slides(of, SAY) for number in slide.numbers]


def gone(of: Board) -> list[str]:
    return [" ".join(row.text for row in slide.rows) for slide in gone_slides(of, by_line, SAY, 5)]


def by_line(text: str) -> list[str]:
    return wrap(text, 34, len)


def test_who_waits_where_and_about_how_long() -> None:
    first = view().services[0]
    agency = next(a for a in view().agencies if a.id == first.agency_id)
    found = waits(board(waiting={first.id: 6}))
    persons, minutes = found[agency.short_name]
    desks = sum(c.agency_id == agency.id and c.status == "open" for c in view().counters)
    least, most = (int(part) for part in minutes.split("–"))
    assert persons == "6"
    assert least <= 6 * first.service_minutes / desks <= most
    assert (least % 5, most % 5) == (0, 0)
    assert ("0", "") in found.values()


def test_before_the_hub_told_of_queues_nothing_is_said() -> None:
    assert waits(Board.from_snapshot(snapshot())) == {}


def test_a_number_that_did_not_come_is_sent_to_the_information_desk_until_it_is_called_again() -> None:
    now = board().apply(called("A-024", 1, leg_id=leg(501)))
    now = now.apply(moved("leg_missed", leg(501), 1))
    assert missed(now) == ["A-024"]
    assert missed_slides(now, SAY)[0].foot == "Lapor ke Meja Informasi."
    assert missed(now.apply(called("A-024", 2, leg_id=leg(501), seq=420))) == []
    assert missed(now.apply(moved("leg_reinstated", leg(501), 1))) == []


def test_the_hub_knows_better_who_was_missed_whatever_this_wall_heard() -> None:
    told = [("A-031", "loket-1"), ("F-007", "loket-4")]
    assert missed(board(missed=told)) == ["A-031", "F-007"]
    here = replace(board(missed=told), scope=Scope.of(None, (), ["loket-4"]))
    assert missed(here) == ["F-007"]
    heard = board(missed=[]).apply(called("A-024", 1, leg_id=leg(501)))
    assert missed(heard.apply(moved("leg_missed", leg(501), 1))) == []
    many = [(f"A-{n:03d}", "loket-1") for n in range(1, 40)]
    assert missed(board(missed=many)) == [number for number, _ in many][:MOST_MISSED]


def test_a_quota_that_is_gone_says_when_numbers_are_given_again() -> None:
    first, second = view().services[:2]
    full = board(full=(first.id, second.id), again={first.id: date(2026, 4, 15)})
    assert gone(full) == [f"{first.name}, lagi Rabu, 15 April 2026 {second.name}"]


def test_nobody_waits_only_where_the_hub_has_told_so() -> None:
    first = view().services[0]
    assert not Board.from_snapshot(snapshot()).alone
    assert board().alone
    assert not board(waiting={first.id: 1}).alone
    assert not board().link_down(START).alone
    assert not board().apply(called("A-024", 1, leg_id=leg(501))).alone
    elsewhere = Scope.of(None, (), [c.id for c in view().counters if c.agency_id != first.agency_id])
    assert replace(board(waiting={first.id: 1}), scope=elsewhere).alone


def test_only_services_that_are_open_have_their_papers_told_and_those_that_are_waited_for_first() -> None:
    one = view().counters[0]
    closed = tuple(
        c if c.id == one.id else c.model_copy(update={"status": "closed"}) for c in view().counters
    )
    of_one = Board.from_snapshot(snapshot(view().model_copy(update={"counters": closed})))
    assert {s.agency_id for s in open_services(of_one)} == {one.agency_id}
    assert all(one.number in service.counters for service in open_services(of_one))
    last = view().services[-1]
    assert open_services(board(waiting={last.id: 3}))[0].id == last.id


def test_440_services_and_26_agencies_fill_few_slides_and_all_of_them_are_told() -> None:
    large = replace(Board(large_hall.large()), queues=large_hall.queues())
    for size in ((1920, 1080), (1080, 1920)):
        slides = told(large, Renderer(pygame.Surface(size, 0, 32)))
        titles = {versions[0].title for versions in slides["papers"]}
        assert 1 <= len(titles) <= MOST_SERVICES
        assert len(slides["waiting"]) <= 7
    assert set(waits(large)) == set(large_hall.NAMES)


def test_in_two_languages_every_slide_has_both() -> None:
    large = replace(Board(large_hall.large(english=True)), queues=large_hall.queues())
    slides = told(large, Renderer(pygame.Surface((1920, 1080), 0, 32)), ("a.jpg",))
    assert all(len(versions) == 2 for kind in slides.values() for versions in kind)
    first, second = slides["waiting"][0]
    assert (first.title, second.title) == ("Menunggu sekarang", "Waiting now")
    assert slides["papers"][0][1].title.startswith("Service ")
