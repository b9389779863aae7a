"""The info panel's slides, and pages that turn calmly."""

from __future__ import annotations

from datetime import UTC, datetime

from balai.clock import ManualClock, ScaledClock
from balai.protocol.views import ServiceView
from balai.text.wrapping import wrap
from balai.words import words_in
from display.picture.turning import Carousel
from display.picture.words import bring_to
from display.slides.papers import slides
from tests.support.wall.walls import START

SAY = words_in("id")


def service(*requirements: str, name: str = "Akta Kelahiran") -> ServiceView:
    return ServiceView(
        id="akta",
        agency_id="disdukcapil",
        letter="A",
        name=name,
        name_en="",
        wait_minutes=30,
        service_minutes=15,
        fee="Tidak dipungut biaya",
        requirements=requirements,
        counters=(3, 2),
    )


def by_words(text: str) -> list[str]:
    return wrap(text, 10, len)


def test_a_slide_lists_what_to_bring() -> None:
    (slide,) = slides([service("KTP-el", "KK")], by_words, SAY)
    assert (slide.title, slide.subtitle) == ("Akta Kelahiran", "Yang perlu dibawa ke Loket 2 atau 3")
    assert [(row.label, row.text) for row in slide.rows] == [("1", "KTP-el"), ("2", "KK")]
    assert slide.foot == "Tidak dipungut biaya"
    assert (slide.page, slide.pages) == (0, 1)


def test_services_that_ask_for_nothing_have_no_slide() -> None:
    assert slides([service()], by_words, SAY) == ()


def test_a_long_list_goes_on_and_keeps_counting() -> None:
    made = slides([service(*"abcdef", name="Akta"), service("g")], by_words, SAY)
    assert [[row.label for row in slide.rows] for slide in made] == [["1", "2", "3", "4"], ["5", "6"], ["1"]]
    assert [(slide.page, slide.pages) for slide in made] == [(0, 3), (1, 3), (2, 3)]
    assert (
        slides([service("a").model_copy(update={"name_en": "Birth"})], by_words, words_in("en"))[0].title
        == "Birth"
    )


def test_a_long_title_takes_the_place_of_a_row() -> None:
    made = slides([service(*"abcdef", name="Perubahan akta")], by_words, SAY)
    assert [len(slide.rows) for slide in made] == [3, 3]


def test_an_entry_of_several_lines_stays_together() -> None:
    made = slides([service("a", "b", "c", "satu dua tiga empat")], by_words, SAY)
    assert [[row.text for row in slide.rows] for slide in made] == [
        ["a", "b", "c"],
        ["satu dua", "tiga empat"],
    ]
    assert [row.first for row in made[1].rows] == [True, False]


def test_where_to_bring_it() -> None:
    assert bring_to(["4"], SAY) == "Yang perlu dibawa ke Loket 4"
    assert bring_to(["10", "11", "Z1-12"], SAY) == "Yang perlu dibawa ke Loket 10, 11, atau Z1-12"
    assert bring_to([], SAY) == "Yang perlu dibawa"


def test_pages_turn_every_twelve_seconds_and_stand_still_during_a_call() -> None:
    clock = ManualClock(START)
    pages = Carousel(clock)
    pages.tick(frozen=False)
    clock.advance(11.9)
    pages.tick(frozen=False)
    assert pages.position == 0
    clock.advance(0.2)
    pages.tick(frozen=False)
    assert pages.position == 1
    for _ in range(10):
        clock.advance(5)
        pages.tick(frozen=True)
    clock.advance(11)
    pages.tick(frozen=False)
    assert pages.position == 1
    clock.advance(1.5)
    pages.tick(frozen=False)
    assert pages.position == 2


def test_a_page_that_was_asked_for_has_its_whole_time() -> None:
    clock = ManualClock(START)
    pages = Carousel(clock)
    pages.tick(frozen=False)
    clock.advance(10)
    pages.show(7)
    clock.advance(11)
    pages.tick(frozen=False)
    assert pages.position == 7


def test_on_a_fast_clock_pages_turn_once_a_real_second_at_most() -> None:
    clock = ScaledClock(0.0, datetime(2026, 4, 14, tzinfo=UTC), 600)
    assert clock.real(Carousel(clock)._period) >= 1
