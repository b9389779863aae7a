"""What a system has that it had not before: made, changed or gone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from tools.debian.layers import Layer

#: What is no part of what a package leaves: caches, logs, and what apt, nginx, the kernel and a system that
#: runs keep.
_PASSED = (
    "proc/", "sys/", "dev/", "tmp/", "run/", "srv", "root", "mnt",
    "var/log/", "var/cache/", "var/lib/dpkg/", "var/lib/apt/",
    "var/lib/nginx", "var/lib/systemd/", "var/tmp/systemd-private-", "etc/machine-id", "etc/hostname",
)  # fmt: skip
#: Copies that the system's own tools make of what they change, locks, what is made anew of the same, and an
#: empty folder that dpkg takes away.
_KEPT = {
    "etc/passwd-", "etc/group-", "etc/shadow-", "etc/gshadow-", "etc/subuid-", "etc/subgid-", "etc/.pwd.lock",
    "etc/ld.so.cache", "etc/.updated", "var/.updated", "opt",
}  # fmt: skip


def left(layer: Layer) -> list[str]:
    """What differs from the system below, as "made opt/balai", "changed etc/passwd", "gone etc/nginx"."""
    return sorted(told for told in _differences(layer) if not _passed(told.partition(" ")[2]))


def _passed(path: str) -> bool:
    return path.startswith(_PASSED) or path in _KEPT


def _differences(layer: Layer) -> Iterator[str]:
    for folder, folders, files in os.walk(layer.upper):
        for name in (*folders, *files):
            own = Path(folder, name)
            path = own.relative_to(layer.upper)
            before = _before(layer, path)
            if _is_whiteout(own):
                if before:
                    yield f"gone {path}"
            elif not before:
                yield f"made {path}"
            elif own.is_symlink() != before.is_symlink() or not _alike(own, before):
                yield f"changed {path}"


def _before(layer: Layer, path: Path) -> Path | None:
    """What lay there in the topmost layer that has it."""
    for below in layer.below:
        if os.path.lexists(below / path):
            return None if _is_whiteout(below / path) else below / path
    return None


def _is_whiteout(path: Path) -> bool:
    found = path.lstat()
    return stat.S_ISCHR(found.st_mode) and found.st_rdev == 0


def _alike(one: Path, other: Path) -> bool:
    if one.is_symlink():
        return one.readlink() == other.readlink()
    return one.is_dir() or one.read_bytes() == other.read_bytes()
