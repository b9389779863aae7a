"""The hub dies again and again under load: what was acknowledged stays, once and in order."""

from __future__ import annotations

import json
import os
import random
import threading
from itertools import chain
from pathlib import Path

import pytest

from balai.protocol.views import Snapshot, StaffView
from demo.driving.api import Api
from demo.driving.hubs import Hub, Site, steady_port
from demo.driving.tablets import Tablet
from demo.driving.wait import eventually
from tests.support.hub.crowd import SERVICES, add_staff, crowd_hall, of_type, whole_log
from tests.support.hub.listeners import Wall
from tests.support.hub.unbroken import Acknowledged, Unbroken, Workers

#: Fifty by themselves (`make kill`); beside all other tests fewer, since each start takes its time.
KILLS = int(os.environ.get("BALAI_KILLS") or 8)
KIOSKS, DESKS = 5, 2
MOST_BETWEEN = 60
START_SECONDS = 60.0


class Kiosk(Unbroken):
    """Gives numbers."""

    def work(self) -> None:
        """One more."""
        self.ask("/visits", service_id=SERVICES[0])


class CallingCounter(Unbroken):
    """Calls, and with that finishes whom it called before."""

    def __init__(self, api: Api, stop: threading.Event, number: int) -> None:
        super().__init__(api, stop)
        self._counter = f"loket-{number}"
        self._in_hand: str | None = None
        self.api.change(f"/counters/{self._counter}/open").ok()

    def work(self) -> None:
        """One more."""
        answer = self.ask(f"/counters/{self._counter}/call", finishes=self._in_hand, became="present")
        if answer is not None:
            assert answer["finished"] == self._in_hand
            self._in_hand = answer["called"]["leg_id"] if answer["called"] else None


Clients = list["Kiosk | CallingCounter"]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_hub_killed_again_and_again_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    with Site(tmp_path, hall=crowd_hall(tmp_path)) as site:
        site.write_config(port=steady_port())
        kiosk, display = site.device("kiosk"), site.device("display")
        staff, stop = add_staff(site, DESKS), threading.Event()
        hub = site.start()
        kiosks = [Kiosk(Api(hub.host, hub.port, kiosk), stop) for _ in range(KIOSKS)]
        counters = [CallingCounter(signed_in(hub, one), stop, n) for n, one in enumerate(staff, start=1)]
        clients: Clients = [*kiosks, *counters]
        wall, tablet = Wall(hub.url, display), Tablet((hub.host, hub.port), counters[0].api.cookie)
        try:
            with Workers(stop, [client.work for client in clients]) as workers:
                for _ in range(KILLS):
                    hub = kill_and_start(site, hub, clients, workers)
            check_log(hub.api(), clients, counters[0].api.cookie)
            come_back(hub, wall, tablet, counters[0].api.cookie)
        finally:
            stop.set()
            wall.close()
            tablet.close()
            for client in clients:
                client.api.close()
        assert hub.stop() == 0
        assert "verified" in site.balai("log", "verify", "--config", str(site.config))


def signed_in(hub: Hub, account: tuple[str, str]) -> Api:
    """A connection that outlives its hub."""
    api = Api(hub.host, hub.port)
    api.sign_in(*account)
    return api


def kill_and_start(site: Site, hub: Hub, clients: Clients, workers: Workers) -> Hub:
    """Kill it after some more answers, while further requests are under way; the next one gives
    first answers again."""

    def answered() -> int:
        workers.check()
        return sum(len(client.acknowledged) for client in clients)

    goal = answered() + random.randint(1, MOST_BETWEEN)
    eventually(lambda: answered() >= goal, START_SECONDS, interval=0.001, what="the load to go on")
    hub.kill()
    before = random.sample(all_of(clients), 3)
    hub = site.start()
    for one in before:
        owner = next(client for client in clients if one in client.acknowledged)
        again = Api(hub.host, hub.port)
        again.headers = dict(owner.api.headers)
        repeated = again.change(one.path, request_id=one.request_id, **one.fields)
        again.close()
        assert repeated.ok() == one.answer
    return hub


def all_of(clients: Clients) -> list[Acknowledged]:
    """Everything acknowledged so far."""
    return list(chain.from_iterable(list(client.acknowledged) for client in clients))


def check_log(reader: Api, clients: Clients, cookie: str) -> None:
    """What was acknowledged is in the log, once, as it was told, and nothing else is."""
    reader.headers["Cookie"] = cookie
    entries = whole_log(reader)
    bodies = {entry.seq: json.loads(entry.body) for entry in entries}
    issued = [one for one in all_of(clients) if one.path == "/visits"]
    called = [one.answer["called"] for one in all_of(clients) if one.answer.get("called")]
    assert sum(one.tries > 1 for one in all_of(clients)) >= KILLS, "the hub did not die under load"
    told = sorted((one.answer["seq"], one.answer["number"]) for one in issued)
    assert told == [(entry.seq, bodies[entry.seq]["number"]) for entry in of_type(entries, "visit_issued")]
    assert len({number for _, number in told}) == len(told), "a number was given twice"
    assert sorted(leg["leg_id"] for leg in called) == sorted(
        bodies[entry.seq]["leg_id"] for entry in of_type(entries, "leg_called")
    )
    for client in clients:
        order = [one.answer["seq"] for one in client.acknowledged]
        assert order == sorted(order), "an answer was overtaken by the one after it"


def come_back(hub: Hub, wall: Wall, tablet: Tablet, cookie: str) -> None:
    """The wall and the tablet show what is true."""
    api = hub.api()
    api.headers["Cookie"] = cookie
    board = Snapshot.model_validate(api.get("/state?audience=board").ok())
    desk = Snapshot.model_validate(api.get("/state?audience=staff").ok())
    assert isinstance(desk.data, StaffView)
    truth = desk.data

    def tablet_true() -> bool:
        view = tablet.view
        return view is not None and (view.counters, view.waiting) == (truth.counters, truth.waiting)

    eventually(lambda: wall.look() == board.data, START_SECONDS, what="the wall to come back")
    eventually(tablet_true, START_SECONDS, what="the tablet to come back")
    assert tablet.joined > 1
