"""A hub loads no library that it does not use."""

from __future__ import annotations

import subprocess
import sys


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
