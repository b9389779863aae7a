"""The hub as a process: what it says when ready, how it ends, what it logs, what it answers to noise."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from demo.driving.api import Answered, Api, LastingApi
from demo.driving.hubs import Hub, Site
from demo.driving.wait import eventually

SERVICE = "perekaman-ktp"
GOOD_KEY = b"dGhlIHNhbXBsZSBub25jZQ=="


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("hub")) as site:
        yield site


@pytest.fixture(scope="module")
def hub(site: Site) -> Hub:
    return site.start()


def said_to(host: str, port: int, data: bytes) -> bytes:
    """All that comes back for raw bytes, until the hub closes."""
    with socket.create_connection((host, port), timeout=20) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return answer


def handshake(
    key: bytes = GOOD_KEY, version: bytes = b"13", path: bytes = b"/socket.io/?transport=websocket&EIO=4"
) -> bytes:
    return (
        b"GET " + path + b" HTTP/1.1\r\nHost: hub\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: " + key + b"\r\nSec-WebSocket-Version: " + version + b"\r\n\r\n"
    )  # fmt: skip


def get(path: bytes, *lines: bytes) -> bytes:
    return b"\r\n".join([b"GET " + path + b" HTTP/1.1", b"Host: hub", b"Connection: close", *lines, b"", b""])


SIGN_IN = b"POST /api/v1/session HTTP/1.1\r\nContent-Type: application/json\r\n"
NOISE = {
    "bytes": b"\x00\x01\x02\r\n\r\n",
    "no version": b"GET /nowhere\r\n\r\n",
    "endless line": b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n",
    "negative length": b"POST /api/v1/session HTTP/1.1\r\nContent-Length: -5\r\n\r\n{}",
    "length in words": b"POST /api/v1/session HTTP/1.1\r\nContent-Length: two\r\n\r\n{}",
    "half a body": SIGN_IN + b"Content-Length: 9\r\n\r\n{}",
    "broken chunk": SIGN_IN + b"Transfer-Encoding: chunked\r\n\r\nzz",
    "cookie": get(b"/api/v1/session", b'Cookie: balai_session=\xff\x00"; =;;'),
    "token": get(b"/api/v1/hall", b"Authorization: Bearer \xff\xfe"),
    "language": get(b"/nowhere", b"Accept-Language: \xff;q=\xfe,,"),
    "folder up": get(b"/assets/x/../../../../etc/passwd"),
    "nul": get(b"/assets/x/%00"),
    "polling": get(b"/socket.io/?transport=polling&EIO=4"),
    "no upgrade": get(b"/socket.io/?transport=websocket&EIO=4"),
    "old protocol": get(b"/socket.io/?transport=websocket&EIO=3"),
    "wrong key": handshake(key=b"!!"),
    "short key": handshake(key=b"YWJj"),
    "no key": handshake(key=b""),
    "wrong version": handshake(version=b"99"),
    "no version of the socket": handshake(version=b""),
    "upgrade elsewhere": handshake(path=b"/nowhere"),
    "upgrade by a change": handshake().replace(b"GET ", b"POST ", 1),
    "upgrade with a body": handshake().replace(b"Host: hub", b"Content-Length: 2", 1) + b"{}",
    "upgrade of an older protocol": handshake().replace(b"HTTP/1.1", b"HTTP/1.0", 1),
    "upgrade that asks for none": handshake().replace(b"Connection: Upgrade", b"Connection: close", 1),
}


@pytest.mark.parametrize("noise", NOISE)
def test_noise_is_refused_and_harms_nobody(hub: Hub, noise: str) -> None:
    answer = said_to(hub.host, hub.port, NOISE[noise])
    assert answer.startswith(b"HTTP/1.1 4"), answer[:200]
    assert hub.api().get("/time").status == 200


@pytest.mark.parametrize(
    "frame",
    [
        b"\x81\xff" + b"\x00" * 4 + b"\xff" * 4 + b"\x00" * 4,
        b"\xf1\x85" + b"\x00" * 4 + b"hello",
        b"\x81\x82" + b"\x00" * 4 + b"\xff\xff",
        b"\x81\x85" + b"\x00" * 4 + b"hello",
        b"\x81\x8a" + b"\x00" * 4 + b"40/hall,[1]",
        b"\x81\xfe\x27\x10" + b"\x00" * 4 + b"40/hall," + b"[" * 9992,
    ],
    ids=["four gigabytes", "flags", "no UTF-8", "no packet", "cut short", "deep"],
)
def test_noise_on_a_socket_closes_it_and_harms_nobody(hub: Hub, frame: bytes) -> None:
    answer = said_to(hub.host, hub.port, handshake() + frame)
    assert answer.startswith(b"HTTP/1.1 101")
    assert "greenlet_failed" not in hub.log
    assert hub.api().get("/time").status == 200


def test_who_reads_slowly_gets_every_byte_of_all_answers(hub: Hub) -> None:
    asked = [get(b"/openapi/openapi.json").replace(b"close", b"keep-alive", 1)] * 40
    one = said_to(hub.host, hub.port, get(b"/openapi/openapi.json")).partition(b"\r\n\r\n")[2]
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.settimeout(20)
        slow.connect((hub.host, hub.port))
        slow.sendall(b"".join(asked))
        assert hub.api().get("/time").status == 200
        with slow.makefile("rb") as answers:
            for _ in asked:
                length = next(int(line[15:]) for line in answers if line.startswith(b"Content-Length:"))
                assert (length, next(line for line in answers if line == b"\r\n")) == (len(one), b"\r\n")
                assert answers.read(length) == one


def test_a_body_sent_in_chunks_is_held_to_the_same_limit(hub: Hub) -> None:
    head = SIGN_IN + b"Transfer-Encoding: chunked\r\n\r\n"
    chunks = (b"1000\r\n" + b" " * 4096 + b"\r\n") * 30 + b"0\r\n\r\n"
    assert said_to(hub.host, hub.port, head + chunks).startswith(b"HTTP/1.1 413")


def test_the_log_is_json_and_holds_nothing_of_anybody(site: Site, hub: Hub) -> None:
    token, password = site.device("kiosk", "kios-log"), site.account("rahasia.sekali")
    hub.staff("rahasia.sekali", password)
    api = hub.api(token)
    api.change("/visits", service_id=SERVICE).ok()
    wrong = {"username": "rahasia.sekali", "password": "sandi-yang-salah"}
    assert hub.api().ask("POST", "/session", wrong).status == 401
    assert api.get("/state?audience=staff&wali=Budi").status == 422
    site.balai("device", "remove", "kios-log", "--config", str(site.config))
    lines = [json.loads(line) for line in hub.log.splitlines()]
    assert {"event", "level", "timestamp"} <= lines[0].keys()
    for secret in (token, password, "rahasia", "sandi-yang-salah", "Budi", "127.0.0.1"):
        assert secret not in hub.log


class Client(threading.Thread):
    """Issues one visit after another until its connection ends; `unanswered` is what it asked then."""

    def __init__(self, api: Api) -> None:
        super().__init__()
        self._api = api
        self.answered = 0
        self.unanswered = ""
        self.begun = threading.Event()

    def run(self) -> None:
        try:
            while True:
                self.unanswered = str(uuid.uuid4())
                self._api.change("/visits", request_id=self.unanswered, service_id=SERVICE).ok()
                self.answered += 1
                self.begun.set()
        except (OSError, http.client.HTTPException):
            self._api.close()


def test_it_answers_what_it_began_and_ends(tmp_path: Path) -> None:
    with Site(tmp_path) as own:
        token, hub = own.device("kiosk"), own.start()
        clients = [Client(hub.api(token)) for _ in range(4)]
        for client in clients:
            client.start()
        assert all(client.begun.wait(30) for client in clients)
        assert hub.stop() == 0
        for client in clients:
            client.join(30)
        later = own.start().api(token)
        for client in clients:
            later.change("/visits", request_id=client.unanswered, service_id=SERVICE).ok()
        issued = later.change("/visits", service_id=SERVICE).ok()
        later.close()
    stopped = [line for line in map(json.loads, hub.log.splitlines()) if line["event"] == "stopped"]
    assert [line["requests"] for line in stopped] == [0]
    assert int(issued["number"].split("-")[1]) == sum(c.answered + 1 for c in clients) + 1


def test_the_hub_presumes_by_itself_that_a_called_visitor_is_present(tmp_path: Path) -> None:
    fast = f"scaled:{time.time()}:300:2026-04-14T01:00:00+00:00"
    with Site(tmp_path, clock=fast) as own:
        token, password = own.device("kiosk"), own.account("ani")
        hub = own.start()
        kiosk, staff = hub.api(token), hub.staff("ani", password)
        visit = kiosk.change("/visits", service_id=SERVICE).ok()["visit_id"]
        staff.change("/counters/loket-1/open").ok()
        called = staff.change("/counters/loket-1/call", finishes=None).ok()["called"]["called_at"]

        def started_at() -> str:
            leg = kiosk.get(f"/visits/{visit}").ok()["legs"][0]
            return str(leg["started_at"]) if leg["state"] == "serving" else ""

        started = eventually(started_at, 30, what="presence to be presumed")
        for api in (kiosk, staff):
            api.close()
    waited = datetime.fromisoformat(started) - datetime.fromisoformat(called)
    assert waited >= timedelta(seconds=60)


def test_ctrl_c_ends_it_too(tmp_path: Path) -> None:
    with Site(tmp_path) as own:
        hub = own.start()
        hub.process.send_signal(signal.SIGINT)
        assert hub.process.wait(20) == 0
        hub._closed()


def test_who_is_played_signs_in_anew_where_a_session_ended(site: Site, hub: Hub) -> None:
    password = site.account("played")
    with closing(LastingApi.at(hub.url)) as lasting, closing(Api.at(hub.url)) as plain:
        lasting.sign_in("played", password)
        plain.headers["Cookie"] = lasting.cookie
        plain.ask("DELETE", "/session").ok()
        assert plain.get("/state?audience=staff").status == 401
        assert lasting.get("/state?audience=staff").status == 200
        assert lasting.cookie != plain.cookie
        with pytest.raises(Answered):
            lasting.sign_in("played", "another")


def test_a_second_hub_on_the_file_is_refused_in_words(site: Site, hub: Hub) -> None:
    again = subprocess.run(
        [sys.executable, "-m", "balai.cli", "hub", "--config", str(site.config)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert again.returncode == 1
    assert again.stderr.startswith("Error: ")
    assert "Traceback" not in again.stderr


def test_the_database_driver_is_not_imported_before_gevent_has_patched() -> None:
    asked = "import sys, server.http.serve; from server.cli import hub; print(*sorted(sys.modules))"
    modules = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, timeout=60, check=True
    ).stdout.split()
    assert {"server.cli.serving", "gevent.monkey"} <= set(modules)
    assert not {"psycopg", "redis", "flask", "server.app"} & set(modules)


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with Site(tmp_path) as own, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        own.write_config(port=port)
        done = subprocess.run(
            [sys.executable, "-m", "balai.cli", "hub", "--config", str(own.config)],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert f"cannot serve at 127.0.0.1:{port}" in done.stderr


def test_a_repeated_request_gets_its_first_answer_from_the_next_hub(tmp_path: Path) -> None:
    with Site(tmp_path) as own:
        token, request_id = own.device("kiosk"), str(uuid.uuid4())
        first = own.start()
        said = first.api(token).change("/visits", request_id=request_id, service_id=SERVICE).ok()
        first.kill()
        again = own.start().api(token).change("/visits", request_id=request_id, service_id=SERVICE)
        assert (again.status, again.data) == (201, said)
