"""Every role on every route: the table of roles is what the hub does, and all of what it does."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import pytest

from balai.protocol.version import PROTOCOL_VERSION
from server.auth.authenticator import COOKIE
from server.auth.roles import (
    ACCOUNT_ROLES,
    AUDIENCES,
    DEVICE_ROLES,
    PAGES,
    READS,
    ROLES,
    TABLE,
    Role,
)
from server.live.namespace import Handshake, RefusedConnection
from tests.support.hub.inside import PEOPLE, Asker, Inside
from tools.documents import roles

LEG = f"{uuid.uuid4()}.1"
NAMED = {
    "visit_id": str(uuid.uuid4()), "leg_id": LEG, "counter_id": "l1", "series_id": "a",
    "device_id": "kiosk-1",    "announcement_id": str(uuid.uuid4()), "key": "0" * 32,
    "account_id": "nobody", "tag": "x", "name": "x",
}  # fmt: skip


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    with Inside(tmp_path_factory.mktemp("hub")) as inside:
        yield inside


@pytest.fixture(scope="module")
def askers(hub: Inside) -> Mapping[Role, Asker]:
    people = {role: name for name, (role, _) in reversed(PEOPLE.items())}
    signed_in: dict[Role, Asker] = {role: hub.staff(people[role]) for role in ACCOUNT_ROLES}
    devices: dict[Role, Asker] = {role: hub.device(f"{role}-token") for role in DEVICE_ROLES}
    return {"visitor": hub.nobody(), **devices, **signed_in}


def status_of(asker: Asker, method: str, rule: str) -> int:
    """A request with nothing in it: who may send it is told what is missing, not that they may not."""
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda name: NAMED.get(name[1], "x"), rule)
    kind = "text/plain" if rule.endswith("/session") else "application/json"
    options: Any = {"headers": asker.headers, "data": b"", "content_type": kind}
    with closing(asker.client.open(path, method=method, **options)) as answer:
        return answer.status_code


def test_every_route_takes_a_permission_of_the_table(hub: Inside) -> None:
    served = {
        (method, rule.rule)
        for rule in hub.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert served == hub.app.permissions.keys()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_passes_where_the_table_says_so_and_nowhere_else(
    role: Role, hub: Inside, askers: Mapping[Role, Asker]
) -> None:
    wrong = {}
    # What monitors ask is open to the hub's own machine beside the table.
    askers[role].client.environ_base["REMOTE_ADDR"] = "10.0.0.9"
    for (method, rule), permission in sorted(hub.app.permissions.items()):
        if rule.endswith("/session") and method == "DELETE":
            continue  # it would end the very session that asks
        status = status_of(askers[role], method, rule)
        if (status in (401, 403)) == (role in TABLE[permission]):
            wrong[f"{method} {rule}"] = status
        assert status < 500
    assert not wrong
    assert hub.app.hub.dispatcher.day.seq == 1


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_the_day_of_the_audiences_that_the_table_gives_it(
    role: Role, askers: Mapping[Role, Asker]
) -> None:
    seen = {a: askers[role].get(f"/state?audience={a}").status_code for a in READS}
    refused = 401 if role == "visitor" else 403
    assert seen == {a: 200 if role in TABLE[permission] else refused for a, permission in READS.items()}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_hears_its_own_audience_over_the_socket(
    role: Role, hub: Inside, askers: Mapping[Role, Asker]
) -> None:
    door = Handshake(hub.app.hub.gate.tokens.who, hub.app.hub.gate.sessions.who, COOKIE)
    asker = askers[role]
    token = asker.headers.get("Authorization", "").removeprefix("Bearer ") or None
    cookie = asker.client.get_cookie(COOKIE)
    environ = {"HTTP_COOKIE": f"{COOKIE}={cookie.value}"} if cookie else {}
    hello = {"protocol": PROTOCOL_VERSION, "token": token}
    if role == "visitor":
        with pytest.raises(RefusedConnection):
            door.admit(environ, hello)
        return
    assert door.admit(environ, hello)[1].audience == AUDIENCES[role]
    assert role in TABLE[READS[AUDIENCES[role]]]


@pytest.mark.parametrize("role", ACCOUNT_ROLES)
def test_the_session_names_the_pages_that_the_table_gives(role: Role, askers: Mapping[Role, Asker]) -> None:
    told = askers[role].get("/session").get_json()["account"]["pages"]
    assert told == [page for page, permission in PAGES.items() if role in TABLE[permission]]


def test_every_page_stands_in_the_table(hub: Inside) -> None:
    client, pages = hub.app.test_client(), set()
    for method, rule in hub.app.permissions:
        if method == "GET" and "<" not in rule:
            with closing(client.get(rule)) as answer:
                if answer.status_code == 200 and answer.mimetype == "text/html":
                    pages.add(rule)
    assert pages == {f"/{page}" for page in PAGES}


def test_the_table_in_the_documents_is_the_one_in_force() -> None:
    assert roles.PAGE.read_text("utf-8") == roles.page(), "Run: .venv/bin/python -m tools.documents.roles"
