"""A visitor's way over the touch screen to a number, and what the screen says where there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from balai.protocol.devices.cut_off import HeldBlock
from balai.protocol.pushes import Queues
from balai.protocol.requests import DeviceFault
from balai.protocol.views import StoppedRow
from hardware.ports import LinkDown
from hardware.screen.touches import Finger
from kiosk.flow.telling.offer import Offer
from kiosk.screen.session import TICKET_SECONDS, UNPRINTED_SECONDS, WARN_SECONDS, Act, Page
from tests.support.kiosk_fakes import NO_PAPER, WELL, FakeLink, FakePrinter, Lost, refused
from tests.support.touch import halls
from tests.support.touch.halls import NOW, WEDNESDAY
from tests.support.touch.visitor import Visitor


def _spans(*hours: tuple[float, float]) -> tuple[tuple[int, int], ...]:
    """Spans from and to so many hours after 10.42."""
    at = NOW.timestamp()
    return tuple((int(at + first * 3600), int(at + last * 3600)) for first, last in hours)


def _with_hours(*hours: tuple[float, float]) -> Visitor:
    """A visitor in a hall where numbers are given then."""
    link = FakeLink()
    link.hours = (_spans(*hours),)
    link.services = [service.id for service in halls.services()]
    return Visitor(link=link)


def test_a_number_is_two_choices_and_a_word_away_and_its_papers_are_told_before() -> None:
    visitor = Visitor()
    assert visitor.told.startswith("Pilih instansi.")
    visitor.touch("Disdukcapil")
    assert not visitor.targets(Act.TAKE)
    visitor.touch("Akta Kelahiran")
    for paper in halls.services()[3].requirements:
        assert paper in visitor.told
    assert visitor.link.asked == []
    visitor.touch("Ambil nomor")
    assert [service for service, _ in visitor.link.asked] == ["akta"]
    assert visitor.printer.printed == ["A-001"]
    assert visitor.page == "ticket"
    assert "Nomor Anda A-001." in visitor.told
    assert "Ambil tiket di bawah layar ini" in visitor.told
    visitor.touch("Selesai")
    assert visitor.page == "agencies"


def test_papers_are_told_in_english_where_the_hall_has_them_and_in_indonesian_where_not() -> None:
    visitor = Visitor()
    visitor.touch("English", "Disdukcapil", "Birth certificate")
    akta, other = halls.services()[3], halls.services()[2]
    assert all(paper in visitor.told for paper in akta.requirements_en)
    assert not any(paper in visitor.told for paper in akta.requirements)
    visitor.touch("Family card")
    assert all(paper in visitor.told for paper in other.requirements)


def test_priority_needs_two_touches_and_no_reason_and_ends_with_the_visitor() -> None:
    visitor = Visitor()
    visitor.touch("Butuh bantuan / Prioritas")
    assert "tidak perlu menyebut alasan" in visitor.told
    visitor.touch("Ambil nomor prioritas", "Disdukcapil", "Kartu Keluarga", "Ambil nomor prioritas")
    visitor.touch("Selesai", "Disdukcapil", "Kartu Keluarga", "Ambil nomor")
    assert [wish.priority_class for wish in visitor.link.wishes] == ["priority", "regular"]


def test_two_taps_on_one_button_are_one_number_and_a_finger_that_slips_off_takes_none() -> None:
    visitor = Visitor()
    visitor.touch("Disdukcapil", "Akta Kelahiran")
    x, y = visitor.front.painted.middle(visitor.find("Ambil nomor"))
    touches = visitor.screen.touches
    touches.put(Finger(x, y, down=True))
    touches.put(Finger(5, 5, down=False))
    visitor.look()
    assert visitor.link.asked == []
    for _ in range(4):
        touches.tap(x, y)
    visitor.look()
    assert len(visitor.link.asked) == 1


def test_where_no_number_is_left_the_next_day_is_told_and_none_is_asked_for() -> None:
    visitor = Visitor()
    visitor.tell(halls.hall(), Queues(waiting={}, full=("kia",), again={"kia": WEDNESDAY}))
    visitor.touch("Disdukcapil", "Kartu Identitas Anak")
    assert "Kuota hari ini habis." in visitor.told
    assert "Rabu, 15 April" in visitor.told
    assert not visitor.targets(Act.TAKE)
    visitor.touch("Pilih layanan lain")
    assert visitor.page == "agencies"
    assert visitor.link.asked == []


def test_a_refusal_that_nobody_could_know_before_is_told_with_what_to_do() -> None:
    visitor = Visitor()
    visitor.link.answers = [refused()]
    visitor.touch("Disdukcapil", "Akta Kelahiran", "Ambil nomor")
    assert visitor.page == "sorry"
    assert "Nomor hari ini sudah habis." in visitor.told
    assert "Meja Informasi" in visitor.told
    visitor.touch("Kembali")
    assert visitor.page == "services"


def test_an_agency_that_staff_stopped_says_so_and_another_gives_numbers() -> None:
    visitor = Visitor()
    row = StoppedRow(scope=f"agency:{halls.agencies()[0].id}", reason="closing", since=NOW, until=None)
    visitor.tell(halls.hall(stopped=(row,)))
    assert "Nomor dihentikan sementara" in visitor.find("Disdukcapil").spoken
    visitor.touch("Polres", "Driving licence", "Ambil nomor")
    assert len(visitor.link.asked) == 1


@pytest.mark.parametrize(
    ("hours", "title", "when"),
    [
        (((-3.0, -0.5), (21.0, 28.0)), "Hari ini balai tutup", "Rabu, 15 April"),
        (((1.0, 5.0),), "Nomor belum dapat diambil", "11.42"),
        (((21.0, 28.0),), "Hari ini balai tutup", "07.42"),
    ],
)
def test_a_closed_hall_says_when_numbers_are_given_again(
    hours: tuple[tuple[float, float], ...], title: str, when: str
) -> None:
    visitor = _with_hours(*hours)
    visitor.tell(halls.hall(wall=halls.hall().wall.__class__()))
    assert title in visitor.told
    assert when in visitor.told
    assert not visitor.targets(Act.AGENCY)
    assert visitor.find("Butuh bantuan").action.act is Act.HELP


def test_a_hall_opens_by_itself_when_its_time_has_come() -> None:
    visitor = _with_hours((1.0, 5.0))
    assert not visitor.targets(Act.AGENCY)
    visitor.wait(3601)
    assert len(visitor.targets(Act.AGENCY)) == 8


def test_without_paper_a_number_is_given_all_the_same_and_stands_until_it_is_written_down() -> None:
    visitor = Visitor(printer=FakePrinter(now=NO_PAPER))
    visitor.wait(5)
    visitor.touch("Disdukcapil", "Akta Kelahiran", "Ambil nomor")
    assert "Kertas tiket habis. Nomor Anda tetap tercatat." in visitor.told
    assert "A-001" in visitor.told
    assert visitor.printer.printed == []
    visitor.wait(TICKET_SECONDS + WARN_SECONDS)
    assert visitor.page == "ticket"
    visitor.wait(UNPRINTED_SECONDS - TICKET_SECONDS - WARN_SECONDS - 10)
    assert "Masih memerlukan layar ini?" in visitor.told
    visitor.touch("Perlu waktu lebih lama")
    visitor.printer.now = WELL
    visitor.wait(5)
    assert visitor.printer.printed == ["A-001"]
    assert "Ambil tiket di bawah layar ini" in visitor.told


def test_a_kiosk_that_is_cut_off_says_since_when_and_gives_numbers_of_its_own() -> None:
    link = FakeLink()
    link.services = [service.id for service in halls.services()]
    link.blocks = (HeldBlock(series_id="a", prefix="A", first=981, last=990, width=3),)
    visitor = Visitor(link=link)
    assert "menunggu" in visitor.find("Disdukcapil").spoken
    link.down = True
    visitor.bench.kiosk.post(LinkDown(NOW - timedelta(minutes=5)))
    visitor.look()
    assert "Sambungan terputus sejak 10.37. Nomor tetap diberikan dan berlaku." in visitor.told
    assert "menunggu" not in visitor.find("Disdukcapil").spoken, "nobody knows how many wait"
    visitor.touch("Disdukcapil", "Akta Kelahiran", "Ambil nomor")
    assert visitor.printer.printed == ["A-981"]
    assert "Angka 981 bukan jumlah orang di depan Anda." in visitor.told
    assert "Belum dapat dihitung" in visitor.told


def test_a_kiosk_without_hub_and_numbers_sends_visitors_to_the_desk() -> None:
    visitor = Visitor()
    visitor.bench.kiosk.post(LinkDown(NOW - timedelta(minutes=5)))
    visitor.look()
    assert "Silakan ke Meja Informasi." in visitor.told
    visitor.touch("Disdukcapil", "Akta Kelahiran")
    assert not visitor.targets(Act.TAKE)


def test_time_that_passes_is_told_can_be_had_more_of_and_begins_anew() -> None:
    visitor = Visitor()
    visitor.touch("English", "Disdukcapil", "Birth certificate")
    visitor.wait(59)
    assert visitor.targets(Act.TAKE)
    visitor.wait(2)
    assert {target.action.act for target in visitor.front.painted.targets} == {Act.MORE_TIME, Act.START}
    assert "Do you still need this screen?" in visitor.told
    visitor.touch("I need more time")
    assert visitor.targets(Act.TAKE)
    visitor.wait(119)
    assert visitor.page == "services"
    visitor.wait(2)
    assert visitor.page == "agencies"
    assert visitor.told.startswith("Pilih instansi."), "the next visitor begins in the hall's language"


def test_a_touch_anywhere_says_that_somebody_is_there() -> None:
    visitor = Visitor()
    visitor.touch("Disdukcapil")
    for _ in range(5):
        visitor.wait(50)
        visitor.screen.touches.tap(640, 110)
        visitor.look()
    assert visitor.page == "services"


def test_a_ticket_goes_after_its_time_and_stays_for_who_asks() -> None:
    visitor = Visitor()
    way = ("Disdukcapil", "Akta Kelahiran", "Ambil nomor")
    visitor.touch(*way)
    visitor.wait(TICKET_SECONDS - 1)
    assert visitor.page == "ticket"
    visitor.wait(2)
    assert visitor.page == "agencies"
    visitor.touch(*way, "Perlu waktu lebih lama")
    visitor.wait(100)
    assert visitor.page == "ticket"


def test_the_lost_answer_of_a_hub_is_no_dead_end() -> None:
    visitor = Visitor()
    visitor.link.answers = [Lost(refused("hub_gone", "Server balai tidak menjawab."))]
    visitor.touch("Disdukcapil", "Akta Kelahiran", "Ambil nomor")
    assert visitor.front.session.page is Page.SORRY
    visitor.touch("Kembali", "Ambil nomor")
    assert visitor.page == "ticket"


def test_a_service_that_the_hall_took_away_meanwhile_leads_to_no_dead_end() -> None:
    visitor = Visitor()
    visitor.touch("Disdukcapil", "Akta Kelahiran")
    gone = tuple(service for service in halls.services() if service.id != "akta")
    visitor.tell(halls.hall(services=gone))
    assert not visitor.targets(Act.TAKE)
    visitor.touch("Kartu Keluarga")
    assert visitor.targets(Act.TAKE)
    others = tuple(replace(agency) for agency in halls.agencies()[1:])
    visitor.tell(halls.hall(agencies=others))
    assert len(visitor.targets(Act.AGENCY)) == 7


def _type(visitor: Visitor, text: str) -> None:
    for sign in text:
        visitor.tap(next(t for t in visitor.targets(Act.TYPE) if t.action.value == sign))


def test_a_service_is_found_by_what_the_visitor_needs() -> None:
    visitor = Visitor(halls.large())
    visitor.tap(visitor.targets(Act.SEARCH)[0])
    _type(visitor, "PINDAHX<")
    first = visitor.targets(Act.FOUND)[0]
    assert "Pindah" in first.label
    visitor.tap(first)
    assert visitor.page == "services"
    visitor.touch("Kembali")
    assert visitor.page == "search", "what was typed is still there"
    visitor.tap(visitor.targets(Act.FOUND)[0])
    visitor.touch("Ambil nomor")
    assert visitor.link.asked[0][0] == first.action.value.partition("/")[2]


def test_what_is_found_by_letter_of_the_agency_and_by_paper_and_the_most_asked_for_comes_first() -> None:
    offer = Offer(halls.standing(), NOW)
    names = {service.id: service.name for service in offer.hall.services}
    assert offer.find("kartu kel", {})[0].id == "kk"
    assert {s.agency_id for s in offer.find("H", {})} == {halls.agencies()[2].id}
    assert {"akta", "kk"} <= {s.id for s in offer.find("buku nikah", {})}, "by a paper that it needs"
    assert offer.find("ktp", {})[0].id == "rekam"
    assert offer.find("ktp", {"ganti": 5})[0].id == "ganti"
    assert offer.find("kártu, KELUARGA", {})[0].id == "kk"
    assert offer.find("tidak ada begitu", {}) == []
    assert len(offer.find("", {})) == len(names)


def test_words_that_nothing_has_are_said_and_lead_on() -> None:
    visitor = Visitor(halls.large())
    visitor.tap(visitor.targets(Act.SEARCH)[0])
    _type(visitor, "XQZ")
    assert "Tidak ada layanan dengan kata itu." in visitor.told
    assert visitor.targets(Act.FOUND) == []
    _type(visitor, "<<<")
    assert len(visitor.targets(Act.FOUND)) == 5


def test_a_small_hall_needs_no_search() -> None:
    assert Visitor().targets(Act.SEARCH) == []


def _faults(visitor: Visitor) -> list[DeviceFault]:
    return list(visitor.bench.status.faults)


def test_a_visitor_calls_staff_and_the_hub_is_told_until_they_have_come() -> None:
    visitor = Visitor()
    visitor.touch("Butuh bantuan / Prioritas", "Panggil petugas ke sini")
    assert _faults(visitor) == [DeviceFault(code="help_wanted", about="10.42")]
    assert visitor.bench.status.state == "degraded"
    assert visitor.bench.status.detail == "Pengunjung meminta bantuan sejak 10.42."
    visitor.wait(300)
    visitor.touch("Butuh bantuan / Prioritas", "Petugas sudah dipanggil pukul 10.42")
    assert _faults(visitor) == []
    visitor.touch("Panggil petugas ke sini")
    visitor.wait(600)
    assert _faults(visitor) == [], "who was not seen to has gone"


def test_a_kiosk_that_is_cut_off_calls_nobody() -> None:
    visitor = Visitor()
    visitor.bench.kiosk.post(LinkDown(NOW))
    visitor.look()
    visitor.touch("Butuh bantuan / Prioritas")
    assert visitor.targets(Act.STAFF) == []
    assert visitor.find("Ambil nomor prioritas").action.act is Act.PRIORITY


def test_a_guard_gives_numbers_to_others_by_two_touches_each_with_its_class() -> None:
    visitor = Visitor(assisted=True)
    assert not visitor.targets(Act.GIVE), "no service is chosen yet"
    visitor.touch("Kartu Keluarga", "Beri nomor biasa", "Perekaman KTP-el", "Beri nomor prioritas")
    assert [(w.service_id, w.priority_class) for w in visitor.link.wishes] == [
        ("kk", "regular"),
        ("rekam", "priority"),
    ]
    assert visitor.printer.printed == ["A-001", "A-002"]
    assert "A-002 sudah diberikan. Perekaman KTP-el." in visitor.told
    visitor.wait(3600)
    assert "A-002" in visitor.told, "time does nothing on a guard's panel"
    visitor.touch("Cari layanan")
    _type(visitor, "PINDAH")
    visitor.tap(visitor.targets(Act.FOUND)[0])
    visitor.touch("Beri nomor biasa")
    assert visitor.link.wishes[-1].service_id == "pindah"
    assert visitor.link.wishes[-1].priority_class == "regular"


def test_a_guard_reads_why_there_is_no_number_and_of_paper_that_is_out() -> None:
    visitor = Visitor(assisted=True, printer=FakePrinter(now=NO_PAPER))
    visitor.tell(halls.hall(), Queues(waiting={}, full=("kk",), again={"kk": WEDNESDAY}))
    visitor.wait(5)
    assert "Kertas tiket habis." in visitor.told
    visitor.touch("Kartu Keluarga")
    assert "Kuota hari ini habis. Berikutnya Rabu, 15 April" in visitor.told
    assert not visitor.targets(Act.GIVE)
    visitor.touch(
        "Butuh bantuan", "Panggil petugas ke sini", "Kembali", "Perekaman KTP-el", "Beri nomor biasa"
    )
    assert len(visitor.link.wishes) == 1


def test_a_list_of_what_is_most_asked_for_stands_still_for_a_while() -> None:
    visitor = Visitor(assisted=True)
    before = [target.label for target in visitor.targets(Act.PICK)]
    busy = visitor.targets(Act.PICK)[-1].action.value
    visitor.tell(halls.hall(), Queues(waiting={busy: 50}))
    assert [target.label for target in visitor.targets(Act.PICK)] == before
    visitor.wait(901)
    assert visitor.targets(Act.PICK)[0].action.value == busy
