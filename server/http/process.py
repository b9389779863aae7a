"""The hub's process: wire, listen, serve, drain, end. Imported after gevent has patched (see serve)."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from datetime import date
from functools import partial
from time import monotonic
from typing import Any

import click
import gevent
import structlog
from gevent.pool import Pool
from gevent.pywsgi import WSGIServer

from balai.clock import Clock
from balai.domain.hall.config import PRACTICE
from balai.errors import BalaiError
from balai.program.lean import spare_the_collector
from balai.program.shell import BEAT_SECONDS, Shell
from balai.words.said import say
from server.app import HubApp, create_app
from server.auth.hashing import HashingProcess
from server.auth.passwords import Passwords
from server.auth.strangers import Strangers
from server.config import HubConfig, Listen
from server.http.connections import MOST_STRANGERS, Connections
from server.http.handler import HubHandler
from server.http.heads import Heads
from server.http.incoming import Incoming
from server.logs import configure_logs, describe
from server.store.errors import NoHallYet
from server.usecases.giving_way import InHand, OneByOne

DRAIN_SECONDS = 5.0
#: On the slowest machine, with another who hashes beside it.
HASHED_SECONDS = 60.0
_BACKLOG = 1024


class HubCrashed(BalaiError):
    """A part of the hub ended by itself; what stands in the log says why."""

    code = "hub_crashed"


class NoDelayServer(WSGIServer):
    """pywsgi with TCP_NODELAY: as shipped, each kept-alive request waits about 44 ms for an ACK."""

    #: Whether each connection ends with its next answer, and whether no request is begun any more.
    draining = over = False

    def __init__(
        self,
        listener: socket.socket,
        app: Any,
        settings: Listen,
        strangers: Strangers | None = None,
        in_hand: InHand | None = None,
    ) -> None:
        """`strangers` stand before the sockets of `app`; None where it has none. Sockets are opened while
        nothing is `in_hand`."""
        options: dict[str, Any] = {"log": None, "error_log": LogLines()}
        super().__init__(listener, app, spawn=Pool(), **options)
        # A proxy has the connections of everybody, and time-outs of its own.
        self.connections = Connections(most_strangers=None if settings.proxies else MOST_STRANGERS)
        self.heads = Heads()
        self.strangers, self._proxies = strangers, settings.proxies
        if strangers is not None:
            strangers.connections = self.connections
        self._coming = OneByOne(in_hand)

    def may_open_socket(self, environ: dict[str, Any]) -> bool:
        """Whether whoever asks may open a socket now; may wait."""
        told, proxies = environ.get("HTTP_X_FORWARDED_FOR", "").split(","), self._proxies
        address = told[-proxies].strip() if 0 < proxies <= len(told) else environ.get("REMOTE_ADDR", "")
        if self.strangers is None or not self.strangers.may_open_socket(environ, address):
            return False
        with self._coming.turn():
            return True

    def handle(self, sock: socket.socket, address: Any) -> None:
        """Serve one connection."""
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = self.connections.opened(sock, str(address[0]))
        handler = HubHandler(sock, address, self, Incoming(sock))
        handler.connection, connection.handler = connection, handler
        try:
            # Whoever was cut off is not there to be told that the request was no good.
            with suppress(OSError):
                handler.handle()
        finally:
            self.connections.closed(connection)


class LogLines:
    """pywsgi's error stream. Its words hold addresses and what was sent, so only the fact is kept."""

    def write(self, text: str) -> None:
        """Note one request that could not be read."""
        if text.strip():
            structlog.get_logger("hub").info("request_unreadable")

    def flush(self) -> None:
        """Nothing is held back."""


def run(shell: Shell, config: HubConfig, clock: Clock, confirmed: date | None = None) -> None:
    """See `server.http.serve.serve`."""
    configure_logs()
    # gevent itself would print the request with the error.
    gevent.get_hub().print_exception = _report  # type: ignore[assignment,method-assign]  # its hook
    hashing = HashingProcess()
    shell.parts.callback(hashing.close)
    passwords = Passwords(hashing)
    make = partial(create_app, config, clock, passwords, confirmed=confirmed)
    listener = None
    try:
        app = make()
    except NoHallYet:
        listener = listen(config.hub.host, config.hub.port)
        shell.parts.callback(listener.close)
        if not _first_start(shell, config, clock, passwords, listener):
            return
        app = make()
    shell.parts.callback(app.hub.close)
    if app.hub.hall_id == PRACTICE:
        gevent.spawn(_end_with_parent, shell)
    _serve(shell, app, listener or listen(config.hub.host, config.hub.port))


