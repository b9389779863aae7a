"""What the hub answers and what its OpenAPI document tells have the same keys, all the way down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from balai.codes import ticket_code
from balai.hall_file.read import load_hall
from demo.driving.hubs import SAMPLE_HALL
from tests.support.hub.inside import Asker, Inside


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    with Inside(tmp_path_factory.mktemp("hub"), load_hall(SAMPLE_HALL)) as inside:
        yield inside


@pytest.fixture(scope="module")
def document(hub: Inside) -> Any:
    return hub.nobody().client.get("/openapi/openapi.json").get_json()


@pytest.fixture(scope="module")
def asked(hub: Inside) -> tuple[Asker, dict[str, str]]:
    """The manager, who has called and announced, and the ids of what there is to read."""
    visit = hub.kiosk.done("/visits", service_id="akta-kelahiran")
    hub.kiosk.done("/visits", service_id="akta-kelahiran", priority_class="priority")
    manager = hub.staff("citra")
    manager.done("/counters/loket-2/open")
    manager.done("/counters/loket-2/call", finishes=None)
    slot = hub.clock.now() + timedelta(hours=1)
    manager.done("/bookings", service_id="akta-kelahiran", slot=slot.isoformat())
    said = manager.done("/announcements", text="Loket 3 tutup pukul 11.30.", language="id", times=1)
    return manager, {
        "visit_id": visit["visit_id"],
        "number": visit["number"],
        "announcement_id": said["announcement_id"],
        "account_id": "id-ani",
        "device_id": "kiosk-1",
        "code": ticket_code(visit["visit_id"]),
    }


@pytest.fixture(scope="module")
def auditor(hub: Inside) -> Asker:
    """Who reads what a manager does not."""
    return hub.staff("eko")


def resolved(document: Any, schema: Any) -> Any:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def differences(document: Any, schema: Any, value: Any, where: str = "") -> list[str]:
    """The keys that only the answer or only the document has."""
    schema = resolved(document, schema)
    if "anyOf" in schema:
        return min((differences(document, s, value, where) for s in schema["anyOf"]), key=len)
    if isinstance(value, dict):
        if "properties" not in schema:
            inner = schema.get("additionalProperties", {})
            return [d for k, v in value.items() for d in differences(document, inner, v, f"{where}/{k}")]
        told = schema["properties"]
        apart = [f"{where}/{key}" for key in sorted(value.keys() ^ told.keys())]
        shared = value.keys() & told.keys()
        return apart + [d for k in shared for d in differences(document, told[k], value[k], f"{where}/{k}")]
    if isinstance(value, list) and "items" in schema:
        return [
            d
            for at, v in enumerate(value)
            for d in differences(document, schema["items"], v, f"{where}/{at}")
        ]
    return []


READS = (
    "/hall", "/hall/file", "/hall/change", "/state", "/state?audience=board", "/state?audience=device",
    "/log", "/devices", "/devices/{device_id}/log",
    "/counters", "/vouchers", "/bookings", "/session", "/time",
    "/estimates/coverage", "/estimates/next", "/codes/{code}",
    "/visits/{visit_id}",
    "/visits/{visit_id}/wait", "/visits?number={number}", "/announcements/{announcement_id}",
    "/announcements", "/session/all", "/accounts",
    "/accounts/{account_id}/sessions",
    "/accounts/{account_id}/sittings", "/sittings?day=2026-04-14",
    "/announcements/{announcement_id}", "/day/close", "/day/clock",
    "/numbers", "/machine",
    "/hall/draft", "/hall/draft?apart=true", "/hall/draft/file",
    "/hall/holidays?year=2026", "/hall/draft/week?monday=2026-04-13",
    "/hall/draft/days?first=2026-04-01&count=30", "/hall/draft/ways",
    "/hall/draft/outlook", "/hall/draft/replay", "/practice",
    "/hall/draft/outlook", "/hall/draft/call?agency=imigrasi", "/slides",
    "/hall/versions", "/hall/versions/compare?older=1&newer=1",
    "/overview", "/reports?first=2026-04-01&last=2026-04-14",
    "/reports/number?day=2026-04-14&number={number}",
    "/reports/legs?first=2026-04-01&last=2026-04-14&what=visits",
    "/reports/counter?first=2026-04-14&last=2026-04-14&counter=l1",
    "/trail", "/catalogue", "/devices/me/offline",
)  # fmt: skip


@pytest.mark.parametrize("path", READS)
def test_an_answer_has_the_keys_of_its_page(
    path: str, hub: Inside, asked: tuple[Asker, dict[str, str]], auditor: Asker, document: Any
) -> None:
    manager, ids = asked
    others = {"/trail": auditor, "/devices/me/offline": hub.kiosk}
    route = document["paths"][f"/api/v1{path.partition('?')[0]}"]["get"]
    schema = route["responses"]["200"]["content"]["application/json"]["schema"]
    answer = others.get(path, manager).get(path.format_map(ids))
    assert answer.status_code == 200, answer.text
    assert differences(document, schema, answer.get_json()) == []


def test_the_comparison_sees_a_key_on_either_side() -> None:
    schema: Any = {"properties": {"a": {"items": {"properties": {"b": {}}}}, "c": {}}}
    assert differences({}, schema, {"a": [{"b": 1}, {"d": 2}]}) == ["/c", "/a/1/b", "/a/1/d"]


def test_every_read_of_json_is_compared(document: Any) -> None:
    known = {path.partition("?")[0] for path in READS}
    for path, item in document["paths"].items():
        content = item.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        if "application/json" in content and path.removeprefix("/api/v1") not in known:
            pytest.fail(f"{path} is not compared")
