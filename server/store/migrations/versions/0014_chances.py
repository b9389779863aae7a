"""How likely a call is today, and since when somebody has been told an earlier time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, empty: the next set of estimates has them."""
    op.add_column("estimates", sa.Column("chance", sa.Float))
    op.add_column("estimates", sa.Column("moved", sa.Text))
