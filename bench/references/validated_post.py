"""FROZEN. The reference POST: Flask validates a body with pydantic and answers it; no database, no log.

It has the hub's server settings (gevent, pywsgi with gevent-websocket's handler, TCP_NODELAY) and a
request and an answer of the shapes that issuing a visit has. Part of what the targets are held to;
do not change it.
"""

# ruff: noqa: E402  # gevent patches before anything else is imported
from __future__ import annotations

from gevent import monkey

monkey.patch_all()

import itertools
from typing import Annotated, Literal
from uuid import UUID

from flask import Flask, Response, request
from geventwebsocket.handler import WebSocketHandler
from pydantic import BaseModel, ConfigDict, StringConstraints

from bench.references.serving import serve

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]


class Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    request_id: UUID
    service_id: Slug
    channel: Literal["kiosk", "assisted", "phone", "booking"] = "kiosk"
    priority_class: Literal["regular", "priority"] = "regular"


class Answered(BaseModel):
    model_config = ConfigDict(frozen=True)

    visit_id: UUID
    leg_id: str
    number: str
    service_id: str
    agency_id: str
    ahead: int
    counters: tuple[int, ...]
    at: str
    day: str
    seq: int


app = Flask(__name__)
_numbers = itertools.count(1)


@app.post("/api/v1/visits")
def issue() -> Response:
    asked = Asked.model_validate_json(request.get_data(cache=False))
    given = next(_numbers)
    answer = Answered(
        visit_id=asked.request_id,
        leg_id=f"{asked.request_id}.1",
        number=f"A-{given:05d}",
        service_id=asked.service_id,
        agency_id="disdukcapil",
        ahead=0,
        counters=(1, 2),
        at="2026-04-14T02:42:00.000000+00:00",
        day="2026-04-14",
        seq=given,
    )
    return Response(answer.model_dump_json(), 201, content_type="application/json")


if __name__ == "__main__":
    serve(app, handler_class=WebSocketHandler)
