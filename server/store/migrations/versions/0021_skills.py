"""The services that somebody may serve."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody is bound to any services."""
    op.add_column("accounts", sa.Column("skills", sa.Text))
