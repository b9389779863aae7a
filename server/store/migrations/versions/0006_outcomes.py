"""The outcome of a service stands in the read table of legs, as staff chose it or a manager put it right."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; outcomes of earlier days come in when the read tables are rebuilt from the log."""
    op.add_column("legs", sa.Column("outcome", sa.Text))
