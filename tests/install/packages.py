"""One package in an empty Debian without a network: installed, examined, upgraded, taken back, purged."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import click

from tests.install.roots import MADE, ROOT, Failed, Root, empty, layer
from tools.debian.environment import Target
from tools.debian.parts import PARTS

DIST = ROOT / "dist"


def package_of(name: str, target: Target) -> Path:
    """The package that was built last of a part. Raises Failed where there is none."""
    found = sorted(DIST.glob(f"balai-{name}_*~{target.release}_{target.architecture}.deb"))
    if not found:
        raise Failed(f"{name}: no package for {target.suite} in dist/; use `make install-test`.")
    return found[-1]


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


def tried(name: str, target: Target) -> None:
    """One package from its installation to nothing. Raises Failed."""
    with layer(empty(target.suite)) as path, tempfile.TemporaryDirectory(dir=MADE) as folder:
        root, package = Root(path), package_of(name, target)
        # What it stands on is there before it: what purging it leaves is seen against that.
        root.apt("install", *PARTS[name].depends)
        before, people = root.files(), root.names()
        root.put(package, "/srv/one.deb")
        root.put(newer(package, Path(folder)), "/srv/two.deb")
        _examined(name, root, root.apt("install", "/srv/one.deb"))
        if "hub" in PARTS[name].settings:
            _with_a_hall(root)
            _with_an_address(root)
        for file, kind in (("two.deb", "upgraded"), ("one.deb", "taken back")):
            root.apt("install", f"/srv/{file}")
            click.echo(f"  {name}: {kind}")
        root.apt("purge", f"balai-{name}")
        left = sorted(root.files() - before)
        if left or root.names() != people:
            raise Failed(f"{name}: purge leaves {left[:20]}, or users and groups")


def _examined(name: str, root: Root, said: str) -> None:
    """What the set-up said, whose the files are, and that the programs start."""
    for program in PARTS[name].settings:
        if f"balai {program} --check" not in said:
            raise Failed(f"{name}: the set-up does not say what is to be mended:\n{said[-2000:]}")
        places = ("/etc/balai", f"/etc/balai/{program}.toml", "/var/lib/balai")
        modes = root.run("stat", "-c", "%a %U %G", *places)
        if modes.splitlines() != ["750 root balai", "640 root balai", "700 balai balai"]:
            raise Failed(f"{name}: modes are {modes}")
        root.run("runuser", "-u", "balai", "--", "balai", program, "--help")


def _with_a_hall(root: Root) -> None:
    """A store is copied before its program is upgraded."""
    root.put(ROOT / "demo" / "tenggarong.toml", "/srv/hall.toml")
    balai = ("runuser", "-u", "balai", "--", "balai")
    root.run(*balai, "hall", "load", "/srv/hall.toml", "--config", "/etc/balai/hub.toml")
    root.apt("install", "/srv/two.deb")
    if not list((root.path / "var/lib/balai/copies").glob("*")):
        raise Failed("the store was not copied before the upgrade")
    root.apt("install", "/srv/one.deb")


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
