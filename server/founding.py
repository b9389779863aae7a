"""The first start: a hub whose store has no hall serves one page, which makes it, and then the hall.

The page needs the code that the hub shows where it runs: on the console, and so in the journal. All
else is answered that there is no hall yet; what asks comes back by itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from flask import Flask, Response, redirect, request
from pydantic import ValidationError
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as BaseResponse

from balai.clock import Clock
from balai.errors import ConfigurationFaults
from balai.protocol.managed.founding import FoundHall
from balai.words.said import say
from server.api.document import PREFIX
from server.api.routing import answer
from server.auth.addresses import place_of
from server.auth.passwords import Passwords
from server.auth.strangers import Strangers
from server.config import HubConfig, Listen
from server.errors import register_errors
from server.problems import FaultAt, Rejected, faults_of
from server.store import Store, open_store
from server.usecases.founding import Founder, StartCode
from server.usecases.giving_way import InHand
from server.web import web
from server.web.faults import for_people
from server.web.pages import founding_page

LARGEST_BODY = 8 * 1024
_PAGE = "/start"
_OPEN = ("/assets/", "/language/", "/manifest.webmanifest")


class FirstStart:
    """The page and what it asks. `founded()` tells whether the store has a hall by now, however it came."""

    def __init__(
        self,
        config: HubConfig,
        clock: Clock,
        passwords: Passwords,
        store: Store,
        show: Callable[[str], None],
    ) -> None:
        """`show` shows the code to whoever stands at the machine."""
        self._store = store
        self.code = StartCode(show, time.monotonic)
        self._founder = Founder(store, clock, passwords.hash, passwords.check)
        #: Of those who make the hall.
        self.in_hand = InHand()
        self.app = self._app(config.hub)

    def founded(self) -> bool:
        """Whether there is a hall. Raises StoreUnavailable."""
        return bool(self._store.halls.ids())

    def _app(self, listen: Listen) -> Flask:
        app = Flask("server", static_folder=None)
        app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
        register_errors(app)
        app.register_blueprint(web)
        app.before_request(_only_the_first_start)
        app.after_request(for_people)
        app.after_request(_one_answer)
        app.add_url_rule(f"{PREFIX}/founding", "found_hall", self._found, methods=["POST"])
        # Nobody is known before there is a hall.
        app.wsgi_app = Strangers(  # type: ignore[method-assign]  # Flask's own way
            app.wsgi_app, lambda _: "", lambda _: False, lambda _: "", time.monotonic
        )
        if listen.proxies:
            count = listen.proxies
            app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # Flask's own way
        return app

    def _found(self) -> Response:
        """Make the hall, or say again what was made."""
        self.in_hand.begin()
        try:
            return self._made()
        finally:
            self.in_hand.end()

    def _made(self) -> Response:
        try:
            told = FoundHall.model_validate_json(request.get_data())
        except ValidationError as wrong:
            faults = faults_of("", wrong.errors(include_url=False, include_input=False))
            raise Rejected(422, "invalid", say("detail.see_errors"), faults=faults) from None
        self.code.check(told.code, place_of(request.remote_addr or ""))
        try:
            return answer(self._founder.found(told), 201)
        except ConfigurationFaults as wrong:
            raise Rejected(422, "invalid", say("detail.see_errors"), faults=_told(wrong)) from None


def _one_answer(response: Response) -> Response:
    """Keep no connection open: the hub that comes after serves the next request."""
    response.headers["Connection"] = "close"
    return response


def _told(wrong: ConfigurationFaults) -> list[FaultAt]:
    """Faults of the hall's file as faults of what was filled in."""
    named = {"code": "district_code", "id": "district"}
    places = [str(fault.place[-1]) if fault.place else "" for fault in wrong.faults]
    return [
        FaultAt(f"/{named.get(place, place)}", fault.kind, fault.message)
        for place, fault in zip(places, wrong.faults, strict=True)
    ]


def _only_the_first_start() -> BaseResponse | None:
    path = request.path
    if path == _PAGE:
        return founding_page()
    if path.startswith(_OPEN) or path == f"{PREFIX}/founding":
        return None
    if path.startswith(("/api/", "/socket.io", "/health", "/metrics", "/openapi")):
        raise Rejected(503, "no_hall", say("error.no_hall_yet"), headers={"Retry-After": "5"})
    return redirect(_PAGE)


@contextmanager
def first_start(
    config: HubConfig, clock: Clock, passwords: Passwords, show: Callable[[str], None]
) -> Iterator[FirstStart]:
    """The first start on the store of `config`, held as a hub holds it. Raises as opening a store does."""
    with closing(open_store(config.store.url, hub=True)) as store:
        yield FirstStart(config, clock, passwords, store, show)
