"""Alerts without Prometheus: to a file, a webhook and by e-mail, and on the managers' page."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from balai.clock import ManualClock
from server.config import AlertsAt, MailAt, load_config
from server.usecases.machine.alerting import Alerting
from server.usecases.machine.alerts import RULES
from server.usecases.machine.messengers import Messenger, News, messengers
from server.usecases.machine.vitals import Vitals
from tests.support.days import MORNING
from tests.support.hub.inside import Inside
from tests.support.vitals import ILL, WELL

_ANSWERS = {"DATA": b"354 go on\r\n", "QUIT": b"221 bye\r\n"}


class Letters(socketserver.StreamRequestHandler):
    """A mail server that takes every letter."""

    def handle(self) -> None:
        self.wfile.write(b"220 balai\r\n")
        letter: list[str] | None = None
        for line in self.rfile:
            word = line.decode().rstrip("\r\n")
            if letter is not None and word != ".":
                letter.append(word)
                continue
            if letter is not None:
                self.server.taken.append("\n".join(letter))  # type: ignore[attr-defined]  # a list of ours
                letter = None
            if word.upper() == "DATA":
                letter = []
            self.wfile.write(_ANSWERS.get(word.upper(), b"250 ok\r\n"))
            if word.upper() == "QUIT":
                return


class Hook(BaseHTTPRequestHandler):
    """A webhook that takes what is posted."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append(body.decode())  # type: ignore[attr-defined]  # a list of ours
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


#: So many alerts has the hall that is ill.
TOLD = sum(len(list(rule.alerts(ILL))) for rule in RULES)


@contextmanager
def taking(server: socketserver.TCPServer) -> Iterator[list[str]]:
    server.taken = []  # type: ignore[attr-defined]  # a list of ours
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    with server:
        thread.start()
        yield server.taken  # type: ignore[attr-defined]  # the same
        server.shutdown()
        thread.join()


def alerting(hub: Inside, clock: ManualClock, look: list[Vitals], ways: list[Messenger]) -> Alerting:
    return Alerting(hub.app.hub.dispatcher, clock, lambda: look[0], ways, lambda deliver: deliver())


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    with Inside(tmp_path_factory.mktemp("hub")) as hub:
        yield hub


def test_each_way_that_is_set_up_is_told_once_and_once_when_it_is_over(hub: Inside, tmp_path: Path) -> None:
    letters, hook = socketserver.TCPServer(("127.0.0.1", 0), Letters), HTTPServer(("127.0.0.1", 0), Hook)
    mail = MailAt(
        server="127.0.0.1", port=letters.server_address[1], starttls=False,
        sender="balai@contoh.go.id", to=("pengelola@contoh.go.id",),
    )  # fmt: skip
    config = AlertsAt(
        file=tmp_path / "alerts.jsonl", webhook=f"http://127.0.0.1:{hook.server_port}/", mail=mail
    )
    clock, look = ManualClock(MORNING), [ILL]
    with taking(letters) as mailed, taking(hook) as posted:
        watch = alerting(hub, clock, look, messengers(config))
        for _ in range(60):
            watch.look()
            clock.advance(15)
        began = [json.loads(line) for line in (tmp_path / "alerts.jsonl").read_text().splitlines()]
        assert len(began) == len({(row["code"], row["about"]) for row in began}) == TOLD
        assert {row["state"] for row in began} == {"firing"}
        assert [json.loads(row) for row in posted] == began
        assert len(mailed) == TOLD
        assert all("To: pengelola@contoh.go.id" in letter for letter in mailed)
        look[0] = WELL
        watch.look()
        assert [json.loads(row)["state"] for row in posted[TOLD:]] == ["over"] * TOLD
        assert watch.tasks == []


def test_what_cannot_be_delivered_waits_in_order_and_is_tried_again(hub: Inside) -> None:
    away, taken = [True], list[News]()

    def way(news: News) -> None:
        if away[0]:
            raise ConnectionRefusedError
        taken.append(news)

    clock, look = ManualClock(MORNING), [ILL]
    watch = alerting(hub, clock, look, [way])
    for _ in range(60):
        watch.look()
        clock.advance(15)
    look[0] = WELL
    watch.look()
    assert taken == []
    away[0] = False
    clock.advance(15)
    watch.look()
    assert [news.over for news in taken] == [False] * TOLD + [True] * TOLD


def test_managers_are_told_what_their_page_does_not_show_by_itself(hub: Inside) -> None:
    real = hub.app.hub.timers.alerting
    real._watch.look(ILL, 0)
    real._watch.look(ILL, 2000)
    tasks = hub.staff("citra").get("/machine").get_json()["tasks"]
    assert [task["en"] for task in tasks if "skck" in task["en"]] == [
        "visitors of the service skck have waited 100 min. Open another counter for it."
    ]
    assert not any("kios-1" in task["en"] for task in tasks)
    assert any("perkiraan waktu tunggu berhenti 10 min" in task["id"] for task in tasks)


def test_the_settings_of_alerts_are_read_from_their_own_folder(tmp_path: Path) -> None:
    file = tmp_path / "hub.toml"
    file.write_text(
        '[alerts]\nfile = "alerts.jsonl"\nwebhook = "https://balai.contoh.go.id/kait"\n[alerts.mail]\n'
        'server = "surat.contoh.go.id"\nsender = "balai@contoh.go.id"\nto = ["kepala@contoh.go.id"]\n'
        'user = "balai"\npassword_file = "mail.password"\n'
    )
    alerts = load_config(file).alerts
    assert alerts.file == tmp_path / "alerts.jsonl"
    assert alerts.mail is not None
    assert (alerts.mail.password_file, alerts.mail.port) == (tmp_path / "mail.password", 587)
