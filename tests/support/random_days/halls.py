"""The halls of random days: small, with series and a quota that run out, and hours that end at noon."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from random import Random

from balai.domain import commands as c
from balai.domain.hall.calendar import Calendar, Hours
from balai.domain.hall.config import OVER_NIGHT, RETURN_RULES, HallConfig, Outcome, Rules, Series
from balai.domain.log import GENESIS
from balai.domain.order.discipline import DISCIPLINES
from balai.domain.visit import Voucher
from tests.support.days import small_hall

DATE = date(2026, 4, 14)
#: The hall opens 08.00 local, as the day begins; the last of it is 12.00.
OPENS, CLOSES = time(8), time(12)
OPEN_HOURS = Calendar((Hours(tuple(range(7)), OPENS, CLOSES),))
VOUCHERS = (
    Voucher("v-today", "A-099", "ktp", DATE),
    Voucher("v-later", "A-098", "kk", date(2026, 4, 15)),
)


def rules(rnd: Random) -> Rules:
    """Any rules."""
    return Rules(
        discipline=rnd.choice(sorted(DISCIPLINES)),
        ratio=rnd.randint(1, 3),
        transfer_cap=rnd.randint(1, 4),
        recalls_before_miss=rnd.randint(0, 1),
        miss_after_seconds=rnd.choice([0, 30]),
        undo_seconds=rnd.choice([0, 30]),
        keep_place_times=rnd.randint(0, 3),
        return_rule=rnd.choice(RETURN_RULES),
        return_after=rnd.randint(1, 4),
        return_times=rnd.choice([None, 1, 2]),
        return_minutes=rnd.choice([None, 30]),
        return_pause_minutes=rnd.choice([0, 5]),
        over_night=rnd.choice(OVER_NIGHT),
    )


def hall(last: int = 20, rules: Rules | None = None) -> HallConfig:
    """The small hall with series and a quota that run out; a journey's second service names its first."""
    config = small_hall()
    services = tuple(
        replace(s, quota=6, after=("ktp",) if s.id == "pajak" else ()) if s.id != "ktp" else s
        for s in config.services
    )
    series = (Series("a", "A", 1, last), Series("b", "B", 5, last))
    return replace(
        config,
        series=series,
        services=services,
        rules=rules or config.rules,
        calendar=OPEN_HOURS,
        outcomes=(Outcome("done", "Selesai"), Outcome("papers", "Berkas kurang")),
    )


def opening(rnd: Random) -> c.OpenDay:
    """The day's first command."""
    return c.OpenDay(date=DATE, config=hall(rules=rules(rnd)), previous_hash=GENESIS, carried=VOUCHERS)
