"""Which kiosk prints a voucher: each is claimed by one, which loses it where it says nothing more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; it holds what was claimed in the last two days."""
    op.create_table(
        "papers",
        sa.Column("hall_id", sa.Text, nullable=False),
        sa.Column("paper", sa.Text, nullable=False),
        sa.Column("kiosk_id", sa.Text, nullable=False),
        sa.Column("until", sa.Float, nullable=False),
        sa.Column("out", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "paper", name="pk_papers"),
    )
