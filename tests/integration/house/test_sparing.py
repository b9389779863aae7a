"""A hub loads no library that it does not use, and the fast tests none that they can do without."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_a_hub_alone_loads_no_library_of_clients_of_terminals_or_of_other_stores() -> None:
    script = (
        "from server.http import serve; from balai.program.sparing import without\n"
        "import sys\n"
        "with without(*serve._UNUSED, 'redis'): import server.http.process, server.cli.serving\n"
        "print([name for name in ('rich', 'requests', 'urllib3', 'websocket', 'redis', 'alembic', "
        "'sqlalchemy.dialects.postgresql', 'psycopg') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


#: What the fast tests of the core may load beside pytest's own: each of a quarter of a second at most.
LIBRARIES = frozenset(
    {
        "PIL", "annotated_types", "attr", "babel", "click", "greenlet", "hypothesis", "pydantic",
        "pydantic_core", "sortedcontainers", "structlog", "tomlkit", "typing_extensions", "typing_inspection",
    }
)  # fmt: skip
PYTEST = frozenset({"execnet", "iniconfig", "pluggy", "py", "pygments", "pytest", "pytest_timeout", "xdist"})


def test_the_fast_tests_of_the_core_load_few_libraries() -> None:
    """Most of their time went into loading; what is heavy is tried in the other half of `make unit`."""
    found = re.search(
        r"^HEAVY := \$\(addprefix tests/unit/,(.+)\)$", (ROOT / "Makefile").read_text(), re.MULTILINE
    )
    assert found
    rooms = [str(room) for room in (ROOT / "tests" / "unit").iterdir() if room.name not in found[1].split()]
    script = (
        f"import sys, pytest\nstatus = pytest.main(['--collect-only', '-qq', *{rooms!r}])\n"
        "loaded = {name.partition('.')[0] for name, module in sys.modules.items() if module}\n"
        "names = loaded - sys.stdlib_module_names\n"
        "print(int(status), *sorted(name for name in names if not name.startswith('_')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT, capture_output=True, text=True, check=True,
        env={**os.environ, "HYPOTHESIS_PROFILE": "fast"},
    )  # fmt: skip
    status, *names = done.stdout.splitlines()[-1].split()
    own = {path.name for path in ROOT.iterdir() if path.is_dir()}
    assert (status, set(names) - LIBRARIES - PYTEST - own) == ("0", set())
