"""Tables of a hall's days: the log, what is read from it, what is expected, what was answered."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Integer, LargeBinary, Table, Text

from server.store.tables.base import metadata, needed, of_a_day


def _told() -> list[Column[str]]:
    return [
        *(needed(name) for name in ("service_id", "priority_class", "made_at", "point")),
        *(Column(name, Text) for name in ("low", "high", "back_by")),
    ]


# Keys of the day's tables grow with the log, so that a batch touches few pages. An entry is longer than a
# part of a small page that SQLite would keep in a tree by key, so the log alone is kept by row.
events = Table(
    "events",
    metadata,
    *of_a_day("seq"),
    needed("type"),
    Column("version", Integer, nullable=False),
    needed("at"),
    needed("actor"),
    Column("occurred_at", Text),
    Column("clock_certain", Boolean, nullable=False),
    needed("body"),
    needed("prev_hash"),
    needed("hash"),
)

# A closed day's entries, compressed (see server.store.day.upkeep.archive).
archives = Table(
    "archives",
    metadata,
    *of_a_day(),
    Column("entries", Integer, nullable=False),
    *(needed(name) for name in ("previous_hash", "last_hash", "digest")),
    Column("log", LargeBinary, nullable=False),
)

# The log of a day that was opened on a wrong clock and taken back, the `n`th of its date (see
# server.store.day.upkeep.voiding).
voided = Table(
    "voided_days",
    metadata,
    *of_a_day("n"),
    *(needed(name) for name in ("at", "digest")),
    Column("log", LargeBinary, nullable=False),
)

# `seq` is that of visit_issued; `state` and `ended_at` are those of the visit's last leg.
visits = Table(
    "visits",
    metadata,
    *of_a_day("seq"),
    needed("visit_id"),
    needed("number"),
    needed("series_id"),
    Column("ordinal", Integer, nullable=False),
    needed("channel"),
    needed("priority_class"),
    needed("issued_at"),
    Column("legs", Integer, nullable=False),
    needed("state"),
    Column("ended_at", Text),
    sqlite_with_rowid=False,
)

# `visit_seq` is the visit's `seq`; `n` is the leg's number in it, from 1 (one taken back leaves a gap).
legs = Table(
    "legs",
    metadata,
    *of_a_day("visit_seq", "n"),
    needed("leg_id"),
    needed("visit_id"),
    needed("service_id"),
    needed("priority_class"),
    needed("state"),
    Column("counter_id", Text),
    needed("arrived_at"),
    Column("called_at", Text),
    Column("recalls", Integer, nullable=False),
    Column("started_at", Text),
    Column("presumed", Boolean, nullable=False),
    Column("ended_at", Text),
    Column("until", Text),
    Column("outcome", Text),
    sqlite_with_rowid=False,
)

# One row each time somebody sits down; `seq` is that of counter_opened, `holder` an actor's id.
counter_sessions = Table(
    "counter_sessions",
    metadata,
    *of_a_day("seq"),
    needed("counter_id"),
    needed("session_id"),
    needed("holder"),
    needed("opened_at"),
    Column("paused_at", Text),
    Column("paused_seconds", Integer, nullable=False),
    Column("closed_at", Text),
    sqlite_with_rowid=False,
)

# What a closed day comes to in reports, packed (see server.views.reports.packed), and its mark, which comes
# of the last hash of the log.
report_days = Table(
    "report_days",
    metadata,
    *of_a_day(),
    needed("hash"),
    Column("body", LargeBinary, nullable=False),
)

# The open day as folded up to `seq`, in pieces: what it stands on and is made of stands in the first (see
# server.store.day.beside.rows). The log says the same.
checkpoints = Table(
    "checkpoints",
    metadata,
    *of_a_day("seq", "n"),
    Column("body", LargeBinary, nullable=False),
)

# How far the tables above hold a hall's log: they are written behind it, and made true at every start.
# Where there is no row, or one of an earlier day, nothing of the latest day is taken for written.
read_until = Table(
    "read_until",
    metadata,
    Column("hall_id", Text, primary_key=True),
    needed("day"),
    Column("seq", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# The latest set of a day, written as one by the estimator; `key` is a leg's id or that of a next
# ticket (see balai.domain.waits.standing.scene.next_key).
estimates = Table(
    "estimates",
    metadata,
    *of_a_day(),
    Column("key", Text, primary_key=True),
    *_told(),
    Column("chance", Float),
    Column("moved", Text),
    sqlite_with_rowid=False,
)

# What a number was given out with and when it was called; `drawn` holds the quantiles (JSON, seconds)
# that the estimator corrects later ones by.
outcomes = Table(
    "outcomes",
    metadata,
    *of_a_day(),
    Column("leg_id", Text, primary_key=True),
    *_told(),
    needed("issued_at"),
    needed("called_at"),
    Column("drawn", Text),
    sqlite_with_rowid=False,
)

# In the order in which they were answered; old ones are found from its beginning, so that no answer pays
# for an index by day.
requests = Table(
    "requests",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("request_id", Text, primary_key=True),
    needed("actor"),
    needed("digest"),
    Column("status", Integer, nullable=False),
    needed("answer"),
    needed("day"),
    needed("at"),
)
