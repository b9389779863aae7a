"""[[hours]] and [[closed]] of a hall's file, holidays as proposals, and the way back to a file."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
import tomlkit
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from balai.config import Source
from balai.domain.hall.calendar import Break, Calendar, ClosedDay, Hours
from balai.domain.hall.opening import is_open, spans
from balai.errors import ConfigurationFaults
from balai.hall_file.calendar import sections_of
from balai.hall_file.holidays_proposed import as_toml, holidays_command, proposals
from balai.hall_file.read import read_hall
from demo.always_open import always_open
from tests.support.sample import sample_hall

SAMPLE = Path(__file__).parents[3] / "demo" / "tenggarong.toml"
HEAD = """\
[hall]
id = "uji"
code = "64.02.06"
name = "MPP Uji"
regency = "Kukar"
time_zone = "Asia/Makassar"
[[zone]]
id = "utama"
name = "Ruang"
[[agency]]
id = "satu"
name = "Satu"
short_name = "Satu"
letter = "A"
shape = "kotak"
ink = "#000000"
lit = "#ffffff"
[[service]]
id = "ktp"
agency = "satu"
name = "KTP"
[[counter]]
number = 1
agency = "satu"
zone = "utama"
services = ["ktp"]
"""
WEEK = '[[hours]]\ndays = ["sen", "sel"]\nopens = "08.00"\ncloses = "15.00"\n'


def read(text: str) -> Calendar:
    return read_hall(Source.of_text("hall.toml", HEAD + text)).calendar


def faults(text: str) -> dict[str, tuple[int, str]]:
    """By path: the line, counted from the first after the head, and the message."""
    with pytest.raises(ConfigurationFaults) as caught:
        read(text)
    above = HEAD.count("\n")
    return {f.path: ((f.line or 0) - above, f.message) for f in caught.value.faults}


def test_the_sample_hall_keeps_the_hours_of_its_place() -> None:
    config = sample_hall()
    friday, monday = date(2026, 4, 17), date(2026, 4, 13)
    shown = {
        (service, day.isoformat()): [
            f"{s.opens:%H.%M}-{s.closes:%H.%M}" for s in spans(config, config.service_by_id[service], day)
        ]
        for service in ("perekaman-ktp", "paspor-baru")
        for day in (monday, friday)
    }
    assert shown == {
        ("perekaman-ktp", "2026-04-13"): ["08.00-12.00", "13.00-15.00"],
        ("perekaman-ktp", "2026-04-17"): ["08.00-11.30", "13.00-15.00"],
        ("paspor-baru", "2026-04-13"): ["08.00-12.00"],
        ("paspor-baru", "2026-04-17"): [],
    }


def test_the_examples_that_stand_aside_in_the_sample_read_too() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    freed = re.sub(r"^# (\[\[(?:hours|closed)\]\]|[a-z_]+ = .+)$", r"\1", text, flags=re.MULTILINE)
    calendar = read_hall(Source.of_text("sample", freed)).calendar
    assert [h.start for h in calendar.hours] == [None, None, None, date(2027, 2, 8)]
    assert [(c.date, c.confirmed) for c in calendar.closed] == [(date(2027, 3, 10), False)]


def test_a_demo_of_it_never_closes() -> None:
    config = read_hall(Source.of_text("demo", always_open(SAMPLE.read_text(encoding="utf-8"))))
    assert config == replace(sample_hall(), calendar=Calendar())


def test_times_days_and_breaks_may_be_written_in_several_ways() -> None:
    calendar = read(
        '[[hours]]\ndays = ["Senin", "jum", "min", "jum"]\nopens = 08:00:00\ncloses = "15:00"\n'
        'breaks = ["12.00 - 13.00", "jum, min 11.30–13.00"]\nfrom = "2026-02-19"\nuntil = 2026-03-19\n'
    )
    assert calendar.hours == (
        Hours(
            (0, 4, 6), time(8), time(15),
            (Break(time(12), time(13)), Break(time(11, 30), time(13), (4, 6))),
            start=date(2026, 2, 19), end=date(2026, 3, 19),
        ),
    )  # fmt: skip


def test_days_off_may_run_over_a_month_and_concern_one_agency() -> None:
    closed = '[[closed]]\ndate = 2026-12-30\nuntil = 2027-01-02\nname = "Stok opname"\nagency = "satu"\n'
    days = read(closed + "confirmed = true\n").closed
    assert [d.date.isoformat() for d in days] == ["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"]
    assert {(d.scope, d.confirmed) for d in days} == {("agency:satu", True)}
    assert {d.confirmed for d in read(closed).closed} == {False}


@pytest.mark.parametrize(
    ("text", "path", "line", "says"),
    [
        (WEEK.replace('"sel"', '"selas"'), "hours[1].days[2]", 2, 'did you mean "selasa"?'),
        (WEEK.replace('"sel"', '"mon"'), "hours[1].days[2]", 2, "write sen, sel, rab"),
        (WEEK.replace('"08.00"', "8.00"), "hours[1].opens", 3, 'in quotes such as "08.00"'),
        (WEEK.replace("15.00", "24.30"), "hours[1].closes", 4, 'at the latest "23.59"'),
        (WEEK.replace("15.00", "07.00"), "hours[1].closes", 4, "07.00 is not after the opening at 08.00"),
        (WEEK + 'tickets_from = "08.15"\n', "hours[1].tickets_from", 5, "after the opening"),
        (WEEK + 'tickets_until = "15.01"\n', "hours[1].tickets_until", 5, "outside 08.00-15.00"),
        (WEEK + 'breaks = ["12.00"]\n', "hours[1].breaks[1]", 5, "must be a break such as"),
        (WEEK + 'breaks = ["jumat 12.00-13.00"]\n', "hours[1].breaks[1]", 5, "jum is not among the days"),
        (WEEK + 'breaks = ["12.00-11.00"]\n', "hours[1].breaks[1]", 5, "ends before it begins"),
        (WEEK + 'breaks = ["14.30-15.30"]\n', "hours[1].breaks[1]", 5, "is outside 08.00-15.00"),
        (
            WEEK + 'breaks = [\n "12.00-13.00",\n "12.30-13.30",\n]\n',
            "hours[1].breaks[2]", 7, "overlaps the break 12.00-13.00",
        ),
        (WEEK + "from = 2026-03-01\nuntil = 2026-02-01\n", "hours[1].until", 6, "before the first day"),
        (WEEK + "until = 2026-02-30\n", "", 5, "not valid TOML"),
        (WEEK + 'until = "2026-02-30"\n', "hours[1].until", 5, "must be a date that exists"),
        (WEEK + 'agency = "sat"\n', "hours[1].agency", 5, 'did you mean "satu"?'),
        (WEEK + 'service = "kpt"\n', "hours[1].service", 5, 'did you mean "ktp"?'),
        (WEEK + 'agency = "satu"\nservice = "ktp"\n', "hours[1].agency", 5, "write one of the two"),
        (WEEK + "open = 1\n", "hours[1].open", 5, 'did you mean "opens"?'),
        (WEEK + "form = 2026-03-01\n", "hours[1].form", 5, 'did you mean "from"?'),
        (WEEK + WEEK.replace("08", "14"), "hours[2].days", 6, "08.00-15.00 on sen, sel"),
        (
            WEEK + WEEK.replace('"sel"', '"rab"') .replace("08.00", "15.00").replace('"15.00"\n', '"16.00"\n')
            .replace('opens = "16.00"', 'opens = "15.00"') + 'service = "ktp"\n',
            "hours[2].days", 6, "the hall itself is closed then on sen, rab",
        ),
        ('[[closed]]\nname = "X"\ndate = 20260817\n', "closed[1].date", 3, "must be a date that exists"),
        ('[[closed]]\ndate = 2026-08-17\n', "closed[1].name", 1, "is missing"),
        ('[[closed]]\ndate = 2026-08-17\nuntil = 2026-08-16\nname = "X"\n', "closed[1].until", 3, "before"),
        ('[[closed]]\ndate = 2026-08-17\nuntil = 2028-08-16\nname = "X"\n', "closed[1].until", 3, "366 days"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line(text: str, path: str, line: int, says: str) -> None:
    found = faults(text)
    assert list(found) == [path]
    assert found[path][0] == line
    assert says in found[path][1]


def test_faults_of_the_calendar_and_of_the_rest_come_together() -> None:
    broken = HEAD.replace('letter = "A"', 'letter = "ABCD"') + WEEK + 'agency = "dua"\ncloses_at = 1\n'
    with pytest.raises(ConfigurationFaults) as caught:
        read_hall(Source.of_text("hall.toml", broken))
    assert [f.path for f in caught.value.faults] == [
        "agency[1].letter",
        "hours[1].agency",
        "hours[1].closes_at",
    ]


def test_hours_of_another_period_or_day_do_not_collide() -> None:
    other_days = WEEK.replace('"sen", "sel"', '"rab"')
    other_dates = WEEK + "from = 2026-01-01\nuntil = 2026-01-31\n"
    later = WEEK + "from = 2026-03-01\nuntil = 2026-03-31\n"
    afternoon = WEEK.replace("15.00", "16.00").replace("08.00", "15.00")
    assert len(read(WEEK + other_days + other_dates + later + afternoon).hours) == 5


def test_a_calendar_goes_out_to_a_file_and_comes_back() -> None:
    more = "[[closed]]\ndate = 2026-08-17\nname = 'Hari \"uji\"'\nservice = 'ktp'\nconfirmed = true\n"
    dated = WEEK + 'from = 2026-02-19\ntickets_until = "14.00"\nbreaks = ["11.00-12.00", "sel 12.00-13.00"]\n'
    calendar = read(f'{WEEK}agency = "satu"\n{dated}{more}')
    assert read(tomlkit.dumps(sections_of(calendar))) == calendar
    assert sections_of(Calendar()) == {"hours": [], "closed": []}


_ROWS = st.lists(
    st.dictionaries(
        st.sampled_from(["days", "opens", "closes", "breaks", "agency", "date", "until", "from", "name"]),
        st.none()
        | st.integers()
        | st.dates()
        | st.text(max_size=4)
        | st.lists(st.text(max_size=4), max_size=2),
    )
    | st.integers()
)


@given(hours=_ROWS | st.text(), closed=_ROWS | st.text())
def test_no_shape_of_hours_crashes_the_reader(hours: object, closed: object) -> None:
    source = Source.of_text("hall.toml", "")
    source.data = {"hours": hours, "closed": closed}
    with pytest.raises(ConfigurationFaults):
        read_hall(source)


def test_holidays_are_proposed_and_close_nothing_until_confirmed() -> None:
    days = proposals(2026)
    named = {day.date.isoformat(): day.name for day in days}
    assert named["2026-08-17"] == "Hari Kemerdekaan Republik Indonesia"
    assert any(name.startswith("Cuti Bersama") for name in named.values())
    assert not any(day.confirmed for day in days)
    assert [day.date for day in days] == sorted({day.date for day in days})
    text = SAMPLE.read_text(encoding="utf-8") + as_toml(days)
    open_still = read_hall(Source.of_text("proposed", text))
    confirmed = read_hall(Source.of_text("confirmed", text.replace("confirmed = false", "confirmed = true")))
    noon = spans(sample_hall(), open_still.services[0], date(2026, 8, 17))[0].opens
    assert is_open(open_still, open_still.services[0], noon)
    assert not is_open(confirmed, confirmed.services[0], noon)


def test_the_command_prints_what_a_file_takes() -> None:
    done = CliRunner().invoke(holidays_command, ["2027"])
    assert done.exit_code == 0
    assert "confirmed = true" in done.output.partition("[[closed]]")[0]
    assert tuple(read(done.output).closed) == proposals(2027)
    assert CliRunner().invoke(holidays_command, ["1999"]).exit_code == 2


def test_a_name_with_quotes_survives() -> None:
    day = ClosedDay(date(2026, 1, 1), 'Hari "raya"\\n')
    assert read(as_toml([day])).closed == (day,)


def test_dates_weeks_and_breaks_read_and_come_back_equal() -> None:
    text = """
