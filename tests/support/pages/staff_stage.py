"""The staff page on a stage: its real files, with the hub's answers and news given by the test.

For what a real hub cannot be brought to show at will: the exact pictures, lost answers, races.
Fixture: `stage` (in `tests.support.pages.browser`).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from playwright.sync_api import Page, Route
from werkzeug.serving import WSGIRequestHandler, make_server

from balai.protocol.views import Snapshot
from demo.driving.wait import eventually
from server.web import web

ACCOUNT: dict[str, Any] = {
    "id": "rahma",
    "username": "rahma",
    "display_name": "N. Rahmawati",
    "role": "staff",
}
NOW = datetime(2026, 4, 14, 2, 46, 25, tzinfo=UTC)
NOT_SIGNED_IN: tuple[int, dict[str, Any]] = (401, {"code": "sign_in_needed", "title": "Masuk dahulu"})
LINK_STUB = """
export function connect(handlers) {
  window.link = handlers;
  return { close() { if (window.link === handlers) window.link = null; } };
}
"""


class Quiet(WSGIRequestHandler):
    """Answers without a line for each file, and all that a page asks for on a few connections."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


#: An answer that never comes, as of a hub that is stopped.
NEVER: tuple[int, dict[str, Any]] = (0, {})
Answer = tuple[int, dict[str, Any]] | None | Callable[[dict[str, Any]], tuple[int, dict[str, Any]] | None]


def leg_id(number: str) -> str:
    """A leg's id made from its number."""
    return f"00000000-0000-4000-8000-{ord(number[0]):06d}{int(number[2:]):06d}.1"


def at(clock: str) -> str:
    """A time of the stage's morning in the hall's zone, UTC+8."""
    hours, minutes, *seconds = (int(part) for part in clock.split("."))
    midnight = datetime(2026, 4, 13, 16, tzinfo=UTC)
    moment = midnight + timedelta(hours=hours, minutes=minutes, seconds=sum(seconds))
    return moment.isoformat(timespec="microseconds")


def waiting(number: str, service: str, arrived: str, priority: str = "regular") -> dict[str, Any]:
    """A waiting leg."""
    leg = leg_id(number)
    return {
        "leg_id": leg,
        "visit_id": leg[:36],
        "number": number,
        "service_id": service,
        "priority_class": priority,
        "arrived_at": at(arrived),
    }


def aside(number: str, service: str, arrived: str, **times: str) -> dict[str, Any]:
    """A leg that waits aside (`until`) or was missed (`missed_at`) at counter 3; times as clock texts."""
    return {
        **waiting(number, service, arrived),
        "counter_id": "loket-3",
        **{k: at(v) for k, v in times.items()},
    }


def at_counter(number: str, service: str, state: str, called: str, **more: Any) -> dict[str, Any]:
    """A leg at a counter; times as clock texts."""
    times = {k: at(v) for k, v in more.items() if k.endswith("_at")}
    rest = {k: v for k, v in more.items() if not k.endswith("_at")}
    leg = {"leg_id": leg_id(number), "number": number, "service_id": service, "state": state}
    return {**leg, "called_at": at(called), **times, **rest}


AGENCIES = (
    ("disdukcapil", "Disdukcapil", "A", "bulat", "#0B5CAD", "#8FC7FF"),
    ("imigrasi", "Imigrasi", "F", "gapura", "#5A3E9E", "#CBB9FF"),
)
SERVICES = (
    ("kk", "disdukcapil", "Kartu Keluarga"),
    ("akta", "disdukcapil", "Akta Kelahiran"),
    ("kk-ubah", "disdukcapil", "Kartu Keluarga, ubah data"),
    ("paspor", "imigrasi", "Paspor"),
)
RULES: dict[str, Any] = {"undo_seconds": 30, "recalls_before_miss": 1, "miss_after_seconds": 30}
WHY = ("Paling dulu mencapai batas tunggu: 10.53.", "Tidak ada nomor lain yang didahului.")
LINE = (
    ("A-031", "akta", "10.23"),
    ("A-033", "kk", "10.26"),
    ("A-034", "kk", "10.29"),
    ("A-036", "akta", "10.33"),
    ("A-037", "akta", "10.37"),
    ("A-038", "akta", "10.41"),
)


def _agency(row: tuple[str, ...]) -> dict[str, Any]:
    fields = ("id", "short_name", "letter", "shape", "ink", "lit")
    return {**dict(zip(fields, row, strict=True)), "name": row[1], "tagline": "", "spoken": row[1]}


def _service(row: tuple[str, ...]) -> dict[str, Any]:
    return {
        "id": row[0],
        "agency_id": row[1],
        "letter": "A",
        "name": row[2],
        "name_en": "",
        "wait_minutes": 30,
        "service_minutes": 15,
        "fee": "",
        "requirements": [],
        "counters": [],
    }


