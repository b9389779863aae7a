import ast
import sys
from pathlib import Path

import pytest

DOMAIN = Path(__file__).resolve().parents[2] / "balai" / "domain"


def _imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("file", sorted(DOMAIN.rglob("*.py")), ids=lambda path: path.stem)
def test_the_domain_imports_only_itself_and_the_standard_library(file: Path) -> None:
    foreign = {
        name
        for name in _imports(file)
        if name.partition(".")[0] not in sys.stdlib_module_names
        and name != "balai.domain"
        and not name.startswith("balai.domain.")
    }
    assert foreign == set()
