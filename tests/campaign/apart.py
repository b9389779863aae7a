"""Networks and mounts of this program's own, so that what a bad day does to them touches nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.campaign.wire import bring_up

_INSIDE = "BALAI_CAMPAIGN_APART"


class NotApart(RuntimeError):
    """This machine gives no namespaces: to root always, to others where their use is not switched off."""


def go_apart() -> None:
    """Go on in namespaces of its own: begins this program anew, once. Raises NotApart."""
    if os.environ.get(_INSIDE):
        bring_up(b"lo", "127.0.0.1", "255.0.0.0")
        return
    own = ["unshare", *([] if os.geteuid() == 0 else ["--map-root-user"]), "--net", "--mount"]
    tried = subprocess.run([*own, "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        raise NotApart(tried.stderr.strip())
    program = [sys.executable, "-m", "tests.campaign", *sys.argv[1:]]
    os.execvpe(own[0], [*own, *program], {**os.environ, _INSIDE: "1"})  # noqa: S606  # no shell


@contextmanager
def small_disk(folder: Path, kibibytes: int) -> Iterator[None]:
    """A file system so small at a folder, which really takes no more when it is full."""
    folder.mkdir(parents=True, exist_ok=True)
    size = f"size={kibibytes}k"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "balai-campaign", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
