"""Several services on one number at the touch screen: a family's errands, by finger, by keys and by ear."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.flow.gathering import MOST_SERVICES
from kiosk.screen.session import Act, Errand, Page, Session, Ways
from tests.support.kiosk_fakes import FakeLink, refused
from tests.support.touch import halls
from tests.support.touch.halls import given, standing
from tests.support.touch.shots import LANDSCAPE, UPRIGHT, Shot, painted
from tests.support.touch.visitor import Visitor


def _wanted(visitor: Visitor) -> list[tuple[str, tuple[str, ...]]]:
    return [(wish.service_id, wish.also) for wish in visitor.link.wishes]


def test_services_of_several_agencies_come_on_one_number_in_the_order_of_choosing() -> None:
    visitor = Visitor()
    visitor.touch("Disdukcapil", "Akta Kelahiran", "Tambah layanan")
    assert visitor.page == "agencies"
    assert "Satu nomor untuk beberapa layanan. Sudah dipilih: Akta Kelahiran." in visitor.told
    visitor.touch("Polres", "Driving licence", "Tambah layanan")
    assert "Sudah dipilih: Akta Kelahiran, Driving licence." in visitor.told
    visitor.touch("Disdukcapil", "Kartu Keluarga")
    assert "untuk 3 layanan: Akta Kelahiran, Driving licence, Kartu Keluarga" in visitor.find("Ambil").spoken
    visitor.touch("Ambil nomor")
    polres = next(agency.id for agency in halls.agencies() if agency.short_name == "Polres")
    assert _wanted(visitor) == [("akta", (f"{polres}-0", "kk"))]
    visitor.touch("Selesai", "Disdukcapil", "Penggantian KTP-el", "Ambil nomor")
    assert _wanted(visitor)[1] == ("ganti", ()), "the next visitor has nothing of it"


def test_back_takes_them_out_again_one_by_one() -> None:
    visitor = Visitor()
    visitor.touch(
        "Disdukcapil",
        "Akta Kelahiran",
        "Tambah layanan",
        "Disdukcapil",
        "Penggantian KTP-el",
        "Tambah layanan",
    )
    visitor.touch("Kembali")
    assert (visitor.page, visitor.front.session.service) == ("services", "ganti")
    visitor.touch("Kembali", "Kembali")
    assert (visitor.page, visitor.front.session.service) == ("services", "akta")
    assert "Satu nomor" not in visitor.told
    visitor.touch("Ambil nomor")
    assert _wanted(visitor) == [("akta", ())]


def test_one_that_is_chosen_already_is_not_wanted_twice() -> None:
    visitor = Visitor()
    visitor.touch("Disdukcapil", "Akta Kelahiran", "Tambah layanan", "Disdukcapil")
    assert "Sudah dipilih" in visitor.find("Akta Kelahiran").spoken
    visitor.touch("Akta Kelahiran")
    assert not visitor.targets(Act.ADD)
    visitor.touch("Ambil nomor")
    assert _wanted(visitor) == [("akta", ())]


def _acts(session: Session, size: tuple[int, int] = LANDSCAPE) -> set[Act]:
    return {target.action.act for target in painted(Shot(session), size)[1].targets}


@pytest.mark.parametrize("size", [LANDSCAPE, UPRIGHT])
def test_no_more_than_the_hub_takes_and_none_that_gives_no_numbers(size: tuple[int, int]) -> None:
    akta = Session(page=Page.SERVICES, agency=halls.agencies()[0].id, service="akta")
    others = tuple(Errand(akta.agency, f"s{n}") for n in range(MOST_SERVICES - 1))
    assert {Act.ADD, Act.TAKE} <= _acts(replace(akta, errands=others[1:]), size)
    assert _acts(replace(akta, errands=others), size) & {Act.ADD, Act.TAKE} == {Act.TAKE}
    assert not _acts(replace(akta, service="kia"), size) & {Act.ADD, Act.TAKE}


def test_the_ticket_says_what_follows_on_the_screen_and_on_paper() -> None:
    link = FakeLink()
    link.plan = ("kk", "ikd")
    visitor = Visitor(link=link)
    visitor.touch("Disdukcapil", "Akta Kelahiran", "Tambah layanan", "Disdukcapil", "Kartu Keluarga")
    visitor.touch("Ambil nomor")
    assert "Setelah itu: Kartu Keluarga, IKD." in visitor.told
    assert visitor.bench.tickets[-1].then == ("Kartu Keluarga", "IKD")


def test_a_refusal_loses_nothing_of_what_was_chosen() -> None:
    visitor = Visitor()
    visitor.link.answers = [refused()]
    visitor.touch(
        "Disdukcapil", "Akta Kelahiran", "Tambah layanan", "Disdukcapil", "Penggantian KTP-el", "Ambil nomor"
    )
    assert visitor.page == "sorry"
    visitor.touch("Kembali", "Ambil nomor")
    assert _wanted(visitor) == [("akta", ("ganti",))] * 2


def test_by_keys_and_ear_alone() -> None:
    visitor = Visitor()
    visitor.press("next")
    for words in ("Disdukcapil.", "Akta Kelahiran", "Tambah layanan lain"):
        visitor.listen_for(words)
    assert "Satu nomor untuk beberapa layanan. Sudah dipilih: Akta Kelahiran." in visitor.ears.last
    visitor.listen_for("Disdukcapil.")
    visitor.listen_for("Kartu Keluarga")
    assert "Ambil nomor untuk 2 layanan: Akta Kelahiran, Kartu Keluarga" in visitor.ears.last
    visitor.listen_for("Ambil nomor")
    assert _wanted(visitor) == [("akta", ("kk",))]


def test_a_guard_gives_a_family_one_number() -> None:
    visitor = Visitor(assisted=True)
    visitor.touch("Akta Kelahiran", "Tambah layanan", "Kartu Keluarga", "Tambah layanan")
    assert "Sudah dipilih: Akta Kelahiran, Kartu Keluarga." in visitor.told
    visitor.touch("Kembali")
    assert visitor.front.session.service == "kk"
    visitor.touch("Beri nomor prioritas")
    assert [(w.service_id, w.also, w.priority_class) for w in visitor.link.wishes] == [
        ("akta", ("kk",), "priority")
    ]
    visitor.touch("IKD", "Beri nomor biasa")
    assert _wanted(visitor)[1] == ("ikd", ())


@pytest.mark.parametrize("size", [LANDSCAPE, UPRIGHT])
@pytest.mark.parametrize("ways", [Ways(), Ways(large=True), Ways(low=True), Ways(large=True, low=True)])
def test_the_longest_names_are_named_or_counted_and_all_are_read_out(
    size: tuple[int, int], ways: Ways
) -> None:
    hall = halls.large()
    long = [service for service in hall.services if len(service.name) > 90][:8]
    errands = tuple(Errand(service.agency_id, service.id) for service in long)
    shot = Shot(Session(errands=errands, ways=ways), standing(hall=hall))
    told = " ".join(painted(shot, size)[1].told)
    assert told.count(long[0].name) == 8
    ticket = Session(page=Page.TICKET, given=given(plan=tuple(s.id for s in long)), ends=20.0, ways=ways)
    made = painted(Shot(ticket, standing(hall=hall)), size)[1]
    assert " ".join(made.told).count(long[0].name) == 8
