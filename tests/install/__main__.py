"""Install, examine, upgrade, take back and purge each package in a root of Debian that has no network.

usage: python -m tests.install [hub kiosk display all]    (as root; packages lie in dist/, see `make deb`)
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from tools.deb_parts import PARTS, Part

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"
SUITE = "bookworm"
#: What is no part of what a package leaves: caches, logs, and what apt, nginx and the kernel keep.
_PASSED = (
    "proc",
    "sys",
    "dev",
    "tmp",
    "run",
    "srv",
    "var/log",
    "var/cache",
    "var/lib/dpkg",
    "var/lib/apt",
    "var/lib/nginx",
)
#: Copies that the system's own tools make of what they change, and a folder that was empty.
_KEPT = {"etc/passwd-", "etc/group-", "etc/shadow-", "etc/gshadow-", "etc/subuid-", "etc/subgid-", "opt"}


class Failed(Exception):
    """A package did not do what it is to do."""


class Root:
    """A system of its own with the base of Debian."""

    def __init__(self, base: Path, folder: Path) -> None:
        self.path = folder / "root"
        subprocess.run(["cp", "-a", str(base), str(self.path)], check=True)

    def run(self, *command: str, may_fail: bool = False) -> str:
        """Run a command there without a network; what it says. Raises Failed."""
        words = ["unshare", "--net", "--mount", "--pid", "--fork", "chroot", str(self.path), "env", "-i"]
        words += ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND=noninteractive", "BALAI_LANG=en"]
        done = subprocess.run(
            [*words, *command], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        if done.returncode and not may_fail:
            raise Failed(f"{' '.join(command)}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
        return done.stdout + done.stderr

    def files(self) -> set[str]:
        """Every path that a package might leave."""
        every = (str(path.relative_to(self.path)) for path in self.path.rglob("*"))
        return {path for path in every if not path.startswith(_PASSED)} - _KEPT

    def names(self) -> str:
        """Users and groups."""
        return "".join(sorted((self.path / "etc" / name).read_text() for name in ("passwd", "group")))


def base_for(part: Part) -> Path:
    """The base system with what the package stands on, made once."""
    folder = ROOT / "build" / f"{SUITE}-{'-'.join(part.settings)}"
    if not (folder / "made").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        root = folder / "root"
        made = ["debootstrap", "--variant=minbase", "--include=python3,passwd,udev", SUITE, str(root)]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
        # An empty system that is thrown away needs no care for power cuts.
        (root / "etc/dpkg/dpkg.cfg.d/unsafe-io").write_text("force-unsafe-io\n")
        # debootstrap itself finds no package by what another one provides.
        apt = ["chroot", str(root), "apt-get", "-y", "--no-install-recommends", "install", *part.depends]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(apt, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=quiet)
        (folder / "made").touch()
    return folder / "root"


def newer(package: Path, folder: Path) -> Path:
    """The same package as one of a later version."""
    unpacked, file = folder / "unpacked", folder / "newer.deb"
    subprocess.run(["dpkg-deb", "-R", str(package), str(unpacked)], check=True)
    control = unpacked / "DEBIAN" / "control"
    control.write_text(control.read_text().replace("\nVersion: ", "\nVersion: 1:", 1))
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Znone", "-b", str(unpacked), str(file)],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return file


def tried(name: str, folder: Path) -> None:
    """One package from its installation to nothing. Raises Failed."""
    part, (package, *_) = PARTS[name], sorted(DIST.glob(f"balai-{name}_*.deb"), reverse=True)
    root = Root(base_for(part), folder)
    before, people = root.files(), root.names()
    shutil.copy(package, root.path / "srv" / "one.deb")
    shutil.copy(newer(package, folder), root.path / "srv" / "two.deb")
    apt = ("apt-get", "install", "-y", "--no-install-recommends", "--allow-downgrades")
    said = root.run(*apt, "/srv/one.deb")
    for program in part.settings:
        if f"balai {program} --check" not in said:
            raise Failed(f"{name}: the set-up does not say what is to be mended:\n{said[-2000:]}")
        modes = root.run(
            "stat", "-c", "%a %U %G", "/etc/balai", f"/etc/balai/{program}.toml", "/var/lib/balai"
        )
        if modes.splitlines() != ["750 root balai", "640 root balai", "700 balai balai"]:
            raise Failed(f"{name}: modes are {modes}")
        root.run("runuser", "-u", "balai", "--", "balai", program, "--help")
    if name in ("hub", "all"):
        _with_a_hall(root, apt)
        _with_an_address(root)
    for file, kind in (("two.deb", "upgraded"), ("one.deb", "taken back")):
        root.run(*apt, f"/srv/{file}")
        click.echo(f"  {name}: {kind}")
    root.run("apt-get", "purge", "-y", f"balai-{name}")
    left = sorted(root.files() - before)
    if left or root.names() != people:
        raise Failed(f"{name}: purge leaves {left[:20]}, or users and groups")


def _with_a_hall(root: Root, apt: tuple[str, ...]) -> None:
    """A store is copied before its program is upgraded."""
    shutil.copy(ROOT / "demo" / "tenggarong.toml", root.path / "srv" / "hall.toml")
    (root.path / "srv" / "hall.toml").chmod(0o644)
    balai = ("runuser", "-u", "balai", "--", "balai")
    root.run(*balai, "hall", "load", "/srv/hall.toml", "--config", "/etc/balai/hub.toml")
    root.run(*apt, "/srv/two.deb")
    if not list((root.path / "var/lib/balai/copies").glob("*")):
        raise Failed("the store was not copied before the upgrade")
    root.run(*apt, "/srv/one.deb")


def _with_an_address(root: Root) -> None:
    """One command asks nothing, and nginx takes what it wrote; repeated it changes nothing."""
    init = ("balai", "hub", "init", "--name", "balai.local")
    if "https://balai.local" not in root.run(*init):
        raise Failed("balai hub init does not tell the address")
    root.run("nginx", "-t")
    authority = (root.path / "etc/balai/tls/ca.pem").read_bytes()
    root.run(*init)
    root.run("balai", "hub", "renew")
    if (root.path / "etc/balai/tls/ca.pem").read_bytes() != authority:
        raise Failed("balai hub init, repeated, made another authority")
    check = ("balai", "hub", "--check", "--config", "/etc/balai/hub.toml")
    told = root.run("runuser", "-u", "balai", "--", *check, may_fail=True)
    if "good until" not in told:
        raise Failed(f"--check does not read the certificate:\n{told}")


def main(names: list[str]) -> int:
    """Try these packages, or all; 0 where each did what it is to do."""
    for name in names or list(PARTS):
        with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder:
            try:
                tried(name, Path(folder))
            except Failed as fault:
                click.echo(f"{name}: FAILED\n{fault}")
                return 1
        click.echo(f"{name}: installed without a network, examined, upgraded, taken back, purged")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
