"""The pages of staff and managers: one shell that the browser fills from `/api/v1` and `/hall`."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, send_from_directory, url_for
from werkzeug.wrappers import Response as BaseResponse

from balai.badges import BADGES
from server.web.assets import STATIC, modules, version

web = Blueprint("web", __name__, template_folder="templates")

A_YEAR = 31_536_000
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@web.get("/")
def index() -> BaseResponse:
    """Send to the staff page, from which a manager finds the others."""
    return redirect(url_for("web.staff"))


@web.get("/staff")
def staff() -> Response:
    """The staff page."""
    return _shell("Loket", "js/staff/main.js", ("base", "entry", "desk", "queue", "sheet", "narrow"))


@web.get("/devices")
def devices() -> Response:
    """The manager's page of displays and kiosks."""
    return _shell("Perangkat", "js/devices/main.js", ("base", "entry", "desk", "narrow", "devices"))


def _shell(title: str, entry: str, sheets: tuple[str, ...]) -> Response:
    """A page's shell. It holds no data of anybody, so it may be shown before anyone signs in."""
    page = render_template(
        "page.html", badges=BADGES.values(), version=version(), modules=modules(entry), title=title,
        entry=entry, sheets=sheets,
    )  # fmt: skip
    response = make_response(page)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@web.get("/staff/worker.js")
def worker() -> Response:
    """The service worker that keeps the page for a reload while the hub cannot be reached."""
    response = send_from_directory(STATIC / "js" / "staff", "worker.js", mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/staff"
    return response


@web.get("/assets/<tag>/<path:name>")
def asset(tag: str, name: str) -> Response:
    """A file of the page. Of the present version it may be kept for a year; a page that was loaded
    before an upgrade gets the present file and keeps nothing."""
    response = send_from_directory(STATIC, name, max_age=A_YEAR if tag == version() else None)
    response.headers["X-Content-Type-Options"] = "nosniff"
    if tag == version():
        response.cache_control.immutable = True
    else:
        response.headers["Cache-Control"] = "no-store"
    return response
