"""Accounts that belong to an agency, and displays that were enrolled for a zone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; what is there belongs to the whole hall, as before."""
    op.add_column("accounts", sa.Column("agency_id", sa.Text))
    op.add_column("devices", sa.Column("zone_id", sa.Text))
