"""Closed days are kept as one row each, out of the table that is written all day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; days come into it by `balai db archive`."""
    op.create_table(
        "archives",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("hall_id", "day")),
        sa.Column("entries", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("previous_hash", "last_hash", "digest")),
        sa.Column("log", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "day", name="pk_archives"),
    )
