"""What staff have said in the hall, and which hub lets a display speak."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "announcements",
        *_text("hall_id", "announcement_id", "day", "text", "language"),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("zone_id", sa.Text),
        sa.PrimaryKeyConstraint("hall_id", "announcement_id", name="pk_announcements"),
    )
    op.create_table(
        "speakers",
        *_text("hall_id", "zone_id", "device_id", "hub_id"),
        sa.Column("beat", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "zone_id", name="pk_speakers"),
    )


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]
