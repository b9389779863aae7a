"""What is expected of waits, and what came of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "estimates",
        *_text("hall_id", "day", "key", "service_id", "priority_class", "made_at", "point"),
        *_maybe("low", "high", "back_by"),
        sa.PrimaryKeyConstraint("hall_id", "day", "key", name="pk_estimates"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outcomes",
        *_text("hall_id", "day", "leg_id", "service_id", "priority_class", "made_at", "point"),
        *_maybe("low", "high", "back_by"),
        *_text("issued_at", "called_at"),
        *_maybe("drawn"),
        sa.PrimaryKeyConstraint("hall_id", "day", "leg_id", name="pk_outcomes"),
        sqlite_with_rowid=False,
    )


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _maybe(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text) for name in names]
