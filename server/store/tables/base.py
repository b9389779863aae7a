"""What the tables share: their names' convention, and columns that many have."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def needed(name: str) -> Column[str]:
    """A column of text that every row has."""
    return Column(name, Text, nullable=False)


def of_a_day(*keys: str) -> list[Column[str] | Column[int]]:
    """The key of what belongs to a day of a hall, and the numbers in it."""
    return [
        Column("hall_id", Text, primary_key=True),
        Column("day", Text, primary_key=True),
        *(Column(key, Integer, primary_key=True, autoincrement=False) for key in keys),
    ]
