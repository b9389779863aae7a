"""What a wall tells of queues: who waits where, who did not come, whose quota is gone, what is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pygame

from balai.protocol.pushes import Queues
from display.frame import told
from display.picture.board import Board
from display.picture.queue_slides import MOST_SERVICES, open_services, queue_slides
from display.renderer.renderer import Renderer
from tests.support.wall.walls import called, leg, moved, snapshot, view


def board(**queues: object) -> Board:
    return replace(Board.from_snapshot(snapshot()), queues=Queues.model_validate({"waiting": {}, **queues}))


def texts(of: Board, title: str) -> list[str]:
    return [row.text for slide in queue_slides(of) if slide.title == title for row in slide.rows]


def test_who_waits_where_and_about_how_long() -> None:
    first = view().services[0]
    agency = next(a for a in view().agencies if a.id == first.agency_id)
    shown = texts(board(waiting={first.id: 6}), "Menunggu sekarang")
    desks = sum(c.agency_id == agency.id and c.status == "open" for c in view().counters)
    minutes = 6 * first.service_minutes / desks
    assert shown[0].startswith(f"{agency.short_name}: 6 orang, ± ")
    least, most = (int(part) for part in shown[0].split("± ")[1].removesuffix(" menit").split("–"))
    assert least <= minutes <= most
    assert (least % 5, most % 5) == (0, 0)
    assert any(text.endswith(": 0 orang") for text in shown)


def test_before_the_hub_told_of_queues_nothing_is_said() -> None:
    assert texts(Board.from_snapshot(snapshot()), "Menunggu sekarang") == []


def test_a_number_that_did_not_come_is_sent_to_the_information_desk_until_it_is_called_again() -> None:
    now = board().apply(called("A-024", 1, leg_id=leg(501)))
    now = now.apply(moved("leg_missed", leg(501), 1))
    assert texts(now, "Dipanggil dan belum datang") == ["A-024", "Lapor ke Meja Informasi."]
    assert texts(now.apply(called("A-024", 2, leg_id=leg(501), seq=420)), "Dipanggil dan belum datang") == []
    assert texts(now.apply(moved("leg_reinstated", leg(501), 1)), "Dipanggil dan belum datang") == []


def test_a_quota_that_is_gone_says_when_numbers_are_given_again() -> None:
    first, second = view().services[:2]
    gone = board(full=(first.id, second.id), again={first.id: date(2026, 4, 15)})
    assert texts(gone, "Kuota hari ini habis") == [f"{first.name}, lagi Rabu, 15 April 2026", second.name]


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


def test_a_round_of_440_services_takes_minutes_and_not_hours() -> None:
    services = tuple(
        view().services[n % 3].model_copy(update={"id": f"layanan-{n}", "name": f"Layanan {n}"})
        for n in range(440)
    )
    large = Board.from_snapshot(snapshot(view().model_copy(update={"services": services})))
    slides = told(large, Renderer(pygame.Surface((1920, 1080), 0, 32)))
    assert len({slide.title for slide in slides}) <= MOST_SERVICES + 5
    assert len(slides) * 12 <= 15 * 60
