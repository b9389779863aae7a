"""The hub as one app: `create_app(config)` wires it, and nothing is global."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

import structlog
from flask import Flask, Request, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import MapAdapter

from balai.clock import Clock, SystemClock
from balai.domain.hall.config import PRACTICE
from balai.words import words_in
from server.api.blueprint import Parts, api_routes
from server.api.document import PREFIX, Document
from server.api.lean import NoSession, Served, ServedRule, ShortRoutes
from server.auth.attempts import Attempts
from server.auth.authenticator import COOKIE
from server.auth.own_cookies import OwnCookies
from server.auth.passwords import Passwords
from server.auth.roles import Permission
from server.auth.strangers import SOCKETS, Strangers, Wsgi
from server.config import HubConfig
from server.errors import register_errors, route_of
from server.health import Health, at_this_machine
from server.hub import Hub, beside_the_loop, hub_of
from server.live.live import Live
from server.ntp import synchronised
from server.usecases.devices.thumbnails import Thumbnails
from server.usecases.giving_way import InHand
from server.usecases.machine.calling import Technicians
from server.usecases.machine.clock_trust import ClockTrust, Guarded
from server.usecases.machine.working import Working
from server.usecases.people.session import SignIn
from server.usecases.practice import Tasks
from server.usecases.previews.calls import Calls
from server.usecases.previews.tickets import Tickets
from server.usecases.reports.story import Stories
from server.usecases.slides.keeping import WallSlides
from server.usecases.trail import Trail
from server.views.days import Today
from server.views.views import snapshot_of
from server.web import web
from server.web.faults import for_people
from server.web.public import public_pages

LARGEST_BODY = 64 * 1024
SLOW_SECONDS = 1.0
#: Parts that numbers and calls go on without.
BESIDE = frozenset({"redis", "space"})


class HubApp(Flask):
    """The Flask application, with the hub it serves."""

    url_rule_class = ServedRule
    hub: Hub
    strangers: Strangers

    def __init__(self, hub: Hub) -> None:
        super().__init__("server", static_folder=None)
        self.hub = hub
        #: What each route takes, by method and rule.
        self.permissions: dict[tuple[str, str], Permission] = {}
        #: What is answered without Flask's contexts.
        self.short = ShortRoutes()
        self.in_hand = InHand()

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """What finds a request's route: made of what the request has read already. No route here
        depends on the host, so the name that was asked for is not taken apart again."""
        if request is None:
            return super().create_url_adapter(None)
        environ = request.environ
        return MapAdapter(
            self.url_map, request.host, request.root_path, "", request.scheme, request.path,
            request.method, environ.get("QUERY_STRING", ""),
        )  # fmt: skip

    def wsgi_app(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request: one of those that are asked most by its view at once, any other as Flask does.

        The view is the same, and so is whatever goes wrong: that is handed to Flask.
        """
        found = self.short.find(environ)
        if found is None:
            return super().wsgi_app(environ, start_response)
        short, named = found
        response = self._counted(partial(self._at_once, short.served, environ, named), short.rule)
        return response(environ, start_response)

    def full_dispatch_request(self) -> Response:
        """Answer one request in Flask's way."""
        return self._counted(super().full_dispatch_request, route_of())

    def _at_once(self, served: Served, environ: dict[str, Any], named: Mapping[str, str]) -> Response:
        try:
            return served(environ, named)
        except Exception as fault:  # noqa: BLE001  # Flask knows what to do with each
            with self.request_context(environ):
                return self.finalize_request(self.handle_user_exception(fault))

    def _counted(self, dispatch: Callable[[], Response], route: str) -> Response:
        """Answer one request, count it, and log it where it was slow."""
        began = time.perf_counter()
        self.in_hand.begin()
        try:
            response = dispatch()
        finally:
            self.in_hand.end()
        seconds = time.perf_counter() - began
        self.hub.metrics.request(route, response.status_code, seconds)
        if seconds > SLOW_SECONDS:
            log = structlog.get_logger("hub")
            log.warning("slow", route=route, status=response.status_code, seconds=round(seconds, 3))
        return response


def create_app(
    config: HubConfig,
    clock: Clock | None = None,
    passwords: Passwords | None = None,
    *,
    confirmed: date | None = None,
    proof: Callable[[], bool] | None = None,
) -> HubApp:
    """A hub for `config`, ready to serve; `app.hub.start()` starts its timers, `app.hub.close()` ends it.

    `confirmed` is the date that a person gave; `proof` says whether network time holds the clock (the
    kernel is asked of the machine's own clock; nothing proves any other).

    Raises Refusal where the clock cannot be right and there is no day to go on with, StoreBusy when
    another hub holds the SQLite file, StoreError or StoreUnavailable when the store cannot be used,
    HallUnknown or ConfigurationFaults when there is no hall to serve.
    """
    clock = clock or SystemClock()
    proof = proof or (synchronised if isinstance(clock, SystemClock) else lambda: False)
    trust_in = partial(ClockTrust, clock, proof=proof, confirmed=confirmed)
    hub = hub_of(config, clock, passwords or Passwords(), trust_in)
    try:
        return _app(hub)
    except BaseException:
        hub.close()
        raise


