"""The OpenAPI document: valid as 3.1, and kept by a running hub whatever is thrown at it."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case as AnyCase
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from demo.driving.hubs import Hub, Site

Case = AnyCase[Any]
SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
KNOWN = {"counter_id": "loket-1", "service_id": "perekaman-ktp", "series_id": "disdukcapil"}
DEVICE_ONLY = {
    "/api/v1/devices/me/status", "/api/v1/devices/me/frame", "/api/v1/series/{series_id}/reserve",
    "/api/v1/devices/me/numbers", "/api/v1/devices/me/offline", "/api/v1/visits/adopt",
    "/api/v1/visits/{visit_id}/void",
}  # fmt: skip
DISPLAY_ONLY = {"/api/v1/legs/{leg_id}/announced"}


class Callers:
    """Credentials for a hub of the sample hall."""

    def __init__(self, site: Site) -> None:
        self.kiosk = {"Authorization": f"Bearer {site.device('kiosk')}"}
        self.display = {"Authorization": f"Bearer {site.device('display')}"}
        password = site.account("ani", "manager")
        self.hub: Hub = site.start()
        staff = self.hub.staff("ani", password)
        staff.change("/counters/loket-1/open").ok()
        self.staff = {"Cookie": staff.cookie}
        staff.close()

    def headers_for(self, case: Case) -> dict[str, str]:
        if case.operation.path == "/api/v1/session":
            return {}
        if case.operation.path in DISPLAY_ONLY:
            return self.display
        return self.kiosk if case.operation.path in DEVICE_ONLY else self.staff


@pytest.fixture(scope="module")
def callers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callers]:
    with Site(tmp_path_factory.mktemp("hub")) as site:
        yield Callers(site)


@pytest.fixture(scope="module")
def document(callers: Callers) -> Any:
    api = callers.hub.api()
    document = api.ask("GET", "/openapi/openapi.json", prefix="").ok()
    api.close()
    return document


@pytest.fixture(scope="module")
def thrown(callers: Callers, document: Any) -> Any:
    """The document without credentials: generated ones would only be refused."""
    bare = copy.deepcopy(document)
    del bare["components"]["securitySchemes"]
    for item in bare["paths"].values():
        for operation in item.values():
            operation.pop("security", None)
    loaded = schemathesis.openapi.from_dict(bare)
    loaded.config.update(base_url=callers.hub.url)
    return loaded


OPERATIONS = (
    "POST /session", "DELETE /session", "GET /session", "POST /visits", "GET /visits",
    "GET /visits/{visit_id}", "POST /visits/{visit_id}/copy", "POST /visits/{visit_id}/cancel",
    "POST /legs/{leg_id}/return", "POST /series/{series_id}/reserve",
    "POST /devices/me/numbers", "GET /devices/me/offline", "POST /visits/adopt", "POST /papers/claim",
    "POST /papers/out",
    "POST /visits/{visit_id}/void",
    *(f"POST /counters/{{counter_id}}/{verb}" for verb in (
        "open", "close", "pause", "resume", "call", "recall", "start", "finish", "miss", "park", "transfer",
        "call-chosen", "undo", "release", "serve", "collect",
    )),
    "POST /legs/{leg_id}/announced", "POST /legs/{leg_id}/aside", "POST /visits/{visit_id}/change",
    "POST /visits/{visit_id}/ticket", "POST /visits/{visit_id}/correct",
    "GET /bookings", "POST /bookings", "POST /bookings/{code}/cancel", "GET /codes/{code}",
    "POST /legs/{leg_id}/reinstate", "POST /day/close", "POST /day/confirm",
    "GET /session/all", "POST /session/sign-out", "GET /day/clock", "POST /day/void", "GET /announcements",
    "POST /announcements/{announcement_id}/withdraw",
    "GET /day/close", "POST /day/reopen", "GET /numbers", "POST /numbers/stop", "POST /numbers/go-on",
    "GET /counters", "GET /vouchers", "GET /overview", "POST /services/{service_id}/quota",
    "POST /devices/{device_id}/technician", "GET /reports", "GET /reports/legs", "GET /reports/file",
    "GET /reports/number", "GET /reports/counter",
    "GET /catalogue",
    "GET /state", "GET /log", "GET /hall", "GET /time", "GET /devices", "PUT /devices/me/status",
    "GET /visits/{visit_id}/wait", "GET /estimates/coverage", "GET /estimates/next",
    "POST /announcements", "GET /announcements/{announcement_id}", "PUT /devices/me/frame",
    "PUT /announcements/{announcement_id}/sound", "GET /announcements/{announcement_id}/sound",
    "GET /devices/{device_id}/frame",
    "GET /accounts", "POST /accounts", "GET /accounts/{account_id}/sessions",
    "GET /accounts/{account_id}/sittings", "GET /sittings", "POST /accounts/{account_id}/skills",
    *(f"POST /accounts/{{account_id}}/{verb}" for verb in ("lock", "unlock", "password", "sign-out")),
    "POST /accounts/{account_id}/remove", "POST /devices", "POST /devices/asks",
    "POST /devices/asks/{ask_id}", "POST /devices/admit",
    "POST /devices/{device_id}/token", "POST /devices/{device_id}/withdraw", "GET /trail",
    "POST /session/own", "POST /accounts/{account_id}/code",
    "POST /devices/{device_id}/name", "POST /devices/{device_id}/restart", "GET /devices/{device_id}/log",
    "POST /session/password", "GET /clips/{key}",
    "GET /hall/file", "POST /hall/file/check", "PUT /hall/file",
    "GET /hall/change", "POST /hall/change/withdraw", "GET /machine",
    "GET /hall/draft", "GET /hall/draft/outlook",
    *(f"POST /hall/draft/{verb}" for verb in ("edit", "import", "discard", "apply")),
    "GET /hall/versions", "GET /hall/versions/compare", "GET /hall/file.toml", "GET /hall/holidays",
    "GET /practice", "POST /practice/open", "POST /practice/close",
    "GET /hall/draft/week", "GET /hall/draft/replay", "POST /hall/draft/read", "GET /hall/draft/days",
    "GET /hall/draft/ways", "GET /hall/draft/file",
    "GET /hall/agencies/{agency_id}/file.toml",
    "GET /hall/draft/call", "GET /hall/draft/call.wav", "GET /hall/draft/ticket.png",
    "PUT /hall/draft/names/{agency_id}/sound", "POST /hall/draft/names/{agency_id}/forget",
    "POST /devices/{device_id}/sample", "GET /slides", "POST /slides", "POST /slides/{slide_id}",
    *(f"POST /slides/{{slide_id}}/{verb}" for verb in ("finish", "remove")),
    "GET /slides/{slide_id}/picture", "GET /slides/{slide_id}/parts/{n}", "PUT /slides/{slide_id}/parts/{n}",
)  # fmt: skip
WITHOUT_INPUT = (
    "DELETE /session",
    "GET /session",
    "GET /catalogue",
    "GET /hall/file",
    "GET /hall/change",
    "GET /hall/file.toml",
    "GET /hall/draft/replay",
    "GET /practice",
    "GET /time",
    "GET /devices",
    "GET /counters",
    "GET /overview",
    "GET /accounts",
    "GET /vouchers",
    "GET /day/close",
    "GET /day/clock",
    "GET /session/all",
    "GET /announcements",
    "GET /numbers",
    "GET /machine",
    "GET /hall/draft/ways",
    "GET /hall/draft/file",
    "GET /slides",
    "GET /estimates/coverage",
    "PUT /devices/me/frame",
)
#: More of them by `make prove`.
EXAMPLES = min(25, settings().max_examples * 4 // 10)
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def aimed(case: Case) -> Case:
    """Names that could be right are made right for half of the cases, so that answers are checked too."""
    for place in (case.path_parameters, case.body):
        if isinstance(place, dict):
            for name in KNOWN.keys() & place.keys():
                value = place[name]
                if isinstance(value, str) and SLUG.fullmatch(value) and len(value) % 2:
                    place[name] = KNOWN[name]
    return case


@pytest.mark.parametrize(
    ("operation", "mode"),
    [(o, m) for o in OPERATIONS for m in GenerationMode if m.is_positive or o not in WITHOUT_INPUT],
)
def test_no_input_breaks_the_hub_and_answers_are_as_documented(
    operation: str, mode: GenerationMode, callers: Callers, thrown: Any
) -> None:
    method, path = operation.split()

    @BOUNDED
    @given(case=thrown[f"/api/v1{path}"][method].as_strategy(generation_mode=mode))
    def throw(case: Case) -> None:
        # What exists is the hall's affair: a request that reads well may still name nothing.
        aimed(case).call_and_validate(
            headers=callers.headers_for(case), excluded_checks=[positive_data_acceptance], timeout=30
        )

    throw()
    assert callers.hub.runs


def test_the_document_is_valid_and_describes_every_route(thrown: Any, document: Any) -> None:
    thrown.validate()
    assert document["openapi"].startswith("3.1")
    operations = {
        f"{method.upper()} {path.removeprefix('/api/v1')}": operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
    }
    assert operations.keys() == set(OPERATIONS)
    assert len({o["operationId"] for o in operations.values()}) == len(operations)
    for operation in operations.values():
        assert operation["summary"]
        shown = operation["responses"]["422"]["content"]
        assert list(shown) == ["application/problem+json"]
    assert operations["POST /visits"]["security"] == [{"device": []}, {"session": []}]
    assert operations["POST /counters/{counter_id}/call"]["security"] == [{"session": []}]


def test_every_reference_leads_somewhere(document: Any) -> None:
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    named = set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(document)))
    assert named <= known
    for component in document["components"]["schemas"].values():
        jsonschema_rs.meta.validate({"$defs": document["components"]["schemas"], **component})
