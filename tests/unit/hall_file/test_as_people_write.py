"""Files as people have them: encodings, hidden signs, dates and times as written, bounds, warnings."""

from __future__ import annotations

import codecs
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.config import Source
from balai.errors import ConfigurationFaults
from balai.hall_file.calendar import ClosedSection, HoursSection
from balai.hall_file.read import load_hall, read_hall
from balai.hall_file.sections import VoiceSection
from balai.hall_file.warn import warnings
from balai.text.encoding import NotText, decoded
from hardware.device_file import read_token
from tests.support.sample import sample_hall

SAMPLE = Path(__file__).parents[3] / "demo" / "tenggarong.toml"
TEXT = SAMPLE.read_text(encoding="utf-8")
TODAY = date(2026, 4, 14)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-8"])
def test_a_file_is_read_however_an_editor_saved_it_in_unicode(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "hall.toml"
    file.write_bytes(TEXT.replace("\n", "\r\n").encode(encoding))
    assert load_hall(file) == sample_hall()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_a_text_with_a_mark_reads_as_it_was_written(text: str) -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        assert decoded(text.encode(encoding)) == text


def test_a_code_page_is_refused_with_the_line_and_how_to_save(tmp_path: Path) -> None:
    file = tmp_path / "hall.toml"
    file.write_bytes('# Balai\n\n[hall]\nname = "Café"\n'.encode("cp1252"))
    with pytest.raises(ConfigurationFaults, match=r'line 4: byte 0xe9 .*Windows-1252.*"Save as"'):
        load_hall(file)


@given(st.lists(st.sampled_from(["\r", "\n", "\r\n"]), max_size=8), st.sampled_from(["utf-8", "utf-16"]))
def test_the_line_is_told_whatever_ends_lines(ends: list[str], encoding: str) -> None:
    before = "".join(f"a{end}" for end in ends)
    wrong = {"utf-8": b"caf\xe9", "utf-16": b"\x00\xd8x\x00"}[encoding]
    with pytest.raises(NotText) as caught:
        decoded(before.encode(encoding) + wrong)
    assert caught.value.line == before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1


@pytest.mark.parametrize(
    ("row", "example"),
    [
        ("date = 17-08-2026", 'date = "17-08-2026"'),
        ("date = 17 Agustus 2026 # libur", 'date = "17 Agustus 2026"'),
        ("opens = 08.00", 'opens = "08.00"'),
        ("opens = 08:00", 'opens = "08:00"'),
        ("name = Hari Kemerdekaan", 'name = "Hari Kemerdekaan"'),
    ],
)
def test_what_stands_without_quotes_is_told_to_have_some(row: str, example: str) -> None:
    with pytest.raises(ConfigurationFaults) as caught:
        Source.of_text("hall.toml", f"[[closed]]\n{row}\n")
    (fault,) = caught.value.faults
    assert (fault.line, fault.message.rpartition("quotes: ")[2]) == (2, example)


@pytest.mark.parametrize("row", ["= 3", 'name = "x', "name = [1", "[name", "a b = 3"])
def test_what_quotes_would_not_mend_is_told_as_it_is(row: str) -> None:
    with pytest.raises(ConfigurationFaults) as caught:
        Source.of_text("hall.toml", f"{row}\n")
    assert "quotes" not in caught.value.faults[0].message


@pytest.mark.parametrize(
    ("sign", "named"), [("\x1b", "U+001B"), ("\0", "U+0000"), ("\u200b", "U+200B ZERO WIDTH SPACE")]
)
def test_a_sign_that_nobody_sees_is_named_with_line_and_column(sign: str, named: str) -> None:
    row = f'{sign}name = "x"' if sign == "\u200b" else f'name = "a{sign}b"'
    with pytest.raises(ConfigurationFaults) as caught:
        Source.of_text("hall.toml", f"[hall]\n{row}\n")
    (fault,) = caught.value.faults
    assert fault.line == 2
    assert fault.message.startswith(f"column {row.index(sign) + 1}: {named}")


@pytest.mark.parametrize(
    "written",
    [
        "2026-08-17",
        "17-08-2026",
        "17/8/2026",
        "17.08.2026",
        "17 Agustus 2026",
        "17 agt 2026",
        "17 August 2026",
        "17.8.2026",
        "17 - 08 - 2026",
        "17 / 8 / 2026",
        "Senin, 17-08-2026",
        "senin 17/8/2026",
        "Monday, 17 August 2026",
        "17.Agustus.2026",
        "  17  Agustus\u00a02026 ",
    ],
)
def test_a_date_is_read_as_people_write_it(written: str) -> None:
    assert ClosedSection.model_validate({"date": written, "name": "Libur"}).date == date(2026, 8, 17)


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_name_and_its_short_one(month: int) -> None:
    names = [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ]
    for written in (names[month - 1], names[month - 1][:3]):
        assert ClosedSection.model_validate({"date": f"1 {written} 2026", "name": "x"}).date.month == month


@pytest.mark.parametrize(
    "written",
    ["2026-W34-1", "17-13-2026", "30 Februari 2026", "17 Xyz 2026", "20260817", "١٧-٠٨-٢٠٢٦", ""],
)
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="must be a date that exists"):
        ClosedSection.model_validate({"date": written, "name": "x"})


