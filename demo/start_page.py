"""The demo's start page: the tablet's address, the kiosk's panel, the last ticket, the wall.

It is served by the demo and not by the hub, on loopback, and reaches the devices through their
own virtual hardware.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

import urllib3
from flask import Flask, Response, render_template, request
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from balai.errors import BalaiError
from balai.words import known_language, words_in
from balai.words.said import say
from demo.driving.cable import Cable
from demo.folder import DemoFolder, lamp_of
from server.auth.roles import pages_of
from server.web.pages import TITLES

#: Of a code that is typed on the page.
MOST_TYPED = 600
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Places:
    """Addresses of the hall's programs; `wall` is empty where the wall has a window of its own,
    `touch` where there is no kiosk with a touch screen."""

    hub: str
    kiosk: str
    wall: str
    touch: str = ""


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
        """Say nothing: the page asks for pictures several times a second."""


class StartPage:
    """Serves the page in a thread of its own until `stop`."""

    def __init__(self, folder: DemoFolder, places: Places, port: int, cable: Cable | None = None) -> None:
        """`cable` is what the touch screen's kiosk hangs on. Raises BalaiError `port_taken` where the port
        cannot be had."""
        try:
            self._server: BaseWSGIServer = make_server(
                "127.0.0.1", port, _app(folder, places, cable), threaded=True, request_handler=_Quiet
            )
        except (OSError, SystemExit) as fault:
            raise BalaiError(
                say("error.start_page_port", port=port),
                code="port_taken",
            ) from fault
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self._server.server_port}/"

    def start(self) -> None:
        """Serve."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._thread.join(2)
        self._server.server_close()


def _pages(folder: DemoFolder) -> list[dict[str, str]]:
    """Every page of those who run the hall, with the account that opens it: the manager's where it can."""
    found = []
    for page, title in TITLES.items():
        who = next((who for who in folder.office if page in pages_of(who.role)), None)
        if page != "staff" and who is not None:
            found.append({"path": page, "title": title, "username": who.username})
    return found


def _buttons(folder: DemoFolder) -> list[dict[str, object]]:
    config = folder.config
    services = [(pin, config.service_by_id[service]) for pin, (service, _) in folder.pins.items()]
    agencies = config.agency_by_id
    return [
        {"pin": pin, "name": s.name, "agency": agencies[s.agency_id], "lamp": lamp_of(pin)}
        for pin, s in services
    ]


class _Devices:
    """Reaches the devices' virtual hardware for the page."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._pool = urllib3.PoolManager(maxsize=8, timeout=urllib3.Timeout(3), retries=False)

    def _reach(self, method: str, url: str) -> Response:
        try:
            answer = self._pool.request(method, url)
        except urllib3.exceptions.HTTPError:
            return Response("This device does not answer now.", 503, content_type="text/plain")
        return Response(answer.data, answer.status, content_type=answer.headers.get("Content-Type"))

    def kiosk(self) -> Response:
        """Lamps and printer."""
        return self._reach("GET", f"{self._places.kiosk}/state")

    def press(self, pin: int) -> Response:
        """Press the button on a mock pin."""
        return self._reach("POST", f"{self._places.kiosk}/press/{pin}")

    def paper(self, where: str) -> Response:
        """Take the printer's paper out, or put it in."""
        return self._reach("POST", f"{self._places.kiosk}/paper/{where}")

    def ticket(self) -> Response:
        """The last ticket as a picture."""
        return self._reach("GET", f"{self._places.kiosk}/ticket.png")

    def touch(self) -> Response:
        """The touch screen as it stands."""
        return self._reach("GET", f"{self._places.touch}/frame.png")

    def tap(self, x: int, y: int) -> Response:
        """Touch a pixel of it."""
        return self._reach("POST", f"{self._places.touch}/tap/{x}/{y}")

    def scan(self) -> Response:
        """Hold a code before its reader."""
        code = quote(request.form.get("code", "")[:MOST_TYPED], safe="")
        return self._reach("POST", f"{self._places.touch}/scan/{code}") if code else Response(status=204)

    def touch_ticket(self) -> Response:
        """The last ticket that it printed, as a picture."""
        return self._reach("GET", f"{self._places.touch}/ticket.png")

    def wall(self) -> Response:
        """The wall as it stands."""
        return self._reach("GET", f"{self._places.wall}/frame.png")


def _only_this_machine() -> Response | None:
    host = request.host.rsplit(":", 1)[0]
    here = request.host_url.rstrip("/")
    if host in LOOPBACK and request.headers.get("Origin", here) == here:
        return None
    return Response("Only pages of this machine may ask.", 403, content_type="text/plain")


def _cable(cable: Cable, where: str) -> Response:
    """Pull the cable between the touch screen's kiosk and the hub out, or put it in again."""
    (cable.plug if where == "in" else cable.pull)()
    return Response(status=204)


def _app(folder: DemoFolder, places: Places, cable: Cable | None) -> Flask:
    app = Flask(__name__, template_folder="templates", static_folder="static")
    devices = _Devices(places)
    app.before_request(_only_this_machine)
    app.add_url_rule(
        "/",
        "start",
        lambda: render_template(
            "start.html",
            hall=folder.config.hall,
            buttons=_buttons(folder),
            staff=folder.staff,
            office=folder.office,
            pages=_pages(folder),
            places=places,
            say=words_in(known_language(folder.config.hall.language)),
        ),
    )
    app.add_url_rule("/kiosk", "kiosk", devices.kiosk)
    app.add_url_rule("/press/<int:pin>", "press", devices.press, methods=["POST"])
    app.add_url_rule("/paper/<any(out, in):where>", "paper", devices.paper, methods=["POST"])
    app.add_url_rule("/ticket.png", "ticket", devices.ticket)
    if places.touch:
        app.add_url_rule("/touch.png", "touch", devices.touch)
        app.add_url_rule("/touch-ticket.png", "touch_ticket", devices.touch_ticket)
        app.add_url_rule("/tap/<int:x>/<int:y>", "tap", devices.tap, methods=["POST"])
        app.add_url_rule("/scan", "scan", devices.scan, methods=["POST"])
    if cable is not None:
        cut = partial(_cable, cable)
        app.add_url_rule("/cable/<any(out, in):where>", "cable", cut, methods=["POST"])
    if places.wall:
        app.add_url_rule("/wall.png", "wall", devices.wall)
    return app
