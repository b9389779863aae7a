"""Roots of Debian for the packages: an empty system that is made once, layers with what a part stands on, and
layers over these that are thrown away.

A layer has what the packages of its part name, and nothing else, so that `apt install` of one works without a
network. What apt knows and fetched lies beside the systems: a machine without the internet has none of it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import click

from tools.debian.layers import Layer, laid, once
from tools.debian.parts import PARTS

ROOT = Path(__file__).resolve().parents[2]
#: With a dot in its name: the search for packages of a wheel passes over it.
MADE = ROOT / "build" / "debian.roots"
#: What the smallest Debian has beside `apt`, for one that is to be booted.
_HAS = ("python3", "passwd", "udev", "systemd-sysv", "dbus", "iproute2")
_AROUND = ("env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "BALAI_LANG=en")
#: What apt knows of the archive and what it fetched, below the root and beside it.
_APT_KEEPS = {"var/lib/apt/lists": "lists", "var/cache/apt": "cache"}
#: In a system with these in their place: root, folder of what apt keeps, packages.
_INSTALL = """\
for pair in @KEEPS@; do mount --bind "$1/${pair#*=}" "$0/${pair%=*}"; done
cp /etc/resolv.conf "$0/etc/resolv.conf"
root=$0; shift
exec chroot "$root" apt-get -q -y -o APT::Keep-Downloaded-Packages=true install "$@"
""".replace("@KEEPS@", " ".join(f"{place}={name}" for place, name in _APT_KEEPS.items()))
#: What a part's dependencies bring that another part names: so its layer may lie over that one's.
_BRINGS = {"ffmpeg": {"libusb-1.0-0"}}
#: Most of the time since the distribution's archive does not answer.
CANNOT_BE_MADE = "a system cannot be made here"


class Failed(AssertionError):
    """A package did not do what it is to do."""


class Unable(Exception):
    """This machine cannot try it: what it lacks."""


@contextmanager
def step(suite: str, what: str) -> Iterator[None]:
    """Say how long this took, once it is done."""
    began = monotonic()
    yield
    click.echo(f"  {suite}: {what}: {monotonic() - began:.1f} s")


def empty(suite: str) -> Path:
    """The empty system of a release; made once. Raises Unable where it cannot be made, as without the
    distribution's archive."""
    folder = MADE / suite
    with once(folder, _HAS) as lacking:
        if lacking:
            with step(suite, "an empty system, fetched and set up"):
                root = folder / "root"
                made(
                    "mmdebstrap", "--variant=apt", f"--include={','.join(_HAS)}", "--dpkgopt=force-unsafe-io",
                    '--aptopt=APT::Install-Recommends "false"', "--skip=cleanup/apt/lists", suite, str(root),
                )  # fmt: skip
                for place, name in _APT_KEEPS.items():
                    shutil.move(root / place, folder / name)
                    (root / place).mkdir()
    return folder / "root"


def standing(suite: str, name: str) -> tuple[Path, ...]:
    """The layers of a system with what a part stands on, the topmost first; each is made once, with the
    network. Raises Unable where it cannot be made."""
    layers: tuple[Path, ...] = (empty(suite),)
    for part in steps(name):
        folder = MADE / suite / f"on-{part}"
        with once(folder, PARTS[part].depends) as lacking:
            if lacking:
                with step(suite, f"what {part} stands on"), laid(layers, folder) as layer:
                    inside = ("unshare", "--mount", "--pid", "--fork", "sh", "-euc", _INSTALL)
                    made(*inside, str(layer.path), str(MADE / suite), *PARTS[part].depends)
        layers = (folder / "upper", *layers)
    return layers


def made(*command: str) -> None:
    """Run a command that may need the network. Raises Unable."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise Unable(f"{CANNOT_BE_MADE}: {' '.join(command)}\n{done.stderr[-2000:]}")


def steps(name: str) -> tuple[str, ...]:
    """The parts whose layers make up a part's, its own last: each stands on some of what the next does."""
    below = [part for part in PARTS if _needs(part) < _needs(name)]
    most = max(below, key=lambda part: len(_needs(part)), default=None)
    return (*(steps(most) if most else ()), name)


def _needs(name: str) -> set[str]:
    named = PARTS[name].depends
    return {*named, *(brought for one in named for brought in _BRINGS.get(one, ()))}


class Root:
    """A system of its own."""

    def __init__(self, layer: Layer) -> None:
        self.layer, self.path = layer, layer.path

    def run(self, *command: str, may_fail: bool = False) -> str:
        """Run a command there without a network; what it says. Raises Failed."""
        around = (*_AROUND, "DEBIAN_FRONTEND=noninteractive")
        done = subprocess.run(
            [*self.inside(), *around, *command],
            capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        return self.told(command, done, may_fail=may_fail)

    def typed(self, line: str) -> tuple[str, bool]:
        """Run what a technician types, as it stands, where the packages lie; what it says, and whether it
        asked anything: read a line of the many that wait on its input. Raises Failed."""
        command = ("sh", "-c", f"cd /srv && {line}")
        asked = os.memfd_create("answers")
        os.write(asked, b"y\n" * 100)
        os.lseek(asked, 0, os.SEEK_SET)
        try:
            done = subprocess.run(
                [*self.inside(), *_AROUND, *command], capture_output=True, text=True, check=False, stdin=asked
            )
            return self.told(command, done), os.lseek(asked, 0, os.SEEK_CUR) > 0
        finally:
            os.close(asked)

    def inside(self) -> list[str]:
        """What runs a command there."""
        return ["unshare", "--net", "--mount", "--pid", "--fork", "chroot", str(self.path)]

    def balai(self, *words: str) -> str:
        """Run `balai` as its user."""
        return self.run("runuser", "-u", "balai", "--", "balai", *words)

    def put(self, file: Path, place: str) -> None:
        """A file of ours, readable for everybody there."""
        target = self.path / place.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        target.chmod(0o644)

    @staticmethod
    def told(
        command: Sequence[str], done: subprocess.CompletedProcess[str], *, may_fail: bool = False
    ) -> str:
        """What a command said. Raises Failed."""
        if done.returncode and not may_fail:
            raise Failed(f"{' '.join(command)}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
        return done.stdout + done.stderr


@contextmanager
def layer(*below: Path) -> Iterator[Layer]:
    """A root over others, which stay as they are; in memory where there is enough."""
    memory = Path("/dev/shm")  # noqa: S108  # a folder of its own is made there
    place = memory if memory.exists() else MADE
    with (
        tempfile.TemporaryDirectory(prefix="balai-root-", dir=place) as folder,
        laid(below, Path(folder)) as made,
    ):
        yield made
