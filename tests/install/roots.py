"""Roots of Debian for the packages: an empty system that is made once, and layers over it.

Its package cache holds what the packages stand on, so that `apt install` works without a network and takes
what the packages name, and nothing else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.debian.parts import PARTS

ROOT = Path(__file__).resolve().parents[2]
#: With a dot in its name: the search for packages of a wheel passes over it.
MADE = ROOT / "build" / "debian.roots"
#: What the smallest Debian has beside `apt`, for one that is to be booted.
_HAS = ("python3", "passwd", "udev", "systemd-sysv", "dbus", "iproute2")
#: What is no part of what a package leaves: caches, logs, and what apt, nginx and the kernel keep.
_PASSED = (
    "proc", "sys", "dev", "tmp", "run", "srv", "root", "var/log", "var/cache", "var/lib/dpkg", "var/lib/apt",
    "var/lib/nginx",
)  # fmt: skip
#: Copies that the system's own tools make of what they change, and a folder that was empty.
_KEPT = {"etc/passwd-", "etc/group-", "etc/shadow-", "etc/gshadow-", "etc/subuid-", "etc/subgid-", "opt"}


class Failed(Exception):
    """A package did not do what it is to do."""


def empty(suite: str) -> Path:
    """The empty system of a release, with what the packages stand on in its cache; made once."""
    folder = MADE / suite
    if not (folder / "made").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        root = folder / "root"
        _quietly(
            "mmdebstrap", "--variant=apt", f"--include={','.join(_HAS)}", "--dpkgopt=force-unsafe-io",
            "--skip=cleanup/apt", suite, str(root),
        )  # fmt: skip
        depends = sorted({package for part in PARTS.values() for package in part.depends})
        _quietly(
            "chroot",
            str(root),
            "apt-get",
            "-y",
            "--no-install-recommends",
            "--download-only",
            "install",
            *depends,
        )
        (folder / "made").touch()
    return folder / "root"


def _quietly(*command: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise Failed(f"{' '.join(command[:3])} ...:\n{done.stderr[-3000:]}")


class Root:
    """A system of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def run(self, *command: str, may_fail: bool = False) -> str:
        """Run a command there without a network; what it says. Raises Failed."""
        return self._ran(
            ["unshare", "--net", "--mount", "--pid", "--fork", "chroot", str(self.path)],
            command,
            may_fail=may_fail,
        )

    def apt(self, *words: str) -> str:
        """Install or take away, without asking and without recommendations."""
        return self.run("apt-get", "-y", "--no-install-recommends", "--allow-downgrades", *words)

    def put(self, file: Path, place: str) -> None:
        """A file of ours, readable for everybody there."""
        target = self.path / place.lstrip("/")
        shutil.copyfile(file, target)
        target.chmod(0o644)

    def files(self) -> set[str]:
        """Every path that a package might leave."""
        every = (str(path.relative_to(self.path)) for path in self.path.rglob("*"))
        return {path for path in every if not path.startswith(_PASSED)} - _KEPT

    def names(self) -> str:
        """Users and groups."""
        return "".join(sorted((self.path / "etc" / name).read_text() for name in ("passwd", "group")))

    def _ran(self, words: list[str], command: tuple[str, ...], *, may_fail: bool) -> str:
        around = [
            "env",
            "-i",
            "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
            "DEBIAN_FRONTEND=noninteractive",
            "BALAI_LANG=en",
        ]
        done = subprocess.run(
            [*words, *around, *command], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        if done.returncode and not may_fail:
            raise Failed(f"{' '.join(command)}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
        return done.stdout + done.stderr


@contextmanager
def layer(below: Path) -> Iterator[Path]:
    """A root over another one, which stays as it is; in memory where there is enough."""
    memory = Path("/dev/shm")  # noqa: S108  # a folder of its own is made there
    with tempfile.TemporaryDirectory(prefix="balai-root-", dir=memory if memory.exists() else MADE) as folder:
        upper, work, merged = (Path(folder) / name for name in ("upper", "work", "merged"))
        for place in (upper, work, merged):
            place.mkdir()
        told = f"lowerdir={below},upperdir={upper},workdir={work}"
        subprocess.run(["mount", "-t", "overlay", "balai", "-o", told, str(merged)], check=True)
        try:
            yield merged
        finally:
            subprocess.run(["umount", "--lazy", str(merged)], check=True)
