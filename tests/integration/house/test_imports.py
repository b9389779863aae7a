from __future__ import annotations

import ast
import sys
from pathlib import Path

DOMAIN = Path(__file__).resolve().parents[3] / "balai" / "domain"


def _imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def _is_allowed(name: str) -> bool:
    return name.partition(".")[0] in sys.stdlib_module_names or (name + ".").startswith("balai.domain.")


def test_the_domain_imports_only_itself_and_the_standard_library() -> None:
    files = sorted(DOMAIN.rglob("*.py"))
    foreign = {file.name: {name for name in _imports(file) if not _is_allowed(name)} for file in files}
    assert "day.py" in foreign
    assert {file: names for file, names in foreign.items() if names} == {}
