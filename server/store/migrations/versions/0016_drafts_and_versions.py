"""A shared draft of the configuration, every version that was in force, and the text that was imported."""

from __future__ import annotations

import zlib

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; what is in force is the first version that is known."""
    op.create_table(
        "drafts",
        *_text("hall_id", "draft_id", "base", "at", "by"),
        sa.Column("file", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("hall_id", name="pk_drafts"),
    )
    op.create_table(
        "draft_edits",
        *_text("hall_id"),
        sa.Column("n", sa.Integer, nullable=False),
        *_text("at", "by", "request_id", "digest"),
        sa.Column("edits", sa.LargeBinary, nullable=False),
        sa.Column("seen", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "n", name="pk_draft_edits"),
    )
    op.create_table(
        "hall_versions",
        *_text("hall_id"),
        sa.Column("n", sa.Integer, nullable=False),
        *_text("at", "by"),
        sa.Column("config", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "n", name="pk_hall_versions"),
    )
    op.create_table(
        "hall_texts",
        *_text("hall_id"),
        sa.Column("toml", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("hall_id", name="pk_hall_texts"),
    )
    _first_versions()


def _first_versions() -> None:
    words = ("hall_id", "config", "changed_at")
    halls = sa.table("halls", *(sa.column(name, sa.Text) for name in words))
    columns = [sa.column(name, sa.Text) for name in ("hall_id", "at", "by")]
    more = (sa.column("n", sa.Integer), sa.column("config", sa.LargeBinary))
    versions = sa.table("hall_versions", *columns, *more)
    for hall_id, config, at in op.get_bind().execute(sa.select(*halls.c)).all():
        row = {"hall_id": hall_id, "n": 1, "at": at, "by": "", "config": zlib.compress(config.encode())}
        op.execute(versions.insert().values(row))


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]