def hours(**more: Any) -> HoursSection:
    return HoursSection.model_validate({"days": ["Jum'at"], "opens": "08.00", "closes": "24.00", **more})


def test_days_and_the_end_of_the_day_are_read_as_people_write_them() -> None:
    assert (hours().days, hours().closes) == ((4,), time(23, 59))
    assert hours(days=["Jum’at", "Ahad"]).days == (4, 6)
    assert hours(breaks=["jum'at 23.00-24.00"]).breaks[0].closes == time(23, 59)
    with pytest.raises(ValueError, match="must be a time"):
        hours(opens="24.00")


@pytest.mark.parametrize(
    "written", ["08.00", "8.00", "08:00", "pukul 08.00", "Pkl. 08.00", "pkl 8:00", "jam 8.00"]
)
def test_a_time_is_read_as_people_write_it(written: str) -> None:
    assert hours(opens=written).opens == time(8)


@pytest.mark.parametrize(
    "written", ["8", "0800", "08.60", "25.00", "08.00 WITA", "08.00.00", "08,00", "pukul"]
)
def test_what_is_no_time_of_a_hall_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="must be a time"):
        hours(opens=written)


@pytest.mark.parametrize(
    "span",
    [
        "12.00-13.00", "12.00 - 13.00", "12.00–13.00", "12.00 — 13.00", "12.00 s.d. 13.00", "12.00 s/d 13.00",
        "12.00 sd 13.00", "12.00 sampai 13.00", "12.00 sampai dengan 13.00", "pukul 12.00 s.d. 13.00",
    ],
)  # fmt: skip
def test_a_span_of_time_is_read_as_people_write_it(span: str) -> None:
    (pause,) = hours(breaks=[span]).breaks
    assert (pause.opens, pause.closes, pause.weekdays) == (time(12), time(13), ())
    (friday,) = hours(breaks=[f"Jum’at, {span}"]).breaks
    assert friday.weekdays == (4,)


def test_everything_that_ends_may_end_with_the_day() -> None:
    quotas = changed("[[service]]\n", '[[service]]\nquota_blocks = ["20.00 s.d. 24.00 5"]\n')
    config = read_hall(Source.of_text("hall.toml", quotas))
    assert config.services[0].quota_blocks[0].closes == time(23, 59)
    section = VoiceSection.model_validate({"quiet": [["21.00", "24.00"]]})
    assert str(section.quiet) == "(('21:00', '23:59'),)"


