"""What a new day begins with: its settings, and what the day before hands on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from balai.domain.chains import standing_over
from balai.domain.commands import OpenDay
from balai.domain.decide.closing import booked_over, carried_over
from balai.domain.hall.localtime import local_date
from balai.domain.registers.voided import voided_over
from server.store.day.head import LogHead, date_to_open
from server.store.day.learned import learned_before
from server.store.kept.halls import config_in_force, put_config


def opening(connection: Connection, hall_id: str, head: LogHead, now: datetime) -> OpenDay:
    """The command that opens the day whose time has come at `now`, after the log so far. Settings that waited
    for it are in force from then on. Raises HallUnknown."""
    day, config = head.day, config_in_force(connection, hall_id)
    date = local_date(now, config.zone) if day is None else date_to_open(day, now)
    assert date is not None
    waits = day.scheduled if day is not None else None
    if waits is not None and waits.on <= date:
        config, by, waits = waits.config, waits.by, None
        put_config(connection, config, now, by)
    learned = learned_before(connection, hall_id, date, config.zone)
    return OpenDay(
        date=date, config=config, previous_hash=head.hash, learned=learned, scheduled=waits,
        carried=() if day is None else carried_over(day, date, config),
        booked=() if day is None else booked_over(day, date),
        voided=() if day is None else voided_over(day.voided, date),
        standing=() if day is None else standing_over(day.chains, date),
    )  # fmt: skip