def _app(hub: Hub) -> HubApp:
    app = HubApp(hub)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.session_interface = NoSession()
    app.url_map.merge_slashes = False
    register_errors(app)
    routes = api_routes(_parts(hub))
    app.register_blueprint(routes.blueprint)
    app.short = routes.short
    app.register_blueprint(web)
    app.context_processor(lambda: {"practice": hub.hall_id == PRACTICE, "said": words_in})
    app.after_request(for_people)
    app.register_blueprint(public_pages(lambda: hub.dispatcher.day.config, hub.config.hub))
    app.permissions.update({(m, f"{PREFIX}{rule}"): may for (m, rule), may in routes.permissions.items()})
    pages = [rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith(("web.", "public."))]
    app.permissions.update({("GET", rule): Permission.PAGES_READ for rule in pages})
    _register_pages(app, hub, Document(routes.pages))
    plain = app.wsgi_app
    _connect_live(app, hub)
    # Before the routes stand who waits for a turn, and whom a proxy speaks for.
    either = _either(plain, app.wsgi_app)
    app.strangers = Strangers(either, hub.gate.seen, hub.gate.known, hub.gate.token_of, time.monotonic)
    app.wsgi_app = app.strangers  # type: ignore[method-assign]  # Flask's own way
    if hub.hall_id == PRACTICE:
        app.wsgi_app = OwnCookies(app.wsgi_app)  # type: ignore[method-assign]  # Flask's own way
    count = hub.config.hub.proxies
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # Flask's own way
    return app


def _either(plain: Wsgi, sockets: Wsgi) -> Wsgi:
    """What answers a request: the libraries of sockets copy each one only to see whether it is theirs."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return (sockets if environ["PATH_INFO"].startswith(SOCKETS) else plain)(environ, start_response)

    return answer


def _parts(hub: Hub) -> Parts:
    trail = Trail(hub.store.trails, hub.hall_id, hub.clock, hub.dispatcher.run, time.monotonic)
    attempts = Attempts(time.monotonic)
    sign_in = SignIn(
        hub.hall_id, hub.store.accounts, hub.passwords, attempts, hub.clock, hub.dispatcher, trail
    )
    return Parts(
        hall_id=hub.hall_id,
        dispatcher=Guarded(hub.dispatcher, hub.trust),
        trust=hub.trust,
        days=Today(hub.dispatcher),
        seqs_of=hub.dispatcher.seqs_of,
        clock=hub.clock,
        store=hub.store,
        estimates=hub.timers.estimates,
        gate=hub.gate,
        sign_in=sign_in,
        snapshot=snapshot_of,
        sighting=hub.sighting,
        walls=hub.walls,
        clips=hub.timers.clips,
        tasks=lambda: [*hub.timers.upkeep.tasks, *hub.timers.alerting.tasks],
        thumbnails=Thumbnails(
            lambda device_id: hub.live.ask_thumbnail(device_id) if hub.live else None,
            None if hub.store.one_writer else hub.store.looks(hub.hall_id),
        ),
        overview=hub.overview(),
        technicians=Technicians(hub.device_rows, hub.timers.alerting.tell, time.monotonic),
        reporting=hub.reporting(),
        replays=hub.replays,
        practice=hub.practice,
        tasks_here=Tasks(hub.store, hub.hall_id) if hub.hall_id == PRACTICE else None,
        slides=WallSlides(hub.store, hub.dispatcher, hub.hall_id, hub.slide_maker),
        calls=Calls(hub.workshops["calls"], hub.config.voice),
        tickets=Tickets(hub.workshops["tickets"]),
        device_rows=hub.device_rows,
        send_sample=hub.send_sample,
        send_restart=hub.send_restart,
        stories=Stories(hub.store, hub.hall_id, beside_the_loop),
        trail=trail,
        out=hub.out,
        authority=hub.config.hub.ca,
        https=hub.config.hub.https,
    )


def _connect_live(app: HubApp, hub: Hub) -> None:
    redis = hub.config.redis
    leases = None if hub.store.one_writer else hub.store.leases(hub.hall_id)
    live = hub.live = Live(
        app,
        hub.dispatcher,
        hall_id=hub.hall_id,
        clock=hub.clock,
        token=hub.gate.tokens.who,
        cookie=hub.gate.sessions.who,
        cookie_name=COOKIE,
        redis_url=redis.url if redis else None,
        take=leases.take if leases else None,
        elsewhere=leases.others if leases else frozenset,
        wanted=None if hub.store.one_writer else hub.store.looks(hub.hall_id).waiting,
        overview=hub.overview(),
        in_hand=app.in_hand,
    )
    hub.timers.unheard.walls = hub.walls
    hub.listeners.append(live.publish)
    if live.bus is not None:
        hub.checks["redis"] = live.bus.ping
    hub.metrics.gauge("balai_listeners", "Clients that hear the hall.", lambda: live.listeners)


def _register_pages(app: HubApp, hub: Hub, document: Document) -> None:
    works = Working(hub.config, hub.store, hub.dispatcher, hub.beats, hub.clock)
    hub.checks.update(
        store=works.store,
        writer=works.writer,
        day=lambda: str(hub.dispatcher.day.date),
        clock=hub.trust.check,
        space=works.space,
    )

    def for_monitors(answer: Callable[[], Response]) -> Callable[[], Response]:
        def shown() -> Response:
            if not at_this_machine(hub.config.hub.proxies):
                hub.gate.admit(Permission.HEALTH_READ, request.environ)
            return answer()

        return shown

    def metrics() -> Response:
        return Response(hub.metrics.page(), content_type="text/plain")

    def api_document() -> Response:
        return Response(document.text(), content_type="application/json")

    pages: dict[str, tuple[Permission, Callable[[], Response]]] = {
        "/health": (Permission.HEALTH_READ, for_monitors(Health(hub.checks, BESIDE).answer)),
        "/metrics": (Permission.HEALTH_READ, for_monitors(metrics)),
        "/openapi/openapi.json": (Permission.PAGES_READ, api_document),
    }
    for rule, (permission, answer) in pages.items():
        app.add_url_rule(rule, rule, answer)
        app.permissions["GET", rule] = permission
