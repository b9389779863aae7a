"""Libraries that a program does without seem not to be there while others are imported, and only then."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from balai.program.sparing import without


def test_what_is_spared_is_missing_within_and_there_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "this", raising=False)
    with without("this", "json"), pytest.raises(ModuleNotFoundError):
        __import__("this")
    assert "this" not in sys.modules
    assert sys.modules["json"] is json


def test_a_hub_alone_loads_no_library_of_clients_of_terminals_or_of_other_stores() -> None:
    script = (
        "from server.http import serve; from balai.program.sparing import without\n"
        "import sys\n"
        "with without(*serve._UNUSED, 'redis'): import server.http.process, server.cli.hub\n"
        "print([name for name in ('rich', 'requests', 'urllib3', 'websocket', 'redis', 'alembic', "
        "'sqlalchemy.dialects.postgresql', 'psycopg') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
