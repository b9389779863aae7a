"""Devices are enrolled, get other tokens, are withdrawn and come back under the same id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.hub.inside import Asker, Inside


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    with Inside(tmp_path_factory.mktemp("hub")) as inside:
        yield inside


@pytest.fixture(scope="module")
def admin(hub: Inside) -> Asker:
    return hub.staff("fani")


def enrolled(admin: Asker, **fields: Any) -> str:
    token: str = admin.done("/devices", **fields)["token"]
    return token


def status_of(hub: Inside, token: str, path: str = "/hall") -> int:
    return hub.device(token).get(path).status_code


def test_another_token_ends_the_one_before_at_once(hub: Inside, admin: Asker) -> None:
    first = enrolled(admin, id="layar-5", kind="display")
    assert status_of(hub, first) == 200
    second = admin.done("/devices/layar-5/token")["token"]
    assert (status_of(hub, first), status_of(hub, second)) == (401, 200)


def test_who_was_withdrawn_may_come_back_under_the_same_id(hub: Inside, admin: Asker) -> None:
    first = enrolled(admin, id="kios-5", kind="kiosk", name="Kios pintu")
    body = {"state": "degraded", "software": "1", "detail": "kertas"}
    assert hub.device(first).send("/devices/me/status", body, "PUT").status_code == 204
    assert admin.change("/devices/kios-5/withdraw").status_code == 204
    assert status_of(hub, first) == 401
    assert "kios-5" not in {row["id"] for row in admin.get("/devices").get_json()["devices"]}
    second = enrolled(admin, id="kios-5", kind="display", zone_id="utama")
    assert (status_of(hub, first), status_of(hub, second, "/state?audience=board")) == (401, 200)
    (row,) = [row for row in admin.get("/devices").get_json()["devices"] if row["id"] == "kios-5"]
    assert (row["kind"], row["name"], row["state"], row["detail"]) == ("display", "kios-5", None, "")


@pytest.mark.parametrize(
    ("path", "fields", "status", "code"),
    [
        ("/devices", {"id": "kiosk-1", "kind": "kiosk"}, 409, "device_exists"),
        ("/devices", {"id": "layar-6", "kind": "display", "zone_id": "x"}, 404, "zone_unknown"),
        ("/devices/nobody/token", {}, 404, "device_unknown"),
        ("/devices/nobody/withdraw", {}, 404, "device_unknown"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(
    hub: Inside, admin: Asker, path: str, fields: dict[str, Any], status: int, code: str
) -> None:
    before = admin.get("/devices").get_json()
    refused = admin.change(path, **fields)
    assert (refused.status_code, refused.get_json()["code"]) == (status, code)
    assert admin.get("/devices").get_json() == before
    assert status_of(hub, "kiosk-token") == 200
