"""Build the Debian packages of parts: python -m tools.debian.build hub kiosk kiosk-screen display all

Each carries its whole environment, so that `apt install ./balai-kiosk_*.deb` needs no internet. The wheel
lies in dist/ (`make wheel`). `--suite trixie`, `--arch arm64`: for machines of another release or kind.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from balai import __version__
from tools.debian.environment import PYTHONS, ROOT, Target, put_together, take, this_machine
from tools.debian.parts import PARTS, Part, control

DEPLOY = ROOT / "deploy"
DIST = ROOT / "dist"
#: zstd's: small enough to carry, and packed and unpacked in seconds on a small machine.
SMALLEST = 9
SCRIPTS = ("preinst", "postinst", "prerm", "postrm")


def version(target: Target) -> str:
    """Grows with each commit, so that apt knows which of two is newer; of sources without their history it is
    the version alone."""
    try:
        told = _said("git", "-C", str(ROOT), "show", "-s", "--format=%ct %h", "HEAD").split()
    except (OSError, subprocess.CalledProcessError):
        return f"{__version__}~{target.release}"
    at = datetime.fromtimestamp(int(told[0]), UTC)
    return f"{__version__}+{at:%Y%m%d%H%M%S}.{told[1]}~{target.release}"


@contextmanager
def environment(
    target: Target, names: Sequence[str], folder: Path, system: Path | None = None
) -> Iterator[Path]:
    """The libraries of all these parts below one folder, gone afterwards; `system` as in `put_together`.

    Raises LookupError where no wheel lies in dist/.
    """
    wheels = sorted(DIST.glob("balai-*.whl"))
    if not wheels:
        raise LookupError("There is no wheel in dist/: use `make deb`.")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        lists = dict.fromkeys(one for name in names for one in PARTS[name].lists)
        put_together(Path(place), target, tuple(lists), wheels[-1], system)
        yield Path(place)


def build(
    name: str, whole: Path, target: Target, folder: Path, numbered: str = "", level: int = SMALLEST
) -> Path:
    """Build one package into `folder` from its share of an environment; its file."""
    part, numbered = PARTS[name], numbered or version(target)
    folder.mkdir(parents=True, exist_ok=True)
    for before in folder.glob(f"balai-{name}_*~{target.release}_{target.architecture}.deb"):
        before.unlink()
    file = folder / f"balai-{name}_{numbered}_{target.architecture}.deb"
    with tempfile.TemporaryDirectory(dir=folder) as place:
        root = Path(place) / "root"
        take(whole, root, target, part.lists)
        _files(part, root)
        kilobytes = sum(path.lstat().st_size for path in root.rglob("*")) // 1024
        (root / "DEBIAN").mkdir()
        told = control(name, numbered, target.architecture, target.python, kilobytes)
        (root / "DEBIAN" / "control").write_text(told)
        for script in SCRIPTS:
            written = root / "DEBIAN" / script
            written.write_text(filled((DEPLOY / "debian" / script).read_text(), part))
            written.chmod(0o755)
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", "-Zzstd", f"-z{level}", "--build", str(root), str(file)],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    return file


def filled(script: str, part: Part) -> str:
    """A maintainer script for one part."""
    for word, values in {"@GROUPS@": part.groups, "@SETTINGS@": part.settings, "@UNITS@": part.units}.items():
        script = script.replace(word, " ".join(values))
    return script


def _files(part: Part, root: Path) -> None:
    """Units, rules, examples and the command."""
    for unit in part.units:
        _put(DEPLOY / "systemd" / unit, root / "lib" / "systemd" / "system")
    if part.udev:
        for rules in (DEPLOY / "udev").iterdir():
            _put(rules, root / "lib" / "udev" / "rules.d")
    if part.has_screen:
        folder = root / "lib" / "systemd" / "system" / "balai-kiosk.service.d"
        _put(DEPLOY / "examples" / "balai-kiosk-screen.conf", folder, "screen.conf")
    for name in part.settings:
        folder = root / "usr" / "share" / "balai" / "examples"
        _put(DEPLOY / "examples" / part.example(name), folder, f"{name}.toml")
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / "balai").symlink_to("/opt/balai/bin/balai")


def _put(file: Path, folder: Path, name: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / (name or file.name)
    shutil.copyfile(file, target)
    target.chmod(0o644)


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@click.command()
@click.argument("names", nargs=-1, required=True, type=click.Choice(list(PARTS)))
@click.option("--suite", type=click.Choice(list(PYTHONS)), help="The release of Debian, if not this one.")
@click.option("--arch", type=click.Choice(["amd64", "arm64"]), help="The architecture, if not this one.")
def main(names: Sequence[str], suite: str | None, arch: str | None) -> None:
    """Build these parts into dist/."""
    os.umask(0o022)
    here = Target(suite, arch) if suite and arch else this_machine()
    target = Target(suite or here.suite, arch or here.architecture)
    try:
        with environment(target, names, DIST) as whole:
            for name in names:
                click.echo(str(build(name, whole, target, DIST)))
    except LookupError as fault:
        raise click.ClickException(str(fault)) from fault


if __name__ == "__main__":
    main()
