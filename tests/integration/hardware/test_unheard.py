"""What foreign libraries write to standard error is not kept; our own log is: as programs of their own."""

from __future__ import annotations

import sys
from subprocess import run

_PROGRAM = """
import os, structlog
from balai.logs import configure_device_logs
from hardware.quiet import unheard
configure_device_logs()
os.write(2, b"before\\n")
with unheard():
    os.write(2, b"foreign\\n")
    with unheard():
        structlog.get_logger().info("ours")
    os.write(2, b"foreign\\n")
os.write(2, b"after\\n")
"""


def test_foreign_lines_go_and_our_own_stay() -> None:
    told = run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True).stderr
    before, ours, after = told.splitlines()
    assert (before, after) == ("before", "after")
    assert '"event": "ours"' in ours


def test_a_program_without_a_standard_error_goes_on() -> None:
    done = run(
        ["sh", "-c", f"exec {sys.executable} -c '{_NO_ERROR}' 2>&-"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "done\n")


_NO_ERROR = 'from hardware.quiet import unheard\nwith unheard():\n    print("done")'
