"""The packages that are tried: of each part one, and the same as one of a later version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from tests.install.packages import Pair
from tests.install.renumbered import renumbered
from tests.install.roots import empty
from tools.debian.build import build, environment, version
from tools.debian.environment import Target

#: zstd's: what is tried is packed quickly.
_QUICKLY = 1


class Maker(Protocol):
    """Makes the pair of a part when it is first asked for."""

    def __call__(self, name: str) -> Pair: ...


@contextmanager
def packages(names: Sequence[str], target: Target, wheel: Path | None = None) -> Iterator[Maker]:
    """Packages of these parts from one environment, compiled by the release's own interpreter; of the wheel
    in dist/, or another one."""
    system, pairs = empty(target.suite), dict[str, Pair]()
    with (
        # Of this run alone: another one in the same tree makes its own.
        TemporaryDirectory(prefix="packages-", dir=system.parent) as place,
        environment(target, names, Path(place), system, wheel) as whole,
    ):
        folder, numbered = Path(place), version(target)

        def made(name: str) -> Pair:
            if name not in pairs:
                now = build(name, whole, target, folder / "now", numbered, _QUICKLY)
                # Debian compares what stands before the mark first.
                pairs[name] = Pair(now, renumbered(now, folder / "later", f"1{numbered}"))
            return pairs[name]

        yield made
