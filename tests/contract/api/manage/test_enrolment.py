"""Devices are enrolled, get other tokens, are withdrawn and come back under the same id."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from balai.protocol.hello import Hello
from balai.protocol.rooms import RoomKey
from balai.protocol.version import PROTOCOL_VERSION
from server.auth.authenticator import COOKIE
from server.http.websocket import WebSocket
from server.live.namespace import Listening
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


def test_a_manager_names_a_device_reads_its_day_and_lets_it_in_no_more(hub: Inside) -> None:
    admin, manager = hub.staff("fani"), hub.staff("citra")
    kiosk = hub.device(enrolled(admin, id="kios-7", kind="kiosk"))
    assert manager.change("/devices/kios-7/name", name=" Kios pintu ").status_code == 204
    (row,) = [row for row in manager.get("/devices").get_json()["devices"] if row["id"] == "kios-7"]
    assert row["name"] == "Kios pintu"
    for state, faults in (("ok", []), ("ok", []), ("fault", [{"code": "paper_out"}]), ("ok", [])):
        body = {"state": state, "software": "1", "detail": "", "faults": faults}
        assert kiosk.send("/devices/me/status", body, "PUT").status_code == 204
    told = manager.get("/devices/kios-7/log").get_json()["moments"]
    assert [one["state"] for one in told] == ["ok", "fault", "ok"]
    assert told[1]["faults"] == [{"code": "paper_out", "about": ""}]
    assert manager.change("/devices/kios-7/withdraw").status_code == 204
    assert manager.get("/devices/kios-7/log").status_code == 404
    assert kiosk.get("/hall").status_code == 401


@pytest.mark.parametrize(
    ("path", "fields", "status", "code"),
    [
        ("/devices", {"id": "kiosk-1", "kind": "kiosk"}, 409, "device_exists"),
        ("/devices", {"id": "layar-6", "kind": "display", "zone_id": "x"}, 404, "zone_unknown"),
        ("/devices/nobody/token", {}, 404, "device_unknown"),
        ("/devices/nobody/withdraw", {}, 404, "device_unknown"),
        ("/devices/nobody/name", {"name": "Pintu"}, 404, "device_unknown"),
        ("/devices/nobody/restart", {}, 404, "device_unknown"),
        ("/devices/kiosk-1/restart", {}, 409, "device_away"),
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


Listens = Callable[[str, Hello, str], socket.socket]


@pytest.fixture
def listens(hub: Inside) -> Iterator[Listens]:
    """Lets an actor listen, known by what it said or by a cookie; gives the far end of its connection."""
    assert hub.app.hub.live is not None
    names, ends = hub.app.hub.live._names, ExitStack()

    def listen(actor: str, hello: Hello, cookie: str = "") -> socket.socket:
        near, far = socket.socketpair()
        websocket = WebSocket(ends.enter_context(near), near.recv)
        environ = {"HTTP_COOKIE": f"{COOKIE}={cookie}", "wsgi.websocket": websocket}
        names.listening[str(id(far))] = Listening(RoomKey("board"), environ, hello, actor)
        far.setblocking(False)
        return ends.enter_context(far)

    with ends:
        yield listen
    names.listening.clear()


def is_cut(far: socket.socket) -> bool:
    try:
        return far.recv(1) == b""
    except BlockingIOError:
        return False


def test_who_listens_by_what_has_ended_is_cut_off_at_once(
    hub: Inside, admin: Asker, listens: Listens
) -> None:
    """Nothing is left to a look that comes round every half minute: staff's news goes on until then."""
    by_token = Hello(protocol=PROTOCOL_VERSION, token=enrolled(admin, id="layar-7", kind="display"))
    wall, other = (listens(actor, by_token, "") for actor in ("device:layar-7", "device:layar-8"))
    admin.done("/devices/layar-7/token")
    assert (is_cut(wall), is_cut(other)) == (True, False)
    cookie = hub.staff("satu").client.get_cookie(COOKIE)
    assert cookie is not None
    tablet = listens("staff:id-satu", Hello(protocol=PROTOCOL_VERSION), cookie.value)
    admin.done("/accounts/id-dua/lock")
    assert not is_cut(tablet)
    admin.done("/accounts/id-satu/lock")
    assert is_cut(tablet)
