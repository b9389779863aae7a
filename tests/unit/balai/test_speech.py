"""What is said of a call, word for word."""

from __future__ import annotations

import re

import pytest

from balai.domain.hall.config import VoiceRules
from balai.numerals import cardinal
from balai.speech import SpokenCall, Unit, brief_units, call_text, call_units, hall_units, number_texts
from balai.words.languages import SpokenLanguage


def texts(units: tuple[Unit, ...]) -> list[str]:
    return [unit.text for unit in units]


def test_the_sentence_of_the_design() -> None:
    call = SpokenCall("A-023", 3, "Disdukcapil")
    assert call_text(call) == "Nomor antrean A, nol, dua, tiga. Silakan menuju loket tiga, Disdukcapil."
    assert texts(call_units(call)) == [
        "nomor antrean A", "nol", "dua", "tiga", "silakan menuju loket tiga", "Disdukcapil",
    ]  # fmt: skip


def test_a_recall_says_so_first() -> None:
    call = SpokenCall("K-058", 12, recall=True)
    assert call_text(call).startswith("Panggilan ulang. Nomor antrean K, nol, lima, delapan.")
    assert texts(call_units(call))[0] == "panggilan ulang"
    assert texts(call_units(call))[-1] == "silakan menuju loket dua belas"


def test_the_longest_silence_stands_between_number_and_counter() -> None:
    pauses = [unit.pause for unit in call_units(SpokenCall("A-023", 3, "Disdukcapil"))]
    assert max(pauses) == pauses[3]
    assert all(0.06 <= pause <= 0.45 for pause in pauses[:-1])
    assert pauses[-1] == 0


def test_english() -> None:
    call = SpokenCall("F-1204", 21, "Immigration")
    expected = "Queue number F, one, two, zero, four. Please go to counter twenty-one, Immigration."
    assert call_text(call, "en") == expected


def test_a_number_without_letter_and_an_agency_without_name() -> None:
    assert texts(call_units(SpokenCall("7", 1))) == ["nomor antrean", "tujuh", "silakan menuju loket satu"]


@pytest.mark.parametrize(
    ("number", "indonesian", "english"),
    [
        (0, "nol", "zero"),
        (10, "sepuluh", "ten"),
        (11, "sebelas", "eleven"),
        (12, "dua belas", "twelve"),
        (20, "dua puluh", "twenty"),
        (45, "empat puluh lima", "forty-five"),
        (100, "seratus", "one hundred"),
        (111, "seratus sebelas", "one hundred and eleven"),
        (999, "sembilan ratus sembilan puluh sembilan", "nine hundred and ninety-nine"),
        (1204, "satu dua nol empat", "one two zero four"),
    ],
)
def test_cardinals(number: int, indonesian: str, english: str) -> None:
    assert cardinal(number) == indonesian
    assert cardinal(number, "en") == english


def test_hall_units_cover_every_call_of_the_hall() -> None:
    known = set(texts(hall_units(["A", "K"], [1, 2], ["Samsat", ""])))
    for prefix in "AK":
        for counter in (1, 2):
            for recall in (False, True):
                call = SpokenCall(f"{prefix}-0123456789", counter, "Samsat", recall)
                assert set(texts(call_units(call))) <= known
    assert "" not in known


