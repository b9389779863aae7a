"""Known vulnerabilities of what Balai stands on: make vulnerabilities

pip-audit and npm ask the indexes that the packages come from, in environments of their own. Where an index
does not answer it is said so, and nothing is called free of vulnerabilities. Exit code 0: none known; 1:
some; 3: nobody could look.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
#: What runs in a hall; the developers' tools do not.
LISTS = ("scale", "kiosk", "display")
PIP_AUDIT = "2.10.1"
FOUND, UNKNOWN = 1, 3
_LONGEST_SECONDS = 300
Run = Callable[[Sequence[str]], str]


class NotLooked(Exception):
    """A database could not be asked; why."""


@dataclass(frozen=True, order=True)
class Known:
    """One vulnerability of one version."""

    package: str
    version: str
    id: str
    mended_in: str

    def __str__(self) -> str:
        return f"{self.package} {self.version}: {self.id}, {self.mended_in or 'not mended yet'}"


def of_python(run: Run) -> set[Known]:
    """Those of the pinned lists. Raises NotLooked."""
    home = ROOT / "build" / "audit"
    if not (home / "bin" / "pip-audit").exists():
        run([sys.executable, "-m", "venv", str(home)])
        run([str(home / "bin" / "pip"), "install", "--quiet", f"pip-audit=={PIP_AUDIT}"])
    named = [word for name in LISTS for word in ("-r", str(ROOT / "requirements" / f"{name}.txt"))]
    asked = ["--require-hashes", "--disable-pip", "--format", "json", "--progress-spinner", "off", *named]
    return set(_python(_read(run([str(home / "bin" / "pip-audit"), *asked]))))


def of_browser(run: Run) -> set[Known]:
    """Those of the browser's files, as package-lock.json pins them. Raises NotLooked."""
    return set(_browser(_read(run(["npm", "audit", "--package-lock-only", "--json", "--prefix", str(ROOT)]))))


def _python(told: dict[str, Any]) -> Iterator[Known]:
    listed = told.get("dependencies")
    if not listed:
        raise NotLooked("pip-audit named no package.")
    for package in listed:
        if "skip_reason" in package:
            raise NotLooked(f"{package['name']}: {package['skip_reason']}")
        for one in package["vulns"]:
            yield Known(package["name"], package["version"], one["id"], ", ".join(one["fix_versions"]))


def _browser(told: dict[str, Any]) -> Iterator[Known]:
    if "vulnerabilities" not in told:
        raise NotLooked(f"npm: {told.get('message') or told.get('error')}")
    for name, package in told["vulnerabilities"].items():
        for via in package["via"]:
            if isinstance(via, dict):
                yield Known(name, package["range"], str(via["url"]).rpartition("/")[2], "")


def _read(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        raise NotLooked(text.strip()[-300:] or "no answer") from None
    return told if isinstance(told, dict) else {}


def _run(command: Sequence[str]) -> str:
    """What a command says: both audits end with 1 where they find something. Raises NotLooked."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=_LONGEST_SECONDS, cwd=ROOT
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise NotLooked(str(fault)) from fault
    return done.stdout or done.stderr


def main(run: Run = _run) -> int:
    """Look, and say what was found; the exit code."""
    found: set[Known] = set()
    looked = True
    for name, look in (("Python", of_python), ("browser", of_browser)):
        try:
            found |= look(run)
        except NotLooked as why:
            looked = False
            print(f"{name}: nobody looked, so nothing is known. {why}")
    for one in sorted(found):
        print(one)
    if not found and looked:
        print(f"No vulnerability is known of what {', '.join(LISTS)} and the browser's files pin.")
    return FOUND if found else 0 if looked else UNKNOWN


if __name__ == "__main__":
    sys.exit(main())
