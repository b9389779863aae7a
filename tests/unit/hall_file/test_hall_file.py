"""The hall's file: the sample reads, and every fault is named with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.config import Section, Source
from balai.domain.hall.config import config_from_data, config_to_data
from balai.errors import ConfigurationFaults
from balai.hall_file.read import load_hall, read_hall
from balai.hall_file.toml_lines import index_lines
from balai.hall_file.warn import warnings
from tests.support.sample import sample_hall

SAMPLE = Path(__file__).parents[3] / "demo" / "tenggarong.toml"
TEN_FAULTS = """\
[hall]
id = "Tenggarong!"
code = "64.2.6"
nmae = "MPP"
regency = "Kukar"
time_zone = "Asia/Makasar"
[[zone]]
id = "utama"
name = "Ruang"
[[agency]]
id = "a"
name = "A"
short_name = "A"
letter = "ab"
shape = "kotak"
ink = "blue"
lit = "#ffffff"
[[service]]
id = "x"
agency = "zz"
name = "X"
wait_minutes = "lama"
[[counter]]
number = 1
agency = "a"
zone = "utam"
services = [
    # first, second
    "x",
    "tidak-ada",
]
"""


def faults_of(text: str) -> dict[str, tuple[int | None, str]]:
    with pytest.raises(ConfigurationFaults) as caught:
        read_hall(Source.of_text("hall.toml", text))
    return {f.path: (f.line, f.message) for f in caught.value.faults}


def test_the_sample_hall_is_the_one_in_the_pictures() -> None:
    config = sample_hall()
    assert [a.letter for a in config.agencies] == list("AFHKLMRS")
    assert [c.number for c in config.counters] == list(range(1, 13))
    birth = config.service_by_id["akta-kelahiran"]
    assert [c.number for c in config.counters_for[birth.id]] == [2, 3]
    assert birth.requirements[0] == "Surat keterangan lahir"


def test_a_configuration_survives_the_log() -> None:
    config = sample_hall()
    assert config_from_data(json.loads(json.dumps(config_to_data(config)))) == config


def test_every_fault_is_named_at_once_with_its_line() -> None:
    faults = faults_of(TEN_FAULTS)
    lines = {path: line for path, (line, _) in faults.items()}
    assert lines == {
        "hall.name": 1,
        "hall.id": 2,
        "hall.code": 3,
        "hall.nmae": 4,
        "hall.time_zone": 6,
        "agency[1].letter": 14,
        "agency[1].ink": 16,
        "service[1].agency": 20,
        "service[1].wait_minutes": 22,
        "counter[1].zone": 26,
        "counter[1].services[2]": 30,
    }
    assert faults["hall.nmae"][1] == 'is no setting here; did you mean "name"?'
    assert 'did you mean "utama"?' in faults["counter[1].zone"][1]


def test_the_message_counts_the_faults_and_says_what_is_kept() -> None:
    with pytest.raises(ConfigurationFaults, match=r"hall.toml has 11 faults; nothing was changed") as caught:
        read_hall(Source.of_text("hall.toml", TEN_FAULTS))
    assert (
        "line 14: agency[1].letter: must be one to three capital letters and digits, such as A, Z1 or 3C-8"
        in str(caught.value)
    )


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[hall]\nid = "x', 2, "not valid TOML"),
        ("[hall]\n[hall]\n", 2, "not valid TOML"),
        ("= 3", 1, "not valid TOML"),
    ],
)
def test_a_text_that_is_no_toml_names_the_line(text: str, line: int, says: str) -> None:
    assert faults_of(text)[""][0] == line
    assert says in faults_of(text)[""][1]


def test_repeats_and_ranges_are_faults() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    doubled = text.replace("number = 12\n", "number = 11\n").replace(
        'letter = "F"', 'letter = "A"\nfirst_number = 50\nlast_number = 9'
    )
    found = {path: message for path, (_, message) in faults_of(doubled).items()}
    assert found == {
        "agency[2].letter": "'A' is used by another series already; to share it, give each a range of its own"
        " (first_number, last_number)",
        "agency[2].last_number": "9 is below the first number 50",
        "counter[12].number": "11 is used by another counter already",
    }


def test_a_service_that_no_counter_offers_is_a_fault() -> None:
    text = SAMPLE.read_text(encoding="utf-8").replace(', "konsultasi-pajak"]', "]")
    assert [m for _, m in faults_of(text).values()] == ['"konsultasi-pajak" is offered at no counter']


def test_letters_that_sound_alike_or_are_misheard_are_warned_of_and_no_fault() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    assert warnings(read_hall(Source.of_text("hall.toml", text))) == []
    alike = read_hall(Source.of_text("hall.toml", text.replace('letter = "S"', 'letter = "N"')))
    assert warnings(alike) == ["The letters M, N sound alike when they are called."]
    misheard = read_hall(Source.of_text("hall.toml", text.replace('letter = "S"', 'letter = "V"')))
    assert warnings(misheard) == ["The letter V is often misheard when it is called."]


@pytest.mark.parametrize("name", ["Dinas Kependudukan dan Pencatatan Sipil", "Kementerian Ketenagakerjaan"])
def test_a_short_name_that_walls_would_cut_is_warned_of(name: str) -> None:
    text = SAMPLE.read_text(encoding="utf-8").replace('short_name = "Disdukcapil"', f'short_name = "{name}"')
    assert warnings(read_hall(Source.of_text("hall.toml", text))) == [
        f"The short name '{name}' is longer than the two lines that a wall has for it."
    ]


def test_an_unknown_rule_of_calling_is_a_fault() -> None:
    text = SAMPLE.read_text(encoding="utf-8").replace('discipline = "earliest_due"', 'discipline = "lifo"')
    assert "first_come" in faults_of(text)["rules.discipline"][1]


def test_a_missing_or_unreadable_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationFaults, match="cannot be read"):
        load_hall(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b'name = "\xe9"')
    with pytest.raises(ConfigurationFaults, match="no UTF-8"):
        load_hall(tmp_path / "latin.toml")


@given(st.text(max_size=200))
def test_no_text_crashes_the_reader(text: str) -> None:
    with pytest.raises(ConfigurationFaults):
        read_hall(Source.of_text("hall.toml", text))


_VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3), max_leaves=5
)


@given(
    st.dictionaries(
        st.sampled_from(["hall", "zone", "agency", "service", "counter", "rules", "other"]),
        _VALUES | st.lists(st.dictionaries(st.sampled_from(["id", "letter", "services"]), _VALUES)),
    )
)
def test_no_shape_of_data_crashes_the_check(data: dict[str, object]) -> None:
    source = Source.of_text("hall.toml", "")
    source.data = data
    with pytest.raises(ConfigurationFaults):
        read_hall(source)


def test_lines_are_found_through_long_strings_and_arrays() -> None:
    text = 'a = """\n[x]\nb = 1\n"""\n[t."k.l"]\nc = [1,\n  2, # no, 3\n  "[",\n]\nd = 4\n'
    lines = index_lines(text)
    assert lines == {
        ("a",): 1, ("t", "k.l"): 5, ("t", "k.l", "c"): 6, ("t", "k.l", "c", 0): 6,
        ("t", "k.l", "c", 1): 7, ("t", "k.l", "c", 2): 8, ("t", "k.l", "d"): 10,
    }  # fmt: skip


def test_sections_are_frozen_and_closed() -> None:
    class Small(Section):
        size: int = 1

    with pytest.raises(ConfigurationFaults, match="did you mean"):
        Source.of_text("s", "sise = 2").read_as(Small)


def test_priority_may_not_wait_longer_than_everybody_else_and_may_be_switched_off() -> None:
    text = SAMPLE.read_text()
    longer = text.replace("wait_minutes = 30", "wait_minutes = 30\npriority_wait_minutes = 31", 1)
    line = next(n for n, t in enumerate(longer.splitlines(), 1) if t == "priority_wait_minutes = 31")
    found = faults_of(longer)
    assert [line for line, _ in found.values()] == [line]
    assert "31 is longer than the 30 minutes of everybody else" in str(found)
    short = text.replace("wait_minutes = 30", "wait_minutes = 4\npriority = false", 1)
    service = next(s for s in read_hall(Source.of_text("hall.toml", short)).services if s.wait_minutes == 4)
    assert (service.priority, service.priority_wait_minutes) == (False, 4)


def _with_agency(text: str, letter: str, more: str = "", at: str = "F") -> str:
    return text.replace(f'letter = "{at}"', f'letter = "{letter}"\n{more}')


@pytest.mark.parametrize("letter", ["F1", "3C-8", "1A", "Z1A"])
def test_a_prefix_has_one_to_three_signs(letter: str) -> None:
    config = read_hall(Source.of_text("hall.toml", _with_agency(SAMPLE.read_text("utf-8"), letter)))
    assert letter in {series.letter for series in config.series}


def test_agencies_may_share_a_letter_with_ranges_of_their_own() -> None:
    text = _with_agency(SAMPLE.read_text("utf-8"), "H", "first_number = 500\nlast_number = 799")
    assert "agency[3].letter" in faults_of(text)
    apart = _with_agency(text, "H", "first_number = 1\nlast_number = 499", at="H")
    apart = apart.replace(
        'letter = "H"\nfirst_number = 1\nlast_number = 499\nfirst_number = 500',
        'letter = "H"\nfirst_number = 500',
    )
    assert [s.letter for s in read_hall(Source.of_text("hall.toml", apart)).series].count("H") == 2


def test_prefixes_are_warned_of_as_a_whole_when_they_sound_alike() -> None:
    text = _with_agency(_with_agency(SAMPLE.read_text("utf-8"), "1B"), "1D", at="H")
    assert warnings(read_hall(Source.of_text("hall.toml", text))) == [
        "The letters 1B, 1D sound alike when they are called."
    ]


def test_a_counter_has_a_label_beside_its_number() -> None:
    text = SAMPLE.read_text("utf-8").replace("number = 12\n", 'number = 12\nlabel = "Z1-01"\n')
    config = read_hall(Source.of_text("hall.toml", text))
    assert [c.shown for c in config.counters[-2:]] == ["11", "Z1-01"]
    doubled = text.replace("number = 11\n", 'number = 11\nlabel = "Z1-01"\n')
    assert "'Z1-01' is used by another counter already" in str(faults_of(doubled))


def test_what_comes_after_the_last_number_and_a_second_session_are_read_and_written() -> None:
    more = 'next_letters = ["FF"]\nsecond_letter = "S1"\nsecond_from = "13.00"'
    config = read_hall(Source.of_text("hall.toml", _with_agency(SAMPLE.read_text("utf-8"), "F", more)))
    series = config.series[1]
    assert (series.then, series.second_letter, str(series.second_from)) == (("FF",), "S1", "13:00:00")
    assert config_from_data(json.loads(json.dumps(config_to_data(config)))) == config
    half = _with_agency(SAMPLE.read_text("utf-8"), "F", 'second_letter = "S1"')
    assert "need each other" in str(faults_of(half))
