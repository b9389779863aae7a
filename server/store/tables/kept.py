"""Tables of what is kept beside the log: halls, accounts, devices, announcements, slides, leases."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from server.store.tables.base import metadata, needed

# What staff typed to be said; the log names only its id. Rows of earlier days are taken away.
announcements = Table(
    "announcements",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("announcement_id", Text, primary_key=True),
    *(needed(name) for name in ("day", "text", "language")),
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
    *(needed(name) for name in ("day", "at")),
    Column("seconds", Integer, nullable=False),
    Column("sound", LargeBinary, nullable=False),
)

# Which hub lets a display of its own speak for a zone; `beat` counts up while it does.
speakers = Table(
    "speakers",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("zone_id", Text, primary_key=True),
    *(needed(name) for name in ("device_id", "hub_id")),
    Column("beat", Integer, nullable=False),
)

# Which kiosk prints a paper that any might print, until when (the database's seconds); whether it is `out`.
papers = Table(
    "papers",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("paper", Text, primary_key=True),
    needed("kiosk_id"),
    Column("until", Float, nullable=False),
    Column("out", Integer, nullable=False),
)

halls = Table(
    "halls",
    metadata,
    Column("hall_id", Text, primary_key=True),
    needed("config"),
    needed("changed_at"),
)

# Every configuration that was in force, the `n`th of its hall: since when, and who asked (an actor id; empty:
# nobody knows). `config` is JSON, compressed.
hall_versions = Table(
    "hall_versions",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    *(needed(name) for name in ("at", "by")),
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
    *(needed(name) for name in ("draft_id", "base", "at", "by")),
    Column("file", LargeBinary, nullable=False),
)

# What was edited in it since, in order; `seen` is how many of these the editor had seen.
draft_edits = Table(
    "draft_edits",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    *(needed(name) for name in ("at", "by", "request_id", "digest")),
    Column("edits", LargeBinary, nullable=False),
    Column("seen", Integer, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("account_id", Text, primary_key=True),
    needed("hall_id"),
    needed("username"),
    needed("display_name"),
    needed("role"),
    needed("password_hash"),
    needed("created_at"),
    Column("disabled_at", Text),
    Column("agency_id", Text),
    Column("removed_at", Text),
    Column("skills", Text),
    UniqueConstraint("hall_id", "username"),
)

# Sessions and devices are known by the SHA-256 of their token; the token itself is not kept.
sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("account_id", Text, ForeignKey("accounts.account_id", ondelete="CASCADE"), nullable=False),
    needed("created_at"),
    needed("expires_at"),
)

devices = Table(
    "devices",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("device_id", Text, primary_key=True),
    needed("kind"),
    needed("name"),
    Column("token_hash", Text, nullable=False, unique=True),
    needed("created_at"),
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
    *(needed(name) for name in ("kind", "token_hash", "commitment", "nonce", "address", "asked_at")),
    Column("code", Text),
)

# Hubs that live: the time that each shows, and when it was seen, by the database's clock (seconds).
beats = Table(
    "beats",
    metadata,
    Column("hall_id", Text, primary_key=True),
    Column("hub_id", Text, primary_key=True),
    needed("clock"),
    Column("seen", Float, nullable=False),
)

# Who did what outside the day's commands; ids, never a name, password or token.
trail = Table(
    "trail",
    metadata,
    Column("entry_id", Integer, primary_key=True, autoincrement=True),
    *(needed(name) for name in ("hall_id", "at", "until", "what", "actor", "about", "detail")),
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
    *(needed(name) for name in ("title", "kind", "state", "why", "digest", "at", "by")),
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