def counter(number: int, **changes: Any) -> dict[str, Any]:
    """A counter; `holder` an account id."""
    holder = changes.pop("holder", None)
    row = {
        "id": f"loket-{number}",
        "number": number,
        "agency_id": "disdukcapil" if number < 4 else "imigrasi",
        "zone_id": "utara",
        "status": "open" if holder else "closed",
        "until": None,
        "leg": None,
        "holder": f"staff:{holder}" if holder else None,
        "service_ids": ["kk", "kk-ubah", "akta"] if number < 4 else ["paspor"],
    }
    return {**row, **changes}


def snapshot(
    leg: dict[str, Any] | None = None,
    line: tuple[tuple[str, ...], ...] = LINE,
    held: bool = True,
    seq: int = 100,
    **changes: Any,
) -> dict[str, Any]:
    """A snapshot as the hub's models write it: counter 3 with `leg` (`desk`: more of it), the `line` that
    waits."""
    legs = [waiting(*row) for row in line]
    first = next((row for row in legs if row["service_id"] != "paspor"), None)
    mine = counter(3, holder="rahma" if held else None, leg=leg, **changes.pop("desk", {}))
    next_ = {**{k: first[k] for k in ("leg_id", "number", "service_id")}, "why": {"id": WHY}} if first else {}
    data = {
        "hall": {
            "id": "tenggarong",
            "name": "MPP Kecamatan Tenggarong",
            "regency": "Kutai Kartanegara",
            "time_zone": "Asia/Makassar",
            "language": "id",
        },
        "agencies": [_agency(row) for row in AGENCIES],
        "services": [_service(row) for row in SERVICES],
        "counters": [counter(1), counter(2, holder="lain"), mine, counter(4)],
        "waiting": legs,
        "next": {"loket-3": next_} if first else {},
        "presence_seconds": 60,
    }
    whole = {
        "audience": "staff",
        "day": "2026-04-14",
        "seq": seq,
        "at": at("10.46"),
        "data": {**data, **changes},
    }
    return Snapshot.model_validate(whole).model_dump(mode="json")


@dataclass
class Stage:
    """Drives the page: `answers` by "METHOD /path", `asked` what the page sent, `files` what it put."""

    page: Page
    url: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)

    def enter(
        self,
        first: dict[str, Any] | None = None,
        now: datetime = NOW,
        *,
        path: str = "/staff",
        account: dict[str, Any] = ACCOUNT,
    ) -> None:
        """Open a page of the hall's news signed in, with a snapshot and the hub's clock stopped at `now`."""
        self.page.clock.set_fixed_time(now)
        self.answers["GET /session"] = (200, {"account": account, "counter_id": None})
        self.page.goto(f"{self.url}{path}")
        # The page's policy forbids evaluating text, as Playwright's wait_for_function does.
        eventually(lambda: self.page.evaluate("() => Boolean(window.link)"), what="the page to connect")
        self.link(up=True)
        if first is not None:
            self.tell("onSnapshot", first)

    def tell(self, handler: str, news: dict[str, Any]) -> None:
        """Hand the page news as the link does."""
        self.page.evaluate("([name, news]) => window.link[name](news)", [handler, news])

    def push(self, seq: int, kind: str, clock: str, **data: Any) -> None:
        """One push of the stage's day."""
        self.tell(
            "onPush",
            {"day": "2026-04-14", "seq": seq, "prev": seq - 1, "type": kind, "at": at(clock), "data": data},
        )

    def link(self, *, up: bool, since: str | None = None) -> None:
        """The link came or went."""
        heard = datetime.fromisoformat(at(since)).timestamp() * 1000 if since else None
        self.tell("onLink", {"up": up, "since": heard, "reason": ""})

    def sent(self, path: str) -> list[dict[str, Any]]:
        """The bodies that were sent to `path`."""
        self.page.evaluate("() => 0")  # Requests are answered while Playwright is at work, not beside it.
        return [body for asked, body in self.asked if asked == f"POST {path}"]

    def answer(self, route: Route) -> None:
        """Play the hub for one request."""
        request = route.request
        path = request.url.split("/api/v1", 1)[1].split("?")[0]
        if request.method == "PUT":
            self.files.append((path, request.post_data_buffer or b""))
            return route.fulfill(status=204)
        body = json.loads(request.post_data or "{}")
        self.asked.append((f"{request.method} {path}", body))
        answer = self.answers.get(f"{request.method} {path}", (404, {"code": "not_staged", "title": path}))
        if callable(answer):
            answer = answer(body)
        if answer is None:
            return route.abort()
        if answer is NEVER:
            return None
        status, content = answer
        return route.fulfill(status=status, content_type="application/json", body=json.dumps(content))


@contextmanager
def page_server() -> Iterator[str]:
    """The address of a server that serves the page and nothing else."""
    app = Flask("stage")
    app.register_blueprint(web)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def staged(page: Page, url: str) -> Stage:
    """The staff page on a stage, signed out."""
    stage = Stage(page, url, {"GET /session": NOT_SIGNED_IN})
    stub = {"content_type": "text/javascript", "body": LINK_STUB}
    page.route("**/js/kit/wire/link.js", lambda route: route.fulfill(**stub))
    page.route("**/api/v1/**", stage.answer)
    return stage
