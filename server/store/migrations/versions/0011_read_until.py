"""The read tables are written behind the log, and say how far they hold it; answers need no index by day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, empty: what the read tables hold of the latest day is written at the next start."""
    op.create_table(
        "read_until",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("hall_id", "day")),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("hall_id", name="pk_read_until"),
        sqlite_with_rowid=False,
    )
    op.drop_index("ix_requests_hall_id_day", "requests")
