"""The pages of staff and managers: one shell that the browser fills from `/api/v1` and `/hall`."""

from __future__ import annotations

import json
import re
from functools import partial

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from balai.badges import BADGES
from balai.words import LANGUAGES, known_language, words_in
from server.auth.roles import PAGES
from server.web import joined, made
from server.web.assets import STATIC, version
from server.web.packed import packed, text_of, unpacked

web = Blueprint("web", __name__, template_folder="templates")

A_YEAR = 31_536_000
#: What each page for people who sign in is called: the key of its words.
TITLES = {
    "staff": "staff.title", "day": "day_page.title", "devices": "device_page.title",
    "trail": "trail_page.title", "people": "people_page.title", "agencies": "settings_page.agencies",
    "counters": "settings_page.counters", "calendar": "settings_page.calendar",
    "settings": "settings_page.title", "rules": "rules_page.title", "practice": "practice_page.title",
    "history": "history_page.title", "start": "start_page.title",
    "walls": "walls_page.title", "tickets": "tickets_page.title",
    "reports": "report_page.title", "why": "why_page.title", "desk": "desk_page.title",
}  # fmt: skip
_SERVICE = re.compile(r"services/[a-z0-9][a-z0-9_-]{0,63}")
LANGUAGE_COOKIE = "language"
#: Of the application's icon, in pixels; `tools/draw_icons.py` draws them.
ICON_SIZES = (192, 512)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def _page(page: str) -> Response:
    """The shell of a page for people who sign in."""
    return _shell(page, f"js/{page}/main.js")


for _name in TITLES:
    web.add_url_rule(f"/{_name}", _name, partial(_page, _name))


def founding_page() -> Response:
    """The first steps of a new hall, where there is none yet and nobody can sign in."""
    return _shell("start", joined.FOUNDING)


def _shell(page: str, entry: str) -> Response:
    """A page's shell. It holds no data of anybody, so it may be shown before anyone signs in."""
    language = known_language(request.cookies.get(LANGUAGE_COOKIE, ""))
    say = words_in(language)
    text = render_template(
        "page.html", badges=BADGES.values(), tag=f"{version()}.{language}", title=say(TITLES[page]),
        no_script=say("common.no_script"), language=language, entry=joined.script(entry),
        apart=joined.apart(entry), sheet=joined.sheet(page),
    )  # fmt: skip
    return guarded(make_response(text))


def guarded(response: Response, policy: str = POLICY) -> Response:
    """A page with the headers that every page has; `policy` is its content security policy."""
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self)"
    return packed(response)


@web.get("/manifest.webmanifest")
def manifest() -> Response:
    """What makes the tablet's page an application of its own, without the browser's bars."""
    say = words_in(known_language(request.cookies.get(LANGUAGE_COOKIE, "")))
    icons = [
        ("balai.svg", "any", "image/svg+xml"),
        *((f"balai-{n}.png", f"{n}x{n}", "image/png") for n in ICON_SIZES),
    ]
    shown = {
        "id": "/staff",
        "name": say("common.application"),
        "short_name": "Balai",
        "lang": say.language,
        "start_url": "/staff",
        "scope": "/",
        "display": "standalone",
        "background_color": "#F6F6F3",
        "theme_color": "#10222B",
        "icons": [
            {
                "src": url_for("web.asset", tag=version(), name=f"icons/{name}"),
                "sizes": sizes, "type": kind, "purpose": use,
            }
            for name, sizes, kind in icons for use in ("any", "maskable")
        ],
    }  # fmt: skip
    response = make_response(json.dumps(shown, ensure_ascii=False))
    response.content_type = "application/manifest+json"
    return guarded(response)


@web.get("/language/<language>")
def choose_language(language: str) -> BaseResponse:
    """Show the pages to this browser in a language from now on, and go back to `?page=`."""
    page = request.args.get("page", "")
    known = page in PAGES or _SERVICE.fullmatch(page)
    response = redirect(f"/{page}" if known else url_for("web.staff"))
    if language in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, language, max_age=A_YEAR, samesite="Strict")
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
    before an upgrade gets the present file and keeps nothing. The tag names the language too, since all
    files of a page come under one."""
    told, _, language = tag.partition(".")
    present = told == version()
    if name in made.MODULES:
        response = packed(make_response(made.MODULES[name](known_language(language))))
        response.content_type = "text/javascript; charset=utf-8"
        response.cache_control.max_age = A_YEAR if present else None
    elif (text := text_of(name)) is not None:
        small, kind = text
        response = unpacked(small)
        response.content_type = kind
        response.cache_control.max_age = A_YEAR if present else None
    else:
        response = send_from_directory(STATIC, name, max_age=A_YEAR if present else None)
    response.headers["X-Content-Type-Options"] = "nosniff"
    if present:
        response.cache_control.immutable = True
    else:
        response.headers["Cache-Control"] = "no-store"
    return response
