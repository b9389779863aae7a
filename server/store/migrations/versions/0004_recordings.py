"""What staff have recorded to be said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and mark announcements that were recorded."""
    op.add_column(
        "announcements", sa.Column("recorded", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.create_table(
        "recordings",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("hall_id", "announcement_id", "day", "at")),
        sa.Column("seconds", sa.Integer, nullable=False),
        sa.Column("sound", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "announcement_id", name="pk_recordings"),
    )
