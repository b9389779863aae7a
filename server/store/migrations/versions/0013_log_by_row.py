"""The log of a store with small pages is kept by row: its entries fill them, and a commit writes fewer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_LARGE_PAGE = 4096
_KEY = ("hall_id", "day", "seq")
_NEEDED = ("type", "version", "at", "actor", "clock_certain", "body", "prev_hash", "hash")
_COLUMNS = ", ".join((*_KEY, *_NEEDED, "occurred_at"))


def upgrade() -> None:
    """Copy the log. A store whose pages are large, one of before, stays as it is: it would write more."""
    bind = op.get_bind()
    if bind.dialect.name != "sqlite" or (bind.scalar(sa.text("PRAGMA page_size")) or 0) >= _LARGE_PAGE:
        return
    kinds = {"seq": sa.Integer, "version": sa.Integer, "clock_certain": sa.Boolean}
    op.create_table(
        "new_events",
        *(sa.Column(name, kinds.get(name, sa.Text), nullable=False) for name in (*_KEY, *_NEEDED)),
        sa.Column("occurred_at", sa.Text),
        sa.PrimaryKeyConstraint(*_KEY, name="pk_events"),
    )
    op.execute(f"INSERT INTO new_events ({_COLUMNS}) SELECT {_COLUMNS} FROM events")  # noqa: S608  # names above
    op.drop_table("events")
    op.rename_table("new_events", "events")
