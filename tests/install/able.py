"""Whether this machine can try packages at all."""

from __future__ import annotations

import os
import shutil
import subprocess

from tests.install.roots import MADE, Unable

_NEEDED = ("mmdebstrap", "ip", "systemd-nspawn", "unshare", "nsenter", "dpkg-deb")


def lacking() -> None:
    """Raises Unable with what this machine lacks."""
    if os.geteuid() != 0:
        raise Unable("only root can make systems and boot them")
    if missing := [name for name in _NEEDED if not shutil.which(name)]:
        raise Unable(f"programs are missing: {', '.join(missing)}")
    MADE.mkdir(parents=True, exist_ok=True)
    mounts = (
        "mount -t tmpfs none /mnt && mkdir /mnt/a /mnt/b /mnt/c /mnt/d && "
        "mount -t overlay none -o lowerdir=/mnt/a,upperdir=/mnt/b,workdir=/mnt/c /mnt/d"
    )
    asked = ["unshare", "--mount", "--net", "--pid", "--fork", "sh", "-c", mounts]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unable(f"the kernel makes no spaces or layers here: {done.stderr.strip()}")
