"""The system's `sftp` client as a program: commands in a batch, its complaints as errors for people."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from balai.words.said import say
from server.store.errors import StoreError

#: A connection that does not come about, or carries nothing any more, is given up.
CONNECT_SECONDS, ALIVE_SECONDS, ALIVE_TRIES = 10, 5, 3
#: The longest that anything may take in all: a machine that answers and takes nothing holds up no timer.
LONGEST_SECONDS = 3600.0
#: What `ssh` and `sftp` complain of (OpenSSH, in English), the most telling first.
_COMPLAINTS = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (r"Could not resolve hostname", "remote_unknown"),
        (r"REMOTE HOST IDENTIFICATION HAS CHANGED", "remote_changed"),
        (r"Host key verification failed", "remote_untrusted"),
        (r"UNPROTECTED PRIVATE KEY|bad permissions", "remote_key_open"),
        (r"Permission denied \(", "remote_refused"),
        (r"Permission denied", "remote_unwritable"),
        (r"Connection refused|[Cc]onnect.*timed out|No route to host|unreachable", "remote_silent"),
        (r'write remote "|No space|[Dd]isk quota', "remote_full"),
        (r"Connection closed|Connection reset|Broken pipe|lost connection|not responding", "remote_cut"),
    )
)


@dataclass(frozen=True, slots=True)
class Machine:
    """Another machine: `address` is user@host, `folder` counts from the user's own. `key` is the private key,
    `hosts` the file with the machine's own key, by which it is known."""

    address: str
    folder: str
    key: Path
    port: int = 22

    @property
    def hosts(self) -> Path:
        """Where the keys of machines that are trusted stand."""
        return self.key.with_suffix(".hosts")

    def __str__(self) -> str:
        return f"{self.address}:{self.folder}"


def run_batch(machine: Machine, commands: Sequence[str]) -> list[str]:
    """Give `sftp` these commands; what it printed, by line. A command after "-" may fail.

    Raises StoreError with what to do.
    """
    if not machine.key.is_file():
        raise _fault("remote_no_key", machine, key=machine.key)
    try:
        done = subprocess.run(
            ["sftp", "-b", "-", "-P", str(machine.port), *_options(machine), "--", machine.address],
            input="".join(f"{command}\n" for command in commands),
            capture_output=True, text=True, errors="replace", timeout=LONGEST_SECONDS, check=False,
            env={**os.environ, "LC_ALL": "C"},
        )  # fmt: skip
    except FileNotFoundError as fault:
        raise _fault("remote_no_sftp", machine) from fault
    except subprocess.TimeoutExpired as fault:
        raise _fault("remote_silent", machine) from fault
    if done.returncode != 0:
        raise _complaint(machine, done.stderr)
    return done.stdout.splitlines()


def quoted(path: str | Path) -> str:
    """A path as `sftp` reads it in a batch: blanks and signs of patterns stand for themselves."""
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _options(machine: Machine) -> list[str]:
    options = {
        "BatchMode": "yes",
        "StrictHostKeyChecking": "yes",
        "UserKnownHostsFile": quoted(machine.hosts),
        "GlobalKnownHostsFile": "/dev/null",
        "IdentityFile": quoted(machine.key),
        "IdentitiesOnly": "yes",
        "Compression": "yes",
        "ConnectTimeout": CONNECT_SECONDS,
        "ServerAliveInterval": ALIVE_SECONDS,
        "ServerAliveCountMax": ALIVE_TRIES,
    }
    given = [part for name, value in options.items() for part in ("-o", f"{name}={value}")]
    return ["-F", "none", *given]


def _complaint(machine: Machine, told: str) -> StoreError:
    for pattern, code in _COMPLAINTS:
        if pattern.search(told):
            return _fault(code, machine, key=machine.key, hosts=machine.hosts)
    last = next((line for line in reversed(told.splitlines()) if line.strip()), "-")
    return _fault("remote_failed", machine, fault=last.strip())


def _fault(code: str, machine: Machine, **more: object) -> StoreError:
    host = machine.address.rpartition("@")[2]
    scan = f"ssh-keyscan -p {machine.port} {host} >> {machine.hosts}"
    return StoreError(say(f"error.{code}", place=machine, host=host, scan=scan, **more), code=code)
