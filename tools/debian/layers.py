"""Systems in layers (overlayfs): what is made once lies below, and stays as it is."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Layer:
    """A root over others: all of it at `path`, what changed in it in `upper`; `below` from the topmost on."""

    path: Path
    upper: Path
    below: tuple[Path, ...]


@contextmanager
def laid(below: tuple[Path, ...], folder: Path) -> Iterator[Layer]:
    """A root over others, as long as the context lasts; what changes stays in `folder`, which is new.
    Raises CalledProcessError where the kernel makes none."""
    upper, work, merged = (folder / name for name in ("upper", "work", "merged"))
    for place in (upper, work, merged):
        place.mkdir(parents=True)
    told = f"lowerdir={':'.join(map(str, below))},upperdir={upper},workdir={work}"
    subprocess.run(["mount", "-t", "overlay", "balai", "-o", told, str(merged)], check=True)
    try:
        yield Layer(merged, upper, below)
    finally:
        subprocess.run(["umount", "--lazy", str(merged)], check=True)


@contextmanager
def once(folder: Path, of: Sequence[str]) -> Iterator[bool]:
    """Whether what `folder` is to hold has to be made, of this: not, where it was made of the same and whole.
    What is there of another is taken away before."""
    stamp, told = folder / "made", "\n".join(of)
    if stamp.exists() and stamp.read_text() == told:
        yield False
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    yield True
    stamp.write_text(told)
