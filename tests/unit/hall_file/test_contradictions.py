"""Entries of a calendar that contradict each other or can never hold are named with both lines."""

from __future__ import annotations

import pytest

from tests.unit.hall_file.test_calendar import HEAD, faults

LATER = '[[hours]]\nopens = "08.00"\ncloses = "15.00"\n'
ONE = "dates = [2026-04-14]\n"
FEAST = '[[closed]]\ndate = 2026-08-17\nname = "X"\n'


@pytest.mark.parametrize(
    ("text", "path", "says"),
    [
        (LATER, "hours[1]", "needs days"),
        (LATER + 'days = ["sen"]\ndates = [2026-04-14]\n', "hours[1]", "one of the two"),
        (LATER + 'days = ["sen"]\nevery_weeks = 2\n', "hours[1]", "every_weeks needs from"),
        (LATER + 'days = ["sen"]\nweeks_of_month = ["akhir"]\n', "hours[1].weeks_of_month[1]", "terakhir"),
        (LATER + 'days = ["sen"]\nfrom = 2026-04-14\nuntil = 2026-04-19\n', "hours[1]", "name no day"),
        (
            LATER + ONE + LATER + 'days = ["sel"]\nfrom = 2026-04-13\nuntil = 2026-04-15\n',
            "hours[2]", "never take effect: more exact ones hold on each of their days (line 7)",
        ),
        (LATER + ONE + LATER.replace("08", "09") + ONE, "hours[2].days",
         "overlaps other hours of the same days, 08.00-15.00 on the same dates (line 7)"),
        (FEAST + FEAST, "closed[2].date", "Monday, 17 August 2026 is closed already (line 7); keep one"),
        (FEAST + FEAST + "confirmed = true\n", "closed[2].date", "is confirmed and proposed (line 7)"),
        (
            FEAST + "confirmed = true\n" + LATER + 'agency = "satu"\ndates = [2026-08-17]\n',
            "hours[1].dates", "Monday, 17 August 2026 is closed (line 7), so these hours do not hold",
        ),
    ],
)  # fmt: skip
def test_entries_that_contradict_or_never_hold_are_named_with_both_lines(
    text: str, path: str, says: str
) -> None:
    found = faults(text)
    message = next(message for at, (_, message) in found.items() if at == path)
    above = HEAD.count("\n")
    assert says.replace("(line 7)", f"(line {above + 1})") in message


SAMPLE_SERVICE = '\n[[service]]\nid = "lain"\nagency = "satu"\nname = "Lain"\n'


@pytest.mark.parametrize(
    ("settings", "field", "says"),
    [
        ("quota = 10\nquota_booked = 11", "quota_booked", "11 is more than the quota of 10"),
        ('quota_blocks = ["10.00-08.00 3"]', "quota_blocks[1]", "08.00 is not after 10.00"),
        ('quota_blocks = ["pagi 3"]', "quota_blocks[1]", 'such as "08.00-10.00 20"'),
    ],
)
def test_a_quota_that_its_numbers_or_parts_cannot_fill_is_named(settings: str, field: str, says: str) -> None:
    found = faults(SAMPLE_SERVICE + settings + "\n")
    assert any(at.endswith(field) and says in message for at, (_, message) in found.items()), found
