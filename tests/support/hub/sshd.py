"""A real SSH server on this machine's loopback, with keys of its own; and a line to it that can be cut."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from demo.driving.wait import eventually
from tests.support.hub.services import START_SECONDS, free_port, tied


def make_key(path: Path) -> None:
    """A key pair: `path` and `path`.pub."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)


class SshServer:
    """Takes the key `known` of the user who runs the tests, and serves files."""

    def __init__(self, folder: Path) -> None:
        self.port, self.user, self.known = free_port(), getpass.getuser(), folder / "known"
        make_key(folder / "host")
        make_key(self.known)
        settings = folder / "sshd_config"
        settings.write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile none\n"
            "StrictModes no\n"
            f"AuthorizedKeysFile {self.known}.pub\nSubsystem sftp internal-sftp\nPasswordAuthentication no\n",
            encoding="utf-8",
        )
        if os.getuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)
        program = shutil.which("sshd") or "/usr/sbin/sshd"
        self._log = (folder / "log").open("wb")
        # A limit of its files' size is to refuse what is written and not to end it: SIGXFSZ stays ignored.
        self._process = subprocess.Popen(
            tied([program, "-D", "-e", "-f", str(settings)]),
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log, restore_signals=False,
        )  # fmt: skip
        self.public = (folder / "host.pub").read_text(encoding="utf-8")
        eventually(self._listens, START_SECONDS, what="the SSH server to listen")

    @property
    def pid(self) -> int:
        """The server's process."""
        return self._process.pid

    def trusted(self, port: int) -> str:
        """The line by which this server is known at a port."""
        return f"[127.0.0.1]:{port} {self.public}"

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()
        self._log.close()

    def _listens(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False


@contextmanager
def cut_line(port: int, after: int) -> Iterator[int]:
    """A port that leads to another until so many bytes have gone there; then the line is dead."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        relay = threading.Thread(target=_relay, args=(server, port, after), daemon=True)
        relay.start()
        yield server.getsockname()[1]
        relay.join()


def _relay(server: socket.socket, port: int, after: int) -> None:
    near, _ = server.accept()
    with near, socket.create_connection(("127.0.0.1", port)) as far:
        back = threading.Thread(target=_pour, args=(far, near), daemon=True)
        back.start()
        _pour(near, far, after)
        for end in (near, far):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        back.join()


def _pour(source: socket.socket, target: socket.socket, most: int | None = None) -> None:
    with suppress(OSError):
        while (most is None or most > 0) and (data := source.recv(4096)):
            target.sendall(data)
            most = None if most is None else most - len(data)