def _end_with_parent(shell: Shell) -> None:
    """A training hall goes with whoever opened it, however that ended."""
    parent = os.getppid()
    while os.getppid() == parent:
        if shell.rest(BEAT_SECONDS):
            return
    shell.end()


def _first_start(
    shell: Shell, config: HubConfig, clock: Clock, passwords: Passwords, listener: socket.socket
) -> bool:
    """Serve the page that makes the hall until there is one; False where the program is to end instead.

    The hub goes on with the same `listener`, so that whoever asks meanwhile waits and is not turned away.
    """
    from server.founding import first_start  # a hub that has its hall needs none of it

    spare_the_collector()  # whoever founds the hall may take their time
    where = _start_page(config.hub, _url_of(listener))

    def show(code: str) -> None:
        """On the terminal, and so in the journal."""
        click.echo(say("cli.hub.first_start", url=where, code=f"{code[:3]} {code[3:]}"))

    with first_start(config, clock, passwords, show) as first:
        server = NoDelayServer(listener.dup(), first.app, config.hub)
        server.start()
        shell.waits(say("cli.hub.waits_for_hall", url=where))
        while not (founded := first.founded()) and not shell.rest(BEAT_SECONDS):
            server.connections.sweep()
        # Whoever made the hall has the answer first, and who asks for it again: each hashes two passwords.
        server.stop_accepting()
        first.in_hand.idle.wait(HASHED_SECONDS)
        server.stop(timeout=DRAIN_SECONDS)
    return founded


def _start_page(where: Listen, url: str) -> str:
    """The address of the page as people reach it."""
    named = f"https://{where.name}" if where.name and where.https else url
    return f"{named}/start"


def _url_of(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises OSError where the address is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(_BACKLOG)
    listener.setblocking(False)
    return listener


def server_for(app: HubApp, listener: socket.socket) -> NoDelayServer:
    """The server of an app on a listening socket."""
    return NoDelayServer(listener, app.wsgi_app, app.hub.config.hub, app.strangers, app.in_hand)


def _serve(shell: Shell, app: HubApp, listener: socket.socket) -> None:
    server = server_for(app, listener)
    server.start()
    app.hub.start()
    spare_the_collector()
    url = _url_of(listener)
    shell.ready(url=url, hall=app.hub.hall_id)
    shell.status(say("cli.hub.serves", hall_id=app.hub.hall_id, url=url))
    structlog.get_logger("hub").info("serving", hall=app.hub.hall_id, port=listener.getsockname()[1])
    while not shell.ended.wait(BEAT_SECONDS):
        _go_on(shell, app)
        server.connections.sweep()
    shell.status(say("cli.hub.ends"))
    drain(app, server)


def _go_on(shell: Shell, app: HubApp) -> None:
    """A beat from the loop that serves everything: where that hangs, none comes."""
    if app.hub.dispatcher.dead:
        shell.crash(HubCrashed(say("error.hub_crashed")))
    shell.beat()


def drain(app: HubApp, server: NoDelayServer) -> None:
    """Accept nobody new, answer what was asked (5 s at most), then close what is still connected.

    Who is cut off has no answer, not a wrong one, and asks again with the same request id.
    """
    log = structlog.get_logger("hub")
    log.info("stopping", requests=app.in_hand.count)
    server.close()
    server.draining = True
    until = monotonic() + DRAIN_SECONDS
    while app.in_hand.count and (left := until - monotonic()) > 0:  # another may begin as the last one ends
        app.in_hand.idle.wait(left)
    server.over = True
    server.stop(timeout=0)
    log.info("stopped", requests=app.in_hand.count)


def _report(_context: object, kind: Any, value: Any, _trace: object) -> None:
    fields = describe(value) if isinstance(value, BaseException) else {"error": str(kind)}
    structlog.get_logger("hub").error("greenlet_failed", **fields)
