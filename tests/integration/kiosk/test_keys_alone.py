"""The whole way to a number by keys alone, reading only what is spoken."""

from __future__ import annotations

import re

import pytest

from kiosk.screen.keys import STEPS, aloud
from kiosk.screen.session import TICKET_SECONDS, WARN_SECONDS, Limits, begun
from tests.support.kiosk_fakes import refused
from tests.support.touch import halls
from tests.support.touch.visitor import Visitor


@pytest.mark.parametrize("large_hall", [False, True])
def test_a_number_by_keys_alone_from_what_is_heard(large_hall: bool) -> None:
    visitor = Visitor(halls.large() if large_hall else None)
    visitor.press("next")
    assert "Pilih instansi" in visitor.ears.last
    assert "tombol pilih" in visitor.ears.last, "what the keys do is said once"
    assert visitor.link.asked == []
    agency, name = ("Samsat", "Konsultasi.") if large_hall else ("Disdukcapil", "Akta Kelahiran")
    visitor.listen_for(f"{agency}.")
    assert "Pilih layanan" in visitor.ears.last
    visitor.listen_for(name, onward="Layanan lain")
    assert "Yang perlu dibawa" in visitor.ears.last
    visitor.listen_for("Ambil nomor")
    assert len(visitor.link.asked) == 1
    assert "Nomor Anda A, nol, nol, satu." in visitor.ears.last
    assert "Ambil tiket di bawah layar ini" in visitor.ears.last
    visitor.listen_for("Selesai")
    assert visitor.page == "agencies"
    assert visitor.ears.last == "", "the next visitor hears nothing of it"


def test_the_first_press_chooses_nothing_unheard_and_each_page_is_read_once() -> None:
    visitor = Visitor()
    visitor.press("choose")
    assert visitor.page == "agencies"
    heard = len(visitor.ears.heard)
    visitor.wait(1)
    assert len(visitor.ears.heard) == heard


def test_priority_by_keys_alone() -> None:
    visitor = Visitor()
    visitor.press("next")
    visitor.listen_for("Prioritas")
    assert "tidak perlu menyebut alasan" in visitor.ears.last
    visitor.listen_for("Ambil nomor prioritas")
    visitor.listen_for("Disdukcapil")
    visitor.listen_for("Kartu Keluarga")
    visitor.listen_for("Ambil nomor prioritas")
    assert [wish.priority_class for wish in visitor.link.wishes] == ["priority"]


def test_previous_goes_back_and_repeat_says_where_one_is() -> None:
    visitor = Visitor()
    visitor.press("next", "next")
    second = visitor.ears.last
    visitor.press("next", "previous")
    assert visitor.ears.last == second
    visitor.press("repeat")
    assert "Pilih instansi" in visitor.ears.last
    assert visitor.ears.last.endswith(second)


def test_language_loudness_and_the_ways_of_the_screen_have_a_key_each() -> None:
    visitor = Visitor()
    visitor.press("next", "language")
    assert "Choose an agency" in visitor.ears.last
    for step in (*STEPS[1:], STEPS[0]):
        visitor.press("louder")
        assert (visitor.ears.volume, str(step) in visitor.ears.last) == (step, True)
    for key, told in (
        ("large", "Large text, on"),
        ("contrast", "High contrast, on"),
        ("low", "Everything low, on"),
    ):
        visitor.press(key)
        assert visitor.ears.last == told
        assert getattr(visitor.front.session.ways, key)
    visitor.press("large")
    assert visitor.ears.last == "Large text, off"


def test_hearing_hurries_nobody() -> None:
    visitor = Visitor()
    visitor.press("next")
    visitor.ears.busy = True
    for _ in range(30):
        visitor.wait(30)
    assert visitor.front.session.guided, "somebody listens"
    visitor.ears.busy = False
    visitor.wait(59)
    visitor.wait(2)
    assert "Masih memerlukan layar ini?" in visitor.ears.last
    visitor.ears.busy = True
    visitor.wait(60)
    assert "Masih memerlukan layar ini?" in visitor.told, "the time to answer counts from its end"
    visitor.ears.busy = False
    visitor.wait(WARN_SECONDS - 1)
    assert visitor.front.session.ends is not None
    visitor.wait(2)
    assert visitor.front.session == begun(Limits())
    assert visitor.ears.last == ""


def test_a_ticket_that_is_being_read_stays_its_whole_time_afterwards() -> None:
    visitor = Visitor()
    visitor.touch("Disdukcapil", "Akta Kelahiran", "Ambil nomor", "Bacakan nomor")
    assert "Nomor Anda A, nol, nol, satu." in visitor.ears.last
    visitor.ears.busy = True
    visitor.wait(TICKET_SECONDS * 3)
    visitor.ears.busy = False
    visitor.wait(TICKET_SECONDS - 1)
    assert visitor.page == "ticket"
    visitor.wait(2)
    assert visitor.page == "agencies"


def test_a_finger_turns_the_guide_on_and_off() -> None:
    visitor = Visitor()
    visitor.touch("Panduan suara")
    assert "Pilih instansi" in visitor.ears.last
    visitor.touch("Panduan suara")
    assert visitor.ears.last == ""
    visitor.touch("Disdukcapil")
    assert visitor.ears.last == ""


def test_a_number_that_was_not_given_is_heard_with_what_to_do() -> None:
    visitor = Visitor()
    visitor.link.answers = [refused()]
    visitor.press("next")
    for words in ("Disdukcapil.", "Kartu Keluarga", "Ambil nomor"):
        visitor.listen_for(words)
    assert "Nomor hari ini sudah habis." in visitor.ears.last
    assert "Pilih layanan lain, atau tanyakan di Meja Informasi." in visitor.ears.last


def test_everything_that_can_be_touched_is_said_and_nothing_else_can_be_chosen() -> None:
    visitor = Visitor()
    visitor.press("next")
    said = {visitor.ears.last}
    for _ in visitor.front.painted.targets:
        visitor.press("next")
        said.add(visitor.ears.last)
    for target in visitor.front.painted.targets:
        wanted = aloud(target.spoken, "id")
        assert any(wanted in heard for heard in said), target


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Nomor Anda A-038.", "Nomor Anda A, nol, tiga, delapan."),
        ("Z1-120", "Z, 1, satu, dua, nol"),
        ("± 15–25 menit", "kira-kira 15 sampai 25 menit"),
        ("Perkiraan dipanggil: 10.57–11.07.", "Perkiraan dipanggil: 10 57 sampai 11 07."),
        ("Butuh bantuan / Prioritas", "Butuh bantuan atau Prioritas"),
    ],
)
def test_what_is_written_for_eyes_is_said_for_ears(written: str, heard: str) -> None:
    assert aloud(written, "id") == heard
    assert not re.search("[±–]", aloud(written, "en"))


def test_headphones_begin_the_voice_and_pulled_out_nobody_else_hears_it() -> None:
    visitor = Visitor()
    visitor.front.listen(True)
    visitor.look()
    assert "Pilih instansi" in visitor.ears.last
    assert "tombol pilih" in visitor.ears.last, "what the keys do is said"
    visitor.press("next")
    assert visitor.page == "agencies", "who hears already where they are moves at the first press"
    visitor.listen_for("Disdukcapil.")
    assert visitor.page == "services"
    visitor.front.listen(False)
    visitor.look()
    assert visitor.ears.last == ""
    assert visitor.page == "services", "what was chosen is not lost"
