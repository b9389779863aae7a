"""The packages that are tried: of each part one, and the same as one of a later version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.install.packages import Pair
from tests.install.renumbered import renumbered
from tests.install.roots import empty, step
from tools.debian.build import build, environment, version
from tools.debian.environment import Target

#: zstd's: what is tried is packed quickly.
_QUICKLY = 1


@contextmanager
def packages(names: Sequence[str], target: Target) -> Iterator[dict[str, Pair]]:
    """Packages of these parts from one environment, compiled by the release's own interpreter; of the wheel
    in dist/."""
    system, numbered = empty(target.suite), version(target)
    # Of this run alone: another one in the same tree makes its own.
    with TemporaryDirectory(prefix="packages-", dir=system.parent) as place, ExitStack() as parts:
        folder = Path(place)
        with step(target.suite, "an environment for all parts, compiled"):
            whole = parts.enter_context(environment(target, names, folder, system))
        with step(target.suite, f"packages of {', '.join(names)}"):
            pairs = {name: _pair(name, whole, target, folder, numbered) for name in names}
        yield pairs


def _pair(name: str, whole: Path, target: Target, folder: Path, numbered: str) -> Pair:
    now = build(name, whole, target, folder / "now", numbered, _QUICKLY)
    # Debian compares what stands before the mark first.
    return Pair(now, renumbered(now, folder / "later", f"1{numbered}"))
