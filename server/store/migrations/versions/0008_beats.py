"""Hubs that live say which time they show: one that is ahead opens no day against the others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; hubs of earlier versions write nothing in it and are not missed."""
    op.create_table(
        "beats",
        sa.Column("hall_id", sa.Text, nullable=False),
        sa.Column("hub_id", sa.Text, nullable=False),
        sa.Column("clock", sa.Text, nullable=False),
        sa.Column("seen", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "hub_id", name="pk_beats"),
    )
