"""Pictures and videos that walls show, sent by the hall's managers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables, empty."""
    needed = ("title", "kind", "state", "why", "digest", "at", "by")
    op.create_table(
        "slides",
        sa.Column("hall_id", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in needed),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("bytes", "place", "copy")),
        *(sa.Column(name, sa.Text) for name in ("zone_id", "first", "last")),
        sa.PrimaryKeyConstraint("hall_id", "id", name="pk_slides"),
    )
    op.create_table(
        "slide_parts",
        sa.Column("hall_id", sa.Text, nullable=False),
        sa.Column("slide_id", sa.Text, nullable=False),
        sa.Column("copy", sa.Integer, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "slide_id", "copy", "n", name="pk_slide_parts"),
    )
