"""The first tables: the log, what is read from it, answers, halls, accounts and devices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _log()
    _read_tables()
    _answers_and_halls()
    _people_and_devices()


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _maybe(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text) for name in names]


def _number(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


def _log() -> None:
    op.create_table(
        "events",
        *_text("hall_id", "day"),
        *_number("seq"),
        *_text("type"),
        *_number("version"),
        *_text("at", "actor"),
        *_maybe("occurred_at"),
        sa.Column("clock_certain", sa.Boolean, nullable=False),
        *_text("body", "prev_hash", "hash"),
        sa.PrimaryKeyConstraint("hall_id", "day", "seq", name="pk_events"),
        sqlite_with_rowid=False,
    )


def _read_tables() -> None:
    op.create_table(
        "visits",
        *_text("hall_id", "day"),
        *_number("seq"),
        *_text("visit_id", "number", "series_id"),
        *_number("ordinal"),
        *_text("channel", "priority_class", "issued_at"),
        *_number("legs"),
        *_text("state"),
        *_maybe("ended_at"),
        sa.PrimaryKeyConstraint("hall_id", "day", "seq", name="pk_visits"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "legs",
        *_text("hall_id", "day"),
        *_number("visit_seq", "n"),
        *_text("leg_id", "visit_id", "service_id", "priority_class", "state"),
        *_maybe("counter_id"),
        *_text("arrived_at"),
        *_maybe("called_at"),
        *_number("recalls"),
        *_maybe("started_at"),
        sa.Column("presumed", sa.Boolean, nullable=False),
        *_maybe("ended_at", "until"),
        sa.PrimaryKeyConstraint("hall_id", "day", "visit_seq", "n", name="pk_legs"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "counter_sessions",
        *_text("hall_id", "day"),
        *_number("seq"),
        *_text("counter_id", "session_id", "holder", "opened_at"),
        *_maybe("paused_at"),
        *_number("paused_seconds"),
        *_maybe("closed_at"),
        sa.PrimaryKeyConstraint("hall_id", "day", "seq", name="pk_counter_sessions"),
        sqlite_with_rowid=False,
    )


def _answers_and_halls() -> None:
    op.create_table(
        "requests",
        *_text("hall_id", "request_id", "actor", "digest"),
        *_number("status"),
        *_text("answer", "day", "at"),
        sa.PrimaryKeyConstraint("hall_id", "request_id", name="pk_requests"),
    )
    op.create_index("ix_requests_hall_id_day", "requests", ["hall_id", "day"])
    op.create_table(
        "halls",
        *_text("hall_id", "config", "changed_at"),
        sa.PrimaryKeyConstraint("hall_id", name="pk_halls"),
    )


def _people_and_devices() -> None:
    op.create_table(
        "accounts",
        *_text("account_id", "hall_id", "username", "display_name", "role", "password_hash", "created_at"),
        *_maybe("disabled_at"),
        sa.PrimaryKeyConstraint("account_id", name="pk_accounts"),
        sa.UniqueConstraint("username", name="uq_accounts_username"),
    )
    op.create_table(
        "sessions",
        *_text("token_hash", "account_id", "created_at", "expires_at"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.account_id"],
            name="fk_sessions_account_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"])
    op.create_table(
        "devices",
        *_text("device_id", "hall_id", "kind", "name", "token_hash", "created_at"),
        *_maybe("withdrawn_at", "status", "status_at"),
        sa.PrimaryKeyConstraint("device_id", name="pk_devices"),
        sa.UniqueConstraint("token_hash", name="uq_devices_token_hash"),
    )
