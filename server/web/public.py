"""The public pages: every service of the hall with the six published parts of its standard (PermenPANRB
15/2014), to be read on a phone without signing in, without a script, and in each language of the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from balai.badges import BADGES
from balai.domain.hall.config import Agency, HallConfig, Service
from balai.hall_file.founding import is_founding
from balai.words import Language, Words, known_language, words_in
from balai.words.catalogue import read, written_languages
from server.config import Listen
from server.web.assets import version
from server.web.pages import LANGUAGE_COOKIE, guarded
from server.web.trusting import add_trusting

_SHEETS = ("base", "public")
_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


@dataclass(frozen=True)
class Part:
    """One of the six parts: its name, and its text or its list; neither where nobody has written it."""

    name: str
    text: str = ""
    listed: tuple[str, ...] = ()
    ordered: bool = False


def public_pages(config: Callable[[], HallConfig], listen: Listen) -> Blueprint:
    """`/services` and `/services/<id>`; `config` gives the hall as it is in force. And `/trust`, for what
    `listen` says of the hall's address."""
    pages = Blueprint("public", __name__, template_folder="templates")
    add_trusting(pages, config, listen)

    @pages.get("/")
    def index() -> BaseResponse:
        """Send to the staff page, from which a manager finds the others; in a hall that is still as its first
        start began it, to that one's next step."""
        return redirect("/start" if is_founding(config()) else "/staff")

    @pages.get("/services")
    def services() -> Response:
        """All services by agency, or those that `?q=` names."""
        hall, wanted = config(), request.args.get("q", "")[:60].strip()
        say = _say()
        groups = [(agency, _offered(hall, agency, wanted, say.language)) for agency in hall.agencies]
        return _page(
            "services.html", hall, say,
            title=say("standard.title"), wanted=wanted, groups=[(a, found) for a, found in groups if found],
        )  # fmt: skip

    @pages.get("/services/<service_id>")
    def service(service_id: str) -> BaseResponse:
        """One service with the six parts of its standard; for one that is gone, all of them."""
        hall, say = config(), _say()
        found = hall.service_by_id.get(service_id)
        if found is None:
            return redirect("/services")
        counters = ", ".join(counter.shown for counter in hall.counters_for[found.id])
        return _page(
            "service.html", hall, say,
            title=name_of(found, say.language), agency=hall.agency_by_id[found.agency_id], counters=counters,
            parts=parts_of(found, say),
        )  # fmt: skip

    return pages


def parts_of(service: Service, say: Words) -> tuple[Part, ...]:
    """The six published parts of a service's standard, in their order."""
    time = say("standard.minutes", wait=service.wait_minutes, serve=service.service_minutes)
    return (
        Part(say("standard.requirements"), listed=service.requirements),
        Part(say("standard.procedure"), listed=service.procedure, ordered=True),
        Part(say("standard.time"), time),
        Part(say("standard.fee"), service.fee),
        Part(say("standard.product"), service.product),
        Part(say("standard.complaints"), service.complaints),
    )


def name_of(service: Service, language: Language) -> str:
    """What a service is called in a language."""
    return service.name if language != "en" else service.name_en or service.name


def _offered(hall: HallConfig, agency: Agency, wanted: str, language: Language) -> list[tuple[str, str]]:
    """The services of an agency by name and id whose names hold every word that is wanted."""
    words = wanted.casefold().split()
    found = []
    for service in hall.services:
        if service.agency_id != agency.id:
            continue
        text = f"{service.name} {service.name_en} {agency.name} {agency.short_name}".casefold()
        if all(word in text for word in words):
            found.append((name_of(service, language), service.id))
    return found


def _say() -> Words:
    return words_in(known_language(request.cookies.get(LANGUAGE_COOKIE, "")))


def _page(template: str, hall: HallConfig, say: Words, **more: object) -> Response:
    others = [(one, read(one)[0]["name"]) for one in written_languages() if one != say.language]
    page = render_template(
        template, hall=hall.hall, say=say, language=say.language, others=others, badges=BADGES,
        here=request.path.lstrip("/"), tag=f"{version()}.{say.language}", sheets=_SHEETS, **more,
    )  # fmt: skip
    return guarded(make_response(page), _POLICY)
