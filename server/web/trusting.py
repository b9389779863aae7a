"""The page by plain http that helps a tablet to trust the hall's own authority, and its certificate.

Indonesian first, English beside: nobody has chosen a language there yet. It needs no script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, abort, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from balai.domain.hall.config import HallConfig
from balai.words import words_in
from server.config import Listen
from server.usecases.address.fingerprint import der_of, fingerprint_of
from server.web.assets import version
from server.web.pages import guarded

#: By what a browser says of its machine (`User-Agent`): the first that it names is shown open.
SYSTEMS = {"android": ("Android",), "ipad": ("iPad", "iPhone", "Macintosh"), "windows": ("Windows",)}
FILE = "/balai-ca.crt"
_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True)
class System:
    """How a kind of tablet is told: its name, and its steps, each in Indonesian and in English."""

    name: str
    steps: tuple[tuple[str, str], ...]
    here: bool


def add_trusting(pages: Blueprint, config: Callable[[], HallConfig], listen: Listen) -> None:
    """`/trust` and the authority's certificate, where the hall made one (`balai hub init`)."""

    @pages.get("/trust")
    def trust() -> Response:
        """How a tablet is made to trust the hall's address."""
        if listen.ca is None or not listen.ca.exists():
            abort(404)
        host = request.host.partition(":")[0]
        there = [f"https://{name}/" for name in dict.fromkeys((listen.name or host, host))]
        page = render_template(
            "trust.html", hall=config().hall, first=words_in("id"), beside=words_in("en"), there=there,
            systems=_systems(request.headers.get("User-Agent", "")), fingerprint=fingerprint_of(listen.ca),
            file=FILE, language="id", others=(), here="trust", tag=f"{version()}.id", badges={},
            title=words_in("id")("trusting.title"), sheets=("base", "public"),
        )  # fmt: skip
        return guarded(make_response(page), _POLICY)

    @pages.get(FILE)
    def authority() -> BaseResponse:
        """The certificate that a tablet is to trust; in the form that every system takes."""
        if listen.ca is None or not listen.ca.exists():
            abort(404)
        answer = Response(der_of(listen.ca), content_type="application/x-x509-ca-cert")
        answer.headers["Content-Disposition"] = 'attachment; filename="balai-ca.crt"'
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _systems(agent: str) -> tuple[System, ...]:
    told = [name for name, words in SYSTEMS.items() if any(word in agent for word in words)]
    first, beside = words_in("id"), words_in("en")
    return tuple(
        System(
            first(f"trusting.{name}.name"),
            tuple(
                zip(
                    first.lines(f"trusting.{name}.steps"), beside.lines(f"trusting.{name}.steps"), strict=True
                )
            ),
            name in told[:1],
        )
        for name in SYSTEMS
    )