def test_the_hall_chooses_its_words() -> None:
    call = SpokenCall("A-023", 3, "Samsat")
    rules = VoiceRules(queue_word="antrian", digits="number", with_agency=False)
    assert texts(call_units(call, rules=rules)) == [
        "nomor antrian A", "dua puluh", "tiga", "silakan menuju loket tiga",
    ]  # fmt: skip
    assert call_text(call, rules=rules) == "Nomor antrian A, dua puluh, tiga. Silakan menuju loket tiga."
    assert texts(call_units(call, "en", rules))[1:3] == ["twenty", "three"]
    assert texts(call_units(SpokenCall("A-1204", 3), rules=rules))[1:5] == ["satu", "dua", "nol", "empat"]
    assert texts(call_units(SpokenCall("A-000", 3), rules=rules))[1] == "nol"


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (("number", "counter", "agency"), "Nomor antrean A, nol. Silakan menuju loket tiga, Samsat."),
        (("number", "agency", "counter"), "Nomor antrean A, nol, Samsat. Silakan menuju loket tiga."),
        (("counter", "agency", "number"), "Silakan menuju loket tiga, Samsat. Nomor antrean A, nol."),
        (("agency", "counter", "number"), "Samsat. Silakan menuju loket tiga. Nomor antrean A, nol."),
    ],
)
def test_the_hall_chooses_the_order(order: tuple[str, ...], said: str) -> None:
    call, rules = SpokenCall("A-0", 3, "Samsat", recall=True), VoiceRules(order=order)
    assert call_text(call, rules=rules) == f"Panggilan ulang. {said}"
    units = call_units(call, rules=rules)
    words = re.findall(r"[\w]+", said.lower())
    assert re.findall(r"[\w]+", " ".join(texts(units)).lower()) == ["panggilan", "ulang", *words]
    assert units[-1].pause == 0
    assert all(unit.pause > 0 for unit in units[:-1])
    assert [unit.text for unit in units if unit.optional] == ["panggilan ulang", "Samsat"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_number_can_be_read_with_the_pieces(language: SpokenLanguage) -> None:
    rules = VoiceRules(digits="number")
    known = set(number_texts(language, rules))
    assert len(known) == 37
    for number in range(1000):
        spoken = texts(call_units(SpokenCall(f"A-{number:03d}", 1), language, rules))[1:-1]
        assert set(spoken) <= known
        assert " ".join(spoken) == cardinal(number, language).replace("-", " ").replace(" and ", " ")


def test_a_counter_can_be_said_in_parts() -> None:
    unit = call_units(SpokenCall("A-001", 41))[-1]
    assert unit.text == "silakan menuju loket empat puluh satu"
    assert unit.parts == ("silakan menuju loket", "empat puluh", "satu")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("AB-023", "Nomor antrean A B, nol, dua, tiga."),
        ("1A-007", "Nomor antrean satu A, nol, nol, tujuh."),
        ("3C-8-012", "Nomor antrean tiga C delapan, nol, satu, dua."),
        ("z1-100", "Nomor antrean Z satu, satu, nol, nol."),
    ],
)
def test_a_prefix_is_said_sign_by_sign(number: str, said: str) -> None:
    assert call_text(SpokenCall(number, 3)).startswith(said)
    prefix = call_units(SpokenCall(number, 3))[0]
    assert prefix.parts[0] == "nomor antrean"
    assert " ".join(prefix.parts) == prefix.text


def test_a_counter_with_a_label_is_said_sign_by_sign() -> None:
    unit = call_units(SpokenCall("A-001", "Z1-01"))[-1]
    assert unit.text == "silakan menuju loket Z satu nol satu"
    assert unit.parts == ("silakan menuju loket", "Z", "satu", "nol", "satu")


def test_names_of_agencies_are_in_their_own_language_whatever_is_said_around_them() -> None:
    units = call_units(SpokenCall("A-001", 3, "Disdukcapil"), "en")
    assert [unit.language for unit in units if unit.text == "Disdukcapil"] == ["id"]
    assert {unit.language for unit in units if unit.text != "Disdukcapil"} == {"en"}


@pytest.mark.parametrize(
    ("way", "indonesian", "english"),
    [
        ("left", "di sebelah kiri", "on the left"),
        ("right", "di sebelah kanan", "on the right"),
        ("ahead", "lurus ke depan", "straight ahead"),
        ("behind", "di belakang Anda", "behind you"),
    ],
)
def test_the_way_to_a_counter_is_said_where_it_is_known(way: str, indonesian: str, english: str) -> None:
    call = SpokenCall("A-001", 3, "Samsat", direction=way)
    assert call_text(call).endswith(f"Silakan menuju loket tiga, {indonesian}, Samsat.")
    assert texts(call_units(call, "en"))[-2] == english
    known = {(unit.language, unit.text) for unit in hall_units(["A"], [3], ["Samsat"])}
    assert {(unit.language, unit.text) for unit in call_units(call)} <= known


def test_several_calls_are_one_sentence_that_leaves_out_what_can_be_missed() -> None:
    calls = [
        SpokenCall(number, desk, "Samsat") for number, desk in (("A-023", 3), ("A-104", 12), ("BC-000", 4))
    ]
    assert [texts(units) for units in brief_units(calls)] == [
        ["A", "dua", "tiga", "loket tiga"],
        ["satu", "nol", "empat", "loket dua belas"],
        ["B C", "nol", "loket empat"],
    ]
    assert [texts(units) for units in brief_units(calls[:1], "en")] == [
        ["A", "two", "three", "counter three"]
    ]
    known = {unit.text for unit in hall_units(["A", "BC"], [3, 12, 4], [])}
    assert {unit.text for units in brief_units(calls) for unit in units} <= known
