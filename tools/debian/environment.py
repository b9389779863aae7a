"""The Python environment of the packages, put together for machines that need not be of this one's kind:
nothing of it is run here. One holds the libraries of every part; each package takes its share."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tools.debian.shares import lighten, named_in, share

ROOT = Path(__file__).resolve().parents[2]
#: Where it lies on the machine.
HOME = "/opt/balai"
#: The interpreter of each release of Debian; Raspberry Pi OS has the same.
PYTHONS = MappingProxyType({"bookworm": "3.11", "trixie": "3.13"})
_MACHINES = MappingProxyType({"amd64": "x86_64", "arm64": "aarch64"})
_COMMAND = f"""\
#!{HOME}/bin/python3
import sys

from balai.cli import run

sys.exit(run())
"""
#: Reads every language, and so keeps it; its argument is the folder of the libraries.
_KEEP_WORDS = """\
import sys
sys.path.insert(0, sys.argv[1])
from balai.words.catalogue import written_languages
written_languages()
"""


@dataclass(frozen=True, slots=True)
class Target:
    """What a package is for: a release of Debian, and an architecture by Debian's name."""

    suite: str
    architecture: str

    @property
    def python(self) -> str:
        """Its interpreter: `python3.11`."""
        return f"python{PYTHONS[self.suite]}"

    @property
    def release(self) -> str:
        """As it stands at the end of a package's version: a later release has the newer package."""
        return f"deb{12 + list(PYTHONS).index(self.suite)}"

    @property
    def platform(self) -> str:
        """As uv calls it: with the C library of the oldest release."""
        return f"{_MACHINES[self.architecture]}-manylinux_2_36"


def this_machine() -> Target:
    """The release and the architecture of this machine. Raises LookupError where none of them is Debian's."""
    for line in Path("/etc/os-release").read_text().splitlines():
        name, _, value = line.partition("=")
        if name == "VERSION_CODENAME" and value in PYTHONS:
            asked = ["dpkg", "--print-architecture"]
            told = subprocess.run(asked, check=True, capture_output=True, text=True)
            return Target(value, told.stdout.strip())
    raise LookupError(f"This machine is none of {', '.join(PYTHONS)}: name one, as in SUITE=bookworm.")


def put_together(
    root: Path, target: Target, lists: Sequence[str], wheel: Path, system: Path | None = None
) -> None:
    """Fill `root` with the libraries of some hashed lists, without their own tests, and the wheel. `system`:
    one of that release and of this machine's architecture, whose interpreter compiles them where this machine
    has none."""
    libraries = root / libraries_of(target)
    libraries.mkdir(parents=True)
    named = [word for name in lists for word in ("-r", str(list_of(name)))]
    _install(target, libraries, "--require-hashes", *named)
    lighten(libraries)
    _install(target, libraries, "--no-deps", str(wheel))
    # Commands of the libraries, for the interpreter of this machine.
    shutil.rmtree(libraries / "bin", ignore_errors=True)
    _compile(root, target, system)


def take(whole: Path, root: Path, target: Target, lists: Sequence[str]) -> None:
    """Make in `root` the environment of a part with its share of `whole`."""
    home = root / HOME.lstrip("/")
    (home / "bin").mkdir(parents=True)
    names = {"balai"}.union(*(named_in(list_of(name).read_text()) for name in lists))
    share(whole / libraries_of(target), root / libraries_of(target), names)
    (home / "bin" / "python3").symlink_to(f"/usr/bin/{target.python}")
    (home / "bin" / "python").symlink_to("python3")
    (home / "bin" / "balai").write_text(_COMMAND)
    (home / "bin" / "balai").chmod(0o755)
    (home / "pyvenv.cfg").write_text("home = /usr/bin\ninclude-system-site-packages = false\n")


def libraries_of(target: Target) -> Path:
    """Where the libraries lie below a root."""
    return Path(HOME.lstrip("/"), "lib", target.python, "site-packages")


def list_of(name: str) -> Path:
    """A hashed list by its name."""
    return ROOT / "requirements" / f"{name}.txt"


def _install(target: Target, folder: Path, *words: str) -> None:
    asked = subprocess.run(
        ["sh", str(ROOT / "tools" / "ensure_uv.sh")], check=True, capture_output=True, text=True
    )
    subprocess.run(
        [
            str(ROOT / asked.stdout.strip()), "--no-config", "pip", "install", "--quiet",
            "--target", str(folder), "--python-platform", target.platform,
            "--python-version", PYTHONS[target.suite],
            "--only-binary", ":all:", "--link-mode", "copy", *words,
        ],
        check=True, cwd=ROOT,
    )  # fmt: skip


def _compile(root: Path, target: Target, system: Path | None) -> None:
    """Compile it where there is an interpreter of that version: what is compiled is the same on every
    architecture. Where there is none, the package's set-up does so."""
    found = _interpreter(root, target, system)
    if not found:
        return
    python, seen = found
    libraries = seen / libraries_of(target)
    words = ["-m", "compileall", "-q", "-j", "0", "--invalidation-mode", "unchecked-hash"]
    subprocess.run(
        [*python, *words, "-s", str(seen), "-p", "/", str(libraries)], check=True, stdout=subprocess.DEVNULL
    )
    # The languages too, beside the byte code: the programs' own user may write nothing there.
    writing = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([*python, "-c", _KEEP_WORDS, str(libraries)], check=True, env=writing)


def _interpreter(root: Path, target: Target, system: Path | None) -> tuple[list[str], Path] | None:
    """The command of an interpreter of that version, and where it sees `root`."""
    own = f"python{sys.version_info.major}.{sys.version_info.minor}" == target.python
    python = sys.executable if own else shutil.which(target.python)
    # What is found may be a name for one that is not installed.
    if python and subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0:
        return [python], root
    if not system:
        return None
    bound = 'mount --bind "$0" "$1/mnt" && system=$1 && shift && exec chroot "$system" "$@"'
    # The mount is gone with the last program that sees it.
    return ["unshare", "--mount", "sh", "-c", bound, str(root), str(system), target.python], Path("/mnt")
