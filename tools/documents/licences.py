"""Write docs/licences.md: whose work Balai stands on, and under which licence.

Names come from the compiled requirements and package-lock.json, licences from the metadata of the
installed packages. Versions are left out: they stand in those files, and differ between Pythons.
"""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "licences.md"

#: Packages that are installed on some machines only, or whose metadata names no licence.
STATED = {
    "async-timeout": "Apache-2.0",
    "axe-playwright-python": "MIT (with axe-core: MPL-2.0)",
    "colorama": "BSD-3-Clause",
    "gevent-websocket": "Apache-2.0",
    "python-dateutil": "Apache-2.0 or BSD-3-Clause",
    "xmlhttprequest-ssl": "MIT",
}

HEAD = """# Licences

Balai is under the MIT licence (see `LICENSE`). It stands on the work of others, listed here by
`make licences` from the pinned requirements; a test holds this page to them.

The programs espeak-ng (GPL-3.0-or-later), PostgreSQL (PostgreSQL), Redis (BSD-3-Clause up to 7.2) and
Chromium (BSD-3-Clause) are run as programs of their own where they are installed, and are not part of
Balai.

The spoken clips in `sounds/` were made with Kokoro-82M (Apache-2.0, `docs/licences/Apache-2.0.txt`; see
`sounds/NOTICE`); soundfile brings libsndfile (LGPL-2.1-or-later) as a library of its own. What makes and
judges the clips (`requirements/voice.txt`, `requirements/hearing.txt`) is never installed with Balai.
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page())
    print(f"Wrote {PAGE.relative_to(ROOT)}.")


def page() -> str:
    """The whole page as Markdown. Raises LookupError if a package names no licence."""
    running = _pinned("scale") | _pinned("kiosk") | _pinned("display")
    return "\n".join(
        [
            HEAD,
            *_table("In the hub, the kiosks and the displays", {name: _licence(name) for name in running}),
            *_table("In the browser, on the wall and on the ticket", _from_npm()),
            *_table(
                "For building, testing and the demonstration only",
                {name: _licence(name) for name in _pinned("dev") - running},
            ),
        ]
    )


def _table(title: str, licences: dict[str, str]) -> list[str]:
    rows = [f"| {name} | {licence} |" for name, licence in sorted(licences.items())]
    return [f"## {title}", "", "| package | licence |", "|---|---|", *rows, ""]


def _pinned(requirements: str) -> set[str]:
    text = (ROOT / "requirements" / f"{requirements}.txt").read_text()
    return set(re.findall(r"^([a-z0-9-]+)==", text, flags=re.MULTILINE))


def _from_npm() -> dict[str, str]:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    named = {path.rpartition("node_modules/")[2]: entry for path, entry in packages.items() if path}
    return {name: entry.get("license") or STATED[name] for name, entry in named.items()}


def _licence(name: str) -> str:
    if name in STATED:
        return STATED[name]
    try:
        found = _from_metadata(metadata(name))
    except PackageNotFoundError:
        found = ""
    if not found:
        raise LookupError(f"no licence is known for {name}: state it in tools/documents/licences.py")
    return found


def _from_metadata(about: PackageMetadata) -> str:
    fields = about.json
    if "license_expression" in fields:
        return str(fields["license_expression"])
    named = str(fields.get("license", ""))
    if named and "\n" not in named and len(named) <= 40:
        return named
    classified = [
        line.rpartition(" :: ")[2]
        for line in about.get_all("Classifier") or []
        if line.startswith("License ::") and not line.endswith("OSI Approved")
    ]
    return ", ".join(classified)


if __name__ == "__main__":
    main()