def changed(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


@pytest.mark.parametrize("field", ["fee", "name_en", "tagline", "spoken", "name", "short_name"])
def test_every_text_has_a_bound(field: str) -> None:
    at = "[[agency]]\n" if field in ("tagline", "spoken", "short_name") else "[[service]]\n"
    head, _, rest = TEXT.partition(at)
    entry, gap, more = rest.partition("\n[[")
    lines = [line for line in entry.splitlines() if not line.startswith(f"{field} =")]
    text = f'{head}{at}{field} = "{"W" * 5000}"\n' + "\n".join(lines) + gap + more
    with pytest.raises(ConfigurationFaults, match=field):
        read_hall(Source.of_text("hall.toml", text))


def test_a_requirement_of_500_letters_is_read_and_one_more_is_not() -> None:
    def written(count: int) -> str:
        return changed("requirements = [", f'requirements = ["{"x" * count}",')

    config = read_hall(Source.of_text("hall.toml", written(500)))
    assert max(len(r) for s in config.services for r in s.requirements) == 500
    with pytest.raises(ConfigurationFaults, match="500 signs or fewer"):
        read_hall(Source.of_text("hall.toml", written(501)))


@pytest.mark.parametrize("code", ["00.00.00", "64.00.06", "٦٤.٠٢.٠٦"])
def test_a_district_code_that_cannot_be_is_refused(code: str) -> None:
    with pytest.raises(ConfigurationFaults, match="Kemendagri"):
        read_hall(Source.of_text("hall.toml", changed('code = "64.02.06"', f'code = "{code}"')))


HOURS = '[[hours]]\ndays = ["min"]\nopens = "09.00"\ncloses = "10.00"\n{}\n'
NOTICE = '[[notice]]\ntext = "Kartu baru"\nfirst = 2026-04-01\nlast = {}\n'
CLOSED = '[[closed]]\ndate = {}\nname = "Libur"\nconfirmed = {}\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (changed("[[service]]\n", "[[service]]\nquota = 0\n"), "is 0: nobody is given a number"),
        (changed("[[agency]]\n", "[[agency]]\nfirst_number = 0\n"), "begin with 0"),
        (TEXT + CLOSED.format("2062-08-17", "true"), "Is the year right?"),
        (TEXT + CLOSED.format("1926-08-17", "true"), "Is the year right?"),
        (TEXT + HOURS.format("from = 2062-01-01"), "Hours begin, end or hold on Sunday, 1 January 2062"),
        (TEXT + HOURS.format("from = 2026-05-01\nuntil = 2062-01-01"), "hold on Sunday, 1 January 2062"),
        (TEXT + NOTICE.format("2062-01-01"), "until Sunday, 1 January 2062"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_warned_of(text: str, told: str) -> None:
    assert any(told in warning for warning in warnings(read_hall(Source.of_text("hall.toml", text)), TODAY))


def test_two_services_or_agencies_of_one_name_are_warned_of() -> None:
    config = sample_hall()
    first, second = [s for s in config.services if s.agency_id == config.agencies[0].id][:2]
    services = changed(f'name = "{second.name}"', f'name = "{first.name}"')
    assert any("services of" in w for w in warnings(read_hall(Source.of_text("hall.toml", services)), TODAY))
    alike = changed(f'name = "{second.name}"', f'name = "{first.name.upper().replace(" ", "  ")}"')
    assert any("services of" in w for w in warnings(read_hall(Source.of_text("hall.toml", alike)), TODAY))
    zones = TEXT + f'[[zone]]\nid = "lain"\nname = "{config.zones[0].name.lower()}"\n'
    assert any(
        "zones are called" in w for w in warnings(read_hall(Source.of_text("hall.toml", zones)), TODAY)
    )
    agencies = changed(f'name = "{config.agencies[1].name}"', f'name = "{config.agencies[0].name}"')
    assert any(
        "agencies are called" in w for w in warnings(read_hall(Source.of_text("hall.toml", agencies)), TODAY)
    )


def test_a_token_file_with_a_mark_at_its_head_is_the_token(tmp_path: Path) -> None:
    (tmp_path / "kios.token").write_bytes("abc-DEF_9\r\n".encode("utf-8-sig"))
    source = Source.of_text("kiosk.toml", '[hub]\nurl = "http://x"\ntoken_file = "kios.token"\n')
    assert read_token(source, tmp_path / "kiosk.toml") == ("abc-DEF_9", [])
    for torn in ("abc\ndef", "abc def", "abc–def", "a" * 2000):
        (tmp_path / "kios.token").write_text(torn, encoding="utf-8")
        (fault,) = read_token(source, tmp_path / "kiosk.toml")[1]
        assert "copy it anew" in fault.message
    (tmp_path / "kios.token").write_bytes(b"abc\xff")
    (fault,) = read_token(source, tmp_path / "kiosk.toml")[1]
    assert "Windows-1252" in fault.message


@pytest.mark.parametrize(
    "written",
    [
        "Senin, 17 Agustus 2026", "senin 17 agustus 2026", "17-Agu-2026", "17-Agustus-2026", "2026/08/17",
        "17 Agst 2026", datetime.fromisoformat("2026-08-17T00:00:00"),
    ],
)  # fmt: skip
def test_a_date_is_read_with_its_weekday_and_as_spreadsheets_write_it(written: object) -> None:
    assert ClosedSection.model_validate({"date": written, "name": "Libur"}).date == date(2026, 8, 17)


@pytest.mark.parametrize(
    "written",
    [
        "17 Marmalade 2026",
        "17 Ju 2026",
        "17 Septic 2026",
        datetime.fromisoformat("2026-08-17T08:00:00"),
        "17/08/26",
    ],
)
def test_a_word_that_only_begins_like_a_month_is_no_date(written: object) -> None:
    with pytest.raises(ValueError, match="must be a date that exists"):
        ClosedSection.model_validate({"date": written, "name": "x"})


def test_a_date_on_another_weekday_than_it_says_is_refused() -> None:
    with pytest.raises(ValueError, match="another day of the week"):
        ClosedSection.model_validate({"date": "Selasa, 17 Agustus 2026", "name": "x"})


@pytest.mark.parametrize("apostrophe", "'’‘`´ʼ")
def test_friday_is_read_with_any_apostrophe(apostrophe: str) -> None:
    assert hours(days=[f"Jum{apostrophe}at"]).days == (4,)
    assert hours(breaks=[f"jum{apostrophe}at 11.30-13.00"]).breaks[0].weekdays == (4,)


@pytest.mark.parametrize("text", ["a = " + "[" * 5000 + "]" * 5000, f"a = {'9' * 5000}"])
def test_what_no_parser_bears_is_refused_like_any_other_fault(text: str) -> None:
    with pytest.raises(ConfigurationFaults, match="nobody writes by hand"):
        Source.of_text("hall.toml", text)


@pytest.mark.parametrize(
    "head",
    [
        b"PK\x03\x04\x14",
        b"\xd0\xcf\x11\xe0\xa1",
        b"\x89PNG\r\n",
        b"%PDF-1.7",
        b"{\\rtf1",
        b"\xff\xd8\xff\xe0",
    ],
)
def test_a_file_of_another_kind_is_said_to_be_one(head: bytes, tmp_path: Path) -> None:
    file = tmp_path / "hall.toml"
    file.write_bytes(head + bytes(range(256)))
    with pytest.raises(ConfigurationFaults, match="spreadsheet, document or picture"):
        load_hall(file)


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-be"])
def test_utf_32_and_old_line_ends_are_read(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "hall.toml"
    mark = b"" if encoding == "utf-32" else codecs.BOM_UTF32_BE
    file.write_bytes(mark + TEXT.replace("\n", "\r").encode(encoding))
    assert load_hall(file) == sample_hall()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("name = “MPP”", "column 8: “ is a curly quote"),
        ("\u00a0name = 'x'", "column 1: U+00A0 NO-BREAK SPACE"),
    ],
)
def test_what_a_word_processor_puts_in_is_named_with_its_column(row: str, said: str) -> None:
    with pytest.raises(ConfigurationFaults) as caught:
        Source.of_text("hall.toml", f"[hall]\n{row}\n")
    (fault,) = caught.value.faults
    assert (fault.line, fault.message[: len(said)]) == (2, said)


@pytest.mark.parametrize("sign", "\u3164\u115f\u2800\u034f")
def test_fillers_without_a_picture_are_left_out_and_named(sign: str) -> None:
    source = Source.of_text("hall.toml", f'name = "a{sign}b"')
    assert source.data == {"name": "ab"}
    assert f"U+{ord(sign):04X}" in str(source.notes[0])


@given(st.integers(4, 80))
def test_marks_that_would_hide_other_lines_are_left_out(count: int) -> None:
    source = Source.of_text("hall.toml", f'name = "x{chr(0x0323) * count}y"')
    assert source.data == {"name": f"x{chr(0x0323) * 3}y"}
    assert "U+0323" in str(source.notes[0])


def test_a_word_that_nothing_can_show_whole_is_warned_of() -> None:
    config = read_hall(
        Source.of_text("hall.toml", changed('name = "Perekaman KTP-el"', f'name = "{"W" * 120}"'))
    )
    assert any("has 120 letters" in warning for warning in warnings(config, TODAY))


@pytest.mark.parametrize("field", ["agency", "after", "x" * 5000])
def test_a_fault_shows_no_more_of_what_was_written_than_a_sentence_bears(field: str) -> None:
    value = f'["{"W" * 5000}"]' if field == "after" else f'"{"W" * 5000}"'
    head, _, rest = TEXT.partition("[[service]]\n")
    if field == "agency":
        rest = rest.replace('agency = "disdukcapil"\n', "", 1)
    with pytest.raises(ConfigurationFaults) as caught:
        read_hall(Source.of_text("hall.toml", f"{head}[[service]]\n{field} = {value}\n{rest}"))
    assert all(len(str(fault)) < 300 for fault in caught.value.faults)


def test_a_list_of_days_has_a_bound() -> None:
    with pytest.raises(ValueError, match="at most 14"):
        hours(days=["sab"] * 15)
