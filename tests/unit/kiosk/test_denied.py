"""A dark button that is pressed: the reason comes out on paper, and never a number with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from balai.protocol.pushes import Queues
from hardware.ports import HubUnavailable
from kiosk.paper.slips.notice import Notice
from tests.support.kiosk_fakes import NO_PAPER, START, Bench, FakeLink, hall_view, refused, snapshot

TOMORROW = START.date() + timedelta(days=1)


def _hours(link: FakeLink, begins: datetime, ends: datetime) -> None:
    link.hours = (((int(begins.timestamp()), int(ends.timestamp())),),)


def _words(notice: Notice) -> tuple[str, str]:
    return notice.what, notice.when


def test_a_full_service_is_dark_and_says_so_with_its_next_day() -> None:
    bench = Bench()
    bench.kiosk.post(Queues(waiting={}, full=("akta",), again={"akta": TOMORROW}))
    bench.work()
    assert bench.modes == ["off", "on", "on"]
    bench.press(2)
    (notice,) = bench.notices
    assert _words(notice) == ("Kuota hari ini habis", "Berikutnya Rabu, 15 April")
    assert (notice.service, notice.number, bench.printer.printed) == ("Akta Kelahiran", "", [])
    assert (bench.status.counts["denied"], bench.link.asked) == (1, [])


def test_a_service_that_was_stopped_sends_to_the_desk() -> None:
    bench = Bench()
    hall = hall_view()
    stopped = type(hall).model_validate(
        {
            **hall.model_dump(mode="json"),
            "stopped": [{"scope": "service:akta", "since": START.isoformat(), "reason": "", "until": None}],
        }
    )
    bench.kiosk.post(snapshot(stopped))
    bench.work()
    assert bench.modes[0] == "off"
    bench.press(2)
    assert [_words(notice) for notice in bench.notices] == [
        ("Nomor dihentikan sementara", "Tanyakan di Meja Informasi")
    ]
    bench.press(2)
    assert len(bench.notices) == 1, "once is enough for a while"


def test_out_of_hours_it_says_from_when_there_are_numbers() -> None:
    link = FakeLink()
    _hours(link, START + timedelta(hours=2), START + timedelta(hours=8))
    bench = Bench(link=link)
    assert bench.modes == ["off", "off", "off"]
    bench.press(2)
    assert [_words(notice) for notice in bench.notices] == [
        ("Sedang tidak memberi nomor", "Berikutnya pukul 12.42")
    ]


def test_what_the_hub_refuses_for_another_reason_is_told_in_its_words() -> None:
    bench = Bench()
    bench.link.answers = [refused("some_rule", "Satu orang satu nomor.")]
    bench.press(2)
    assert _words(bench.notices[0]) == ("Satu orang satu nomor.", "Tanyakan di Meja Informasi")


def test_a_hub_that_is_silent_sends_to_the_desk() -> None:
    bench = Bench()
    bench.link.answers = [HubUnavailable("no answer")] * 20
    bench.press(2)
    assert _words(bench.notices[0]) == ("Nomor belum dapat diberikan di sini", "Tanyakan di Meja Informasi")


def test_without_paper_nothing_is_printed_later() -> None:
    bench = Bench()
    bench.printer.now = NO_PAPER
    bench.pass_time(6)
    bench.press(2)
    bench.printer.now = replace(NO_PAPER, ok=True, paper="ok", offline=False)
    bench.pass_time(30)
    assert bench.notices == []
