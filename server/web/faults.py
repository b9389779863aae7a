"""What a person sees in a browser where there is no page, or where the hub cannot give it."""

from __future__ import annotations

import re

from flask import Response, make_response, redirect, render_template, request

from balai.words import known_language, words_in
from server.web.assets import version
from server.web.pages import LANGUAGE_COOKIE, guarded

#: What programs ask for; they are answered as they are used to.
_OF_PROGRAMS = ("/api/", "/assets/", "/openapi/", "/health", "/metrics", "/socket.io")
_SLASHED = re.compile(r"(/[a-z]{1,20})/")
#: The sentences for a status; any other below 500 is a wish that cannot be met.
_SENTENCES = {404: "missing", 429: "often", 503: "busy"}


def for_people(response: Response) -> Response:
    """The answer as a page where a person asked in a browser and it is a fault; else as it is."""
    if response.status_code < 400 or not _asked_by_a_person():
        return response
    slashed = _SLASHED.fullmatch(request.path)
    if response.status_code == 404 and slashed:
        return make_response(redirect(slashed[1], 308))
    return _page(response)


def _asked_by_a_person() -> bool:
    if request.method not in ("GET", "HEAD") or request.path.startswith(_OF_PROGRAMS):
        return False
    return "text/html" in request.headers.get("Accept", "")


def _page(fault: Response) -> Response:
    status = fault.status_code
    say = words_in(known_language(request.cookies.get(LANGUAGE_COOKIE, "")))
    name = _SENTENCES.get(status, "broken" if status >= 500 else "wrong")
    page = render_template(
        "trouble.html",
        say=say,
        language=say.language,
        tag=f"{version()}.{say.language}",
        title=say(f"fault_page.{name}.title"),
        text=say(f"fault_page.{name}.text"),
    )
    response = guarded(make_response(page, status))
    response.headers["Cache-Control"] = "no-store"
    if "Retry-After" in fault.headers:
        response.headers["Retry-After"] = fault.headers["Retry-After"]
    return response
