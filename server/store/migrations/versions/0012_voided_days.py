"""The log of a day that was opened on a wrong clock is kept beside the hall's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; a manager who takes a day back fills it."""
    op.create_table(
        "voided_days",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("hall_id", "day")),
        sa.Column("n", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("at", "digest")),
        sa.Column("log", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "day", "n", name="pk_voided_days"),
    )
