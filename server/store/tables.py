"""The tables. Times are ISO 8601 text in UTC with microseconds, so that a row reads the same everywhere."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _needed(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _of_a_day(*keys: str) -> list[Column[str] | Column[int]]:
    return [
        Column("hall_id", Text, primary_key=True),
        Column("day", Text, primary_key=True),
        *(Column(key, Integer, primary_key=True, autoincrement=False) for key in keys),
    ]


def _told() -> list[Column[str]]:
    return [
        *(_needed(name) for name in ("service_id", "priority_class", "made_at", "point")),
        *(Column(name, Text) for name in ("low", "high", "back_by")),
    ]


# Keys of the day's tables grow with the log, so that a batch touches few pages. An entry is longer than a
# part of a small page that SQLite would keep in a tree by key, so the log alone is kept by row.
events = Table(
    "events",
    metadata,
    *_of_a_day("seq"),
    _needed("type"),
    Column("version", Integer, nullable=False),
    _needed("at"),
    _needed("actor"),
    Column("occurred_at", Text),
    Column("clock_certain", Boolean, nullable=False),
    _needed("body"),
    _needed("prev_hash"),
    _needed("hash"),
)

# A closed day's entries, compressed (see server.store.day.upkeep.archive).
archives = Table(
    "archives",
    metadata,
    *_of_a_day(),
    Column("entries", Integer, nullable=False),
    *(_needed(name) for name in ("previous_hash", "last_hash", "digest")),
    Column("log", LargeBinary, nullable=False),
)

# The log of a day that was opened on a wrong clock and taken back, the `n`th of its date (see
# server.store.day.upkeep.voiding).
voided = Table(
    "voided_days",
    metadata,
    *_of_a_day("n"),
    *(_needed(name) for name in ("at", "digest")),
    Column("log", LargeBinary, nullable=False),
)

# `seq` is that of visit_issued; `state` and `ended_at` are those of the visit's last leg.
visits = Table(
    "visits",
    metadata,
    *_of_a_day("seq"),
    _needed("visit_id"),
    _needed("number"),
    _needed("series_id"),
    Column("ordinal", Integer, nullable=False),
    _needed("channel"),
    _needed("priority_class"),
    _needed("issued_at"),
    Column("legs", Integer, nullable=False),
    _needed("state"),
    Column("ended_at", Text),
    sqlite_with_rowid=False,
)

# `visit_seq` is the visit's `seq`; `n` is the leg's number in it, from 1 (one taken back leaves a gap).
legs = Table(
    "legs",
    metadata,
    *_of_a_day("visit_seq", "n"),
    _needed("leg_id"),
    _needed("visit_id"),
    _needed("service_id"),
    _needed("priority_class"),
    _needed("state"),
    Column("counter_id", Text),
    _needed("arrived_at"),
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
    *_of_a_day("seq"),
    _needed("counter_id"),
    _needed("session_id"),
    _needed("holder"),
    _needed("opened_at"),
    Column("paused_at", Text),
    Column("paused_seconds", Integer, nullable=False),
    Column("closed_at", Text),
    sqlite_with_rowid=False,
)

# What a closed day comes to in reports, packed (see server.views.reports.packed), and the last hash of the
# log that it was made from.
report_days = Table(
    "report_days",
    metadata,
    *_of_a_day(),
    _needed("hash"),
    Column("body", LargeBinary, nullable=False),
)

# How far the tables above hold a hall's log: they are written behind it, and made true at every start.
# Where there is no row, or one of an earlier day, nothing of the latest day is taken for written.
read_until = Table(
    "read_until",
    metadata,
    Column("hall_id", Text, primary_key=True),
    _needed("day"),
    Column("seq", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# The latest set of a day, written as one by the estimator; `key` is a leg's id or that of a next
# ticket (see balai.domain.scene.next_key).
estimates = Table(
    "estimates",
    metadata,
    *_of_a_day(),
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
    *_of_a_day(),
    Column("leg_id", Text, primary_key=True),
    *_told(),
    _needed("issued_at"),
    _needed("called_at"),
    Column("drawn", Text),
    sqlite_with_rowid=False,
)

# What staff typed to be said; the log names only its id. Rows of earlier days are taken away.
announcements = Table(
    "announcements",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("announcement_id", Text, primary_key=True),
    *(_needed(name) for name in ("day", "text", "language")),
    Column("times", Integer, nullable=False),
    Column("zone_id", Text),
    Column("recorded", Boolean, nullable=False, server_default=false()),
)

# What staff recorded for an announcement, kept no longer than its words. `seconds` are rounded up.
recordings = Table(
    "recordings",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("announcement_id", Text, primary_key=True),
    *(_needed(name) for name in ("day", "at")),
    Column("seconds", Integer, nullable=False),
    Column("sound", LargeBinary, nullable=False),
)

# Which hub lets a display of its own speak for a zone; `beat` counts up while it does.
speakers = Table(
    "speakers",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("zone_id", Text, primary_key=True),
    *(_needed(name) for name in ("device_id", "hub_id")),
    Column("beat", Integer, nullable=False),
)

# Which kiosk prints a paper that any might print, until when (the database's seconds); whether it is `out`.
papers = Table(
    "papers",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("paper", Text, primary_key=True),
    _needed("kiosk_id"),
    Column("until", Float, nullable=False),
    Column("out", Integer, nullable=False),
)

# In the order in which they were answered; old ones are found from its beginning, so that no answer pays
# for an index by day.
requests = Table(
    "requests",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("request_id", Text, primary_key=True),
    _needed("actor"),
    _needed("digest"),
    Column("status", Integer, nullable=False),
    _needed("answer"),
    _needed("day"),
    _needed("at"),
)

halls = Table(
    "halls",
    metadata,
    Column("hall_id", Text, primary_key=True),
    _needed("config"),
    _needed("changed_at"),
)

# Every configuration that was in force, the `n`th of its hall: since when, and who asked (an actor id; empty:
# nobody knows). `config` is JSON, compressed.
hall_versions = Table(
    "hall_versions",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    *(_needed(name) for name in ("at", "by")),
    Column("config", LargeBinary, nullable=False),
)

# The text of the hall's file as somebody imported it last, compressed, for its comments.
hall_texts = Table(
    "hall_texts",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("toml", LargeBinary, nullable=False),
)

# A hall's draft: the file that it was begun from (JSON, compressed), `base` that configuration's name.
drafts = Table(
    "drafts",
    metadata,
    Column("hall_id", Text, primary_key=True),
    *(_needed(name) for name in ("draft_id", "base", "at", "by")),
    Column("file", LargeBinary, nullable=False),
)

# What was edited in it since, in order; `seen` is how many of these the editor had seen.
draft_edits = Table(
    "draft_edits",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    *(_needed(name) for name in ("at", "by", "request_id", "digest")),
    Column("edits", LargeBinary, nullable=False),
    Column("seen", Integer, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("account_id", Text, primary_key=True),
    _needed("hall_id"),
    _needed("username"),
    _needed("display_name"),
    _needed("role"),
    _needed("password_hash"),
    _needed("created_at"),
    Column("disabled_at", Text),
    Column("agency_id", Text),
    Column("removed_at", Text),
    UniqueConstraint("hall_id", "username"),
)

# Sessions and devices are known by the SHA-256 of their token; the token itself is not kept.
sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("account_id", Text, ForeignKey("accounts.account_id", ondelete="CASCADE"), nullable=False),
    _needed("created_at"),
    _needed("expires_at"),
)

devices = Table(
    "devices",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("device_id", Text, primary_key=True),
    _needed("kind"),
    _needed("name"),
    Column("token_hash", Text, nullable=False, unique=True),
    _needed("created_at"),
    Column("withdrawn_at", Text),
    Column("status", Text),
    Column("status_at", Text),
    Column("zone_id", Text),
)

# Devices that ask to be let in, each with the code that it shows; kept for minutes.
admissions = Table(
    "admissions",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("ask_id", Text, primary_key=True),
    *(_needed(name) for name in ("kind", "token_hash", "commitment", "nonce", "address", "asked_at")),
    Column("code", Text),
)

# Hubs that live: the time that each shows, and when it was seen, by the database's clock (seconds).
beats = Table(
    "beats",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("hub_id", Text, primary_key=True),
    _needed("clock"),
    Column("seen", Float, nullable=False),
)

# Who did what outside the day's commands; ids, never a name, password or token.
trail = Table(
    "trail",
    metadata,
    Column("entry_id", Integer, primary_key=True, autoincrement=True),
    *(_needed(name) for name in ("hall_id", "at", "until", "what", "actor", "about", "detail")),
    Column("times", Integer, nullable=False),
)

# Pictures of walls asked for at one hub and taken by another; only while somebody looks is one written.
looks = Table(
    "looks",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("device_id", Text, primary_key=True),
    *(Column(name, Integer, nullable=False) for name in ("asked", "answered")),
    Column("at", Text),
    Column("media_type", Text),
    Column("data", LargeBinary),
)

Index("ix_trail_hall_id_entry_id", trail.c.hall_id, trail.c.entry_id)
Index("ix_sessions_account_id", sessions.c.account_id)

# Pictures and videos that walls show beside calls. `copy` tells which parts are its own: as they were sent
# (0), or made small (1).
slides = Table(
    "slides",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    *(_needed(name) for name in ("title", "kind", "state", "why", "digest", "at", "by")),
    *(Column(name, Integer, nullable=False) for name in ("bytes", "place", "copy")),
    *(Column(name, Text) for name in ("zone_id", "first", "last")),
)

# Their files, in parts.
slide_parts = Table(
    "slide_parts",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("slide_id", Text, primary_key=True),
    Column("copy", Integer, primary_key=True, autoincrement=False),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)
