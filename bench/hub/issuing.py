"""Rows on requests a second: giving numbers on both stores, and a bare JSON answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from balai.hall_file.read import load_hall
from bench.harness import Pair, Round
from bench.hub.audience import Audience, Group
from bench.hub.load import Plan
from bench.hub.staffed_counter import ISSUE_BODY
from bench.stage import HOST, Stage, assert_durable, load
from demo.driving.hubs import Site

ROWS = ("issue_sqlite_64", "issue_sqlite_8", "issue_postgres_64", "bare_json")


@contextmanager
def issuing(stage: Stage, wanted: frozenset[str]) -> Iterator[Round]:
    """Both hubs and both references, each with its load in turn."""
    plans: dict[str, tuple[Plan, Plan]] = {}
    if wanted != {"bare_json"}:
        post = Plan(HOST, stage.reference("validated_post").port, "POST", "/api/v1/visits", expect=201)
        if wanted & {"issue_sqlite_64", "issue_sqlite_8"}:
            product, reference = _issue(stage, stage.site(), post)
            plans["issue_sqlite_64"] = replace(product, clients=64), replace(reference, clients=64)
            plans["issue_sqlite_8"] = replace(product, clients=8), replace(reference, clients=8)
        if "issue_postgres_64" in wanted:
            product, reference = _issue(stage, stage.site(store=stage.postgres()), post)
            plans["issue_postgres_64"] = replace(product, clients=64), replace(reference, clients=64)
    if "bare_json" in wanted:
        plain = Plan(HOST, stage.reference("plain_get").port, path="/api/v1/time")
        plans["bare_json"] = replace(plain, port=stage.site().start().port), plain

    def measure(number: int) -> Mapping[str, Pair]:
        return {name: _in_turn(*plans[name], first=number % 2) for name in plans if name in wanted}

    yield measure


def _issue(stage: Stage, site: Site, reference: Plan) -> tuple[Plan, Plan]:
    """The same load for a hub and the reference, with a display and a tablet listening to the hub."""
    services = [service.id for service in load_hall(site.hall).services]
    token = site.device("kiosk")
    board, password = site.device("display"), site.account("petugas")
    hub = site.start()
    assert_durable(hub)
    cookie = hub.staff("petugas", password).cookie
    listeners = [Group(HOST, hub.port, 1, token=board), Group(HOST, hub.port, 1, cookie=cookie)]
    stage.listen(Audience(listeners, replace(reference, port=hub.port), "", 0, [], hold=True))
    headers = {"Authorization": f"Bearer {token}"}
    asked = replace(reference, headers=headers, body=ISSUE_BODY, services=services)
    return replace(asked, port=hub.port), asked


def _in_turn(product: Plan, reference: Plan, *, first: int) -> Pair:
    figures = {plan.port: 0.0 for plan in (product, reference)}
    for plan in (reference, product) if first else (product, reference):
        figures[plan.port] = float(load(plan)["per_second"])
    return figures[product.port], figures[reference.port]
