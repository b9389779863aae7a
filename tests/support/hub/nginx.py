"""A real nginx with the site that `balai hub init` writes, before a hub; ended by its own id.

with before(hub.port, papers) as proxy:
    open_url(proxy.secure)      # https://127.0.0.1:..., by the certificate in papers
"""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from server.usecases.address.authority import make_authority, make_certificate
from server.usecases.address.proxy import site

NAME = "balai.local"
_AROUND = """\
daemon off;
pid {here}/nginx.pid;
error_log stderr notice;
events {{ worker_connections 256; }}
http {{
    access_log off;
    # Its workers may be nobody, who may not write in a test's folder: nothing is put on the disk.
    proxy_max_temp_file_size 0;
    client_body_buffer_size 4m;
    client_body_temp_path {here}/body;
    proxy_temp_path {here}/proxy;
    fastcgi_temp_path {here}/fastcgi;
    uwsgi_temp_path {here}/uwsgi;
    scgi_temp_path {here}/scgi;
    include {here}/balai.conf;
}}
"""


@dataclass(frozen=True)
class Proxy:
    """Where it listens: by https and by plain http."""

    secure_port: int
    plain_port: int

    @property
    def secure(self) -> str:
        return f"https://127.0.0.1:{self.secure_port}"

    @property
    def plain(self) -> str:
        return f"http://127.0.0.1:{self.plain_port}"


def papers_in(folder: Path) -> Path:
    """A hall's authority and the hub's certificate of today, in `folder`."""
    now = datetime.now(UTC)
    make_authority(folder, NAME, now)
    make_certificate(folder, NAME, (), now)
    return folder


@contextmanager
def before(hub: int, papers: Path, challenges: Path | None = None) -> Iterator[Proxy]:
    """nginx before the hub at port `hub`. It is handed sockets that listen already: nobody waits for it.
    `challenges`: as in `site`."""
    with ExitStack() as parts:
        sockets = [parts.enter_context(socket.create_server(("0.0.0.0", 0))) for _ in range(3)]  # noqa: S104  # as the site
        secure, plain, practice = (one.getsockname()[1] for one in sockets)
        proxy = Proxy(secure, plain)
        text = site(
            NAME, papers, hub, secure=secure, plain=plain, practice=practice, six=False, challenges=challenges
        )
        (papers / "balai.conf").write_text(text)
        (papers / "nginx.conf").write_text(_AROUND.format(here=papers))
        numbers = [one.fileno() for one in sockets]
        with (papers / "nginx.log").open("w") as log:
            running = subprocess.Popen(
                ["nginx", "-p", str(papers), "-c", str(papers / "nginx.conf")],
                env={**os.environ, "NGINX": "".join(f"{number};" for number in numbers)},
                pass_fds=numbers, stderr=log, stdout=log,
            )  # fmt: skip
        for one in sockets:
            one.close()
        try:
            yield proxy
        finally:
            running.terminate()
            running.wait(10)
