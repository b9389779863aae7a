"""Frozen dataclasses that are made quicker are made alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field, replace
from typing import Any

import pytest

from balai.domain.values.quick_made import quick_made
from balai.domain.values.replacing import replace as changed


@dataclass(frozen=True, slots=True)
class Base:
    """What others have as well."""

    first: int
    newer: str | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Usual(Base):
    """As the library makes it."""

    second: str
    third: tuple[str, ...] = ("x",)


@quick_made
@dataclass(frozen=True, slots=True)
class Quick(Base):
    """The same, made quicker."""

    second: str
    third: tuple[str, ...] = ("x",)


MADE: list[Callable[[Any], Any]] = [
    lambda kind: kind(1, "a"),
    lambda kind: kind(1, "a", ("y", "z"), newer="n"),
    lambda kind: kind(second="a", first=1),
    lambda kind: replace(kind(1, "a"), third=(), newer="m"),
]


@pytest.mark.parametrize("make", MADE)
def test_its_fields_are_those_that_the_library_would_set(make: Callable[[Any], Any]) -> None:
    quick, usual = make(Quick), make(Usual)
    names = ("first", "newer", "second", "third")
    assert [getattr(quick, name) for name in names] == [getattr(usual, name) for name in names]
    assert (make(Quick) == quick, hash(make(Quick)) == hash(quick)) == (True, True)
    assert repr(quick) == repr(usual).replace("Usual", "Quick")


@pytest.mark.parametrize(
    "make",
    [
        lambda: Quick(1),  # type: ignore[call-arg]
        lambda: Quick(1, "a", (), "n"),  # type: ignore[call-arg]
        lambda: Quick(1, "a", fourth=4),  # type: ignore[call-arg]
    ],
)
def test_what_does_not_fit_is_refused(make: Callable[[], Quick]) -> None:
    with pytest.raises(TypeError):
        make()


@pytest.mark.parametrize(
    "made", [Quick(1, "a"), replace(Quick(2, "a"), first=1), changed(Quick(2, "a"), first=1)]
)
def test_it_is_of_its_class_and_stays_frozen(made: Quick) -> None:
    assert (type(made), made) == (Quick, Quick(1, "a"))
    with pytest.raises(FrozenInstanceError):
        made.first = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del made.newer


def test_nothing_comes_of_it() -> None:
    with pytest.raises(TypeError, match="More would be made"):

        class More(Quick):
            __slots__ = ()


def test_one_that_is_more_than_its_fields_is_none() -> None:
    @dataclass(frozen=True, slots=True)
    class Anew:
        every: list[int] = field(default_factory=list)

    @dataclass(frozen=True, slots=True)
    class After:
        one: int

        def __post_init__(self) -> None:
            raise AssertionError

    for kind in (Anew, After):
        with pytest.raises(TypeError):
            quick_made(kind)
