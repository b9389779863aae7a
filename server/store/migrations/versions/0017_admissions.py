"""Devices that ask to be let in and show a code meanwhile; kept for minutes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, empty."""
    needed = ("kind", "token_hash", "commitment", "nonce", "address", "asked_at")
    op.create_table(
        "admissions",
        sa.Column("hall_id", sa.Text, nullable=False),
        sa.Column("ask_id", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in needed),
        sa.Column("code", sa.Text),
        sa.PrimaryKeyConstraint("hall_id", "ask_id", name="pk_admissions"),
    )