[[hours]]
days = ["sen", "sel", "rab"]
opens = "08.00"
closes = "15.00"
breaks = ["12.00-13.00"]
stop_before_break = 15
[[hours]]
agency = "satu"
dates = [2026-04-14, "2026-04-29"]
opens = "09.00"
closes = "12.00"
[[hours]]
service = "ktp"
days = ["rab"]
weeks_of_month = ["pertama", "terakhir"]
opens = "09.00"
closes = "12.00"
through_breaks = true
[[hours]]
agency = "satu"
days = ["sen"]
from = 2026-04-13
every_weeks = 2
opens = "09.00"
closes = "11.00"
[[hours]]
service = "ktp"
days = ["min"]
opens = "09.00"
closes = "11.00"
suspended = true
"""
    calendar = read(text)
    plain, dated, monthly, fortnight, suspended = calendar.hours
    assert (plain.stop_before_break, dated.dates) == (15, (date(2026, 4, 14), date(2026, 4, 29)))
    assert (monthly.nth, monthly.through_breaks, fortnight.every) == ((-1, 1), True, 2)
    # On a Sunday the hall is closed: what is suspended contradicts nothing.
    assert (suspended.suspended, plain.suspended) == (True, False)
    assert read(tomlkit.dumps({"hours": sections_of(calendar)["hours"]})) == calendar
