"""`python -m demo.practice`: started by a hub, which hands in what it wants and whose end is its end.

One line of JSON comes by standard input: the hall's file; host, port, https and proxies of its hub; minutes,
pace, agency. Standard input is then a life line: when it closes, the training hall ends and nothing of it is
left. One line of JSON goes out once it works.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from balai.errors import BalaiError
from demo.practice.hall import LEARNERS, TrainingHall, prepare
from demo.practice.playing import Players

PREFIX = "balai-latihan-"


def main() -> None:
    """Run until the time is up, or whoever started this is gone."""
    asked = json.loads(sys.stdin.readline())
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    threading.Thread(target=_until_closed, daemon=True).start()
    _tidy()
    try:
        with ExitStack() as stack:
            made = tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-")
            folder = Path(stack.enter_context(made)).resolve()
            _run(stack, folder, asked)
    except BalaiError as fault:
        raise SystemExit(str(fault)) from fault


def _run(stack: ExitStack, folder: Path, asked: dict[str, Any]) -> None:
    hall = prepare(folder, asked)
    hub = stack.enter_context(hall.start())
    players = Players(hall, _near(hub.url), asked["pace"], seed=1)
    stack.callback(players.stop)

    failed = threading.Event()

    def fail(fault: str) -> None:
        sys.stderr.write(f"{fault}\n")
        failed.set()

    players.start(fail)
    _tell(hall, hub.url)
    if failed.wait(asked["minutes"] * 60):
        raise SystemExit(1)


def _end(_number: int, _frame: object) -> None:
    """Once: what is begun is ended in order, and nothing disturbs that."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise SystemExit(0)


def _until_closed() -> None:
    while sys.stdin.readline():
        continue
    os.kill(os.getpid(), signal.SIGTERM)


def _near(url: str) -> str:
    """Where a hub that listens everywhere is reached from this machine."""
    return url.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//127.0.0.1:")


def _tell(hall: TrainingHall, url: str) -> None:
    accounts = [
        {"username": name, "password": password, "role": LEARNERS[name]}
        for name, password in hall.passwords.items()
    ]
    print(json.dumps({"port": int(url.rpartition(":")[2]), "accounts": accounts}), flush=True)  # noqa: T201


def _tidy() -> None:
    """Take away what one that lost its power has left."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        pid = left.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdecimal() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(left, ignore_errors=True)


if __name__ == "__main__":
    main()
