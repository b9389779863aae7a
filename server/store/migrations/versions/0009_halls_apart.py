"""Halls that share a store choose user names and device ids each for itself; accounts can be removed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ACCOUNT = ("account_id", "hall_id", "username", "display_name", "role", "password_hash", "created_at")
_DEVICE = ("device_id", "hall_id", "kind", "name", "token_hash", "created_at")


def upgrade() -> None:
    """Widen both keys by the hall; what is there stays as it is."""
    if op.get_bind().dialect.name == "sqlite":
        _make_anew()
    else:
        op.drop_constraint("uq_accounts_username", "accounts")
        op.create_unique_constraint("uq_accounts_hall_id_username", "accounts", ["hall_id", "username"])
        op.drop_constraint("pk_devices", "devices")
        op.create_primary_key("pk_devices", "devices", ["hall_id", "device_id"])
    op.add_column("accounts", sa.Column("removed_at", sa.Text))


def _make_anew() -> None:
    """SQLite cannot change a key: tables are copied, those that refer to others go first."""
    op.create_table(
        "new_accounts",
        *_text(*_ACCOUNT),
        *_maybe("disabled_at", "agency_id"),
        sa.PrimaryKeyConstraint("account_id", name="pk_accounts"),
        sa.UniqueConstraint("hall_id", "username", name="uq_accounts_hall_id_username"),
    )
    op.create_table(
        "new_sessions",
        *_text("token_hash", "account_id", "created_at", "expires_at"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["new_accounts.account_id"], name="fk_sessions_account_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "new_devices",
        *_text(*_DEVICE),
        *_maybe("withdrawn_at", "status", "status_at", "zone_id"),
        sa.PrimaryKeyConstraint("hall_id", "device_id", name="pk_devices"),
        sa.UniqueConstraint("token_hash", name="uq_devices_token_hash"),
    )
    _moved("accounts", *_ACCOUNT, "disabled_at", "agency_id")
    _moved("sessions", "token_hash", "account_id", "created_at", "expires_at")
    _moved("devices", *_DEVICE, "withdrawn_at", "status", "status_at", "zone_id")
    for table in ("sessions", "accounts", "devices"):
        op.drop_table(table)
    for table in ("accounts", "sessions", "devices"):
        op.rename_table(f"new_{table}", table)
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"])


def _moved(table: str, *columns: str) -> None:
    named = ", ".join(columns)
    op.execute(f"INSERT INTO new_{table} ({named}) SELECT {named} FROM {table}")  # noqa: S608  # names above


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _maybe(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text) for name in names]
