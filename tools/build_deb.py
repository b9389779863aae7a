"""Build the Debian packages of parts: python -m tools.build_deb hub kiosk kiosk-screen display all

Each carries its whole environment, so that `apt install ./balai-kiosk_*.deb` needs no internet. The wheel
lies in dist/ (`make wheel`); the environment is made with this machine's /usr/bin/python3.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from balai import __version__
from tools.deb_parts import PARTS, Part, control

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
SCRIPTS = ("preinst", "postinst", "prerm", "postrm")
PYTHON = "/usr/bin/python3"


def version() -> str:
    """Grows with each commit, so that apt knows which of two is newer."""
    told = _said("git", "-C", str(ROOT), "show", "-s", "--format=%ct %h", "HEAD").split()
    return f"{__version__}+{datetime.fromtimestamp(int(told[0]), UTC):%Y%m%d%H%M%S}.{told[1]}"


def build(name: str, wheel: Path, target: Path, numbered: str) -> Path:
    """Build one package into `target`; its file."""
    part, architecture = PARTS[name], _said("dpkg", "--print-architecture")
    python = Path(os.path.realpath(PYTHON)).name
    target.mkdir(parents=True, exist_ok=True)
    file = target / f"balai-{name}_{numbered}_{architecture}.deb"
    with tempfile.TemporaryDirectory(dir=target) as folder:
        root = Path(folder) / "root"
        _environment(part, root, wheel)
        _files(part, root)
        kilobytes = sum(path.lstat().st_size for path in root.rglob("*")) // 1024
        (root / "DEBIAN").mkdir()
        (root / "DEBIAN" / "control").write_text(control(name, numbered, architecture, python, kilobytes))
        for script in SCRIPTS:
            written = root / "DEBIAN" / script
            written.write_text(filled((DEPLOY / "debian" / script).read_text(), part))
            written.chmod(0o755)
        # Without a fast compression an hour of a small machine goes by.
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", "-Zxz", "-z3", "--build", str(root), str(file)],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    return file


def filled(script: str, part: Part) -> str:
    """A maintainer script for one part."""
    for word, values in {"@GROUPS@": part.groups, "@SETTINGS@": part.settings, "@UNITS@": part.units}.items():
        script = script.replace(word, " ".join(values))
    return script


def _environment(part: Part, root: Path, wheel: Path) -> None:
    """The part's Python environment, made where it will not lie."""
    home = root / "opt" / "balai"
    system = ["--system-site-packages"] if part.sees_system else []
    subprocess.run([PYTHON, "-m", "venv", "--without-pip", *system, str(home)], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python"), "install", "--quiet"]
    pip += ["--no-compile", "--ignore-installed", "--disable-pip-version-check"]
    lists = [word for name in part.lists for word in ("-r", str(ROOT / "requirements" / f"{name}.txt"))]
    subprocess.run([*pip, "--require-hashes", *lists], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    for script in (home / "bin").iterdir():
        if not script.is_symlink() and script.read_bytes().startswith(b"#!"):
            script.write_bytes(script.read_bytes().replace(str(home).encode(), b"/opt/balai"))
    settings = home / "pyvenv.cfg"
    rows = [row for row in settings.read_text().splitlines() if not row.startswith("command")]
    settings.write_text("\n".join(rows) + "\n")
    # Its user may not write there: what is compiled comes with it.
    compiled = [PYTHON, "-m", "compileall", "-q", "-s", str(root), "-p", "/", str(home / "lib")]
    subprocess.run(compiled, check=True, stdout=subprocess.DEVNULL)


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


def main(names: list[str]) -> None:
    """Build these parts into dist/."""
    os.umask(0o022)
    wheels = sorted((ROOT / "dist").glob("balai-*.whl"))
    if not wheels or not names or not set(names) <= set(PARTS):
        sys.exit(f"usage: make deb, or python -m tools.build_deb {'|'.join(PARTS)} ... with a wheel in dist/")
    numbered = version()
    for name in names:
        print(build(name, wheels[-1], ROOT / "dist", numbered))


if __name__ == "__main__":
    main(sys.argv[1:])
