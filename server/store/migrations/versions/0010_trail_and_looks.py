"""The audit trail, and the pictures of walls that hubs hand each other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "trail",
        sa.Column("entry_id", sa.Integer, autoincrement=True, nullable=False),
        *_text("hall_id", "at", "until", "what", "actor", "about", "detail"),
        sa.Column("times", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_trail"),
    )
    op.create_index("ix_trail_hall_id_entry_id", "trail", ["hall_id", "entry_id"])
    op.create_table(
        "looks",
        *_text("hall_id", "device_id"),
        sa.Column("asked", sa.Integer, nullable=False),
        sa.Column("answered", sa.Integer, nullable=False),
        sa.Column("at", sa.Text),
        sa.Column("media_type", sa.Text),
        sa.Column("data", sa.LargeBinary),
        sa.PrimaryKeyConstraint("hall_id", "device_id", name="pk_looks"),
    )


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]
