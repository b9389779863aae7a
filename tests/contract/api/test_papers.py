"""Vouchers and copies that any kiosk may print: one of them does, over HTTP."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from balai.protocol.devices.papers import ClaimedPapers, copy_key
from server.store.kept.devices import Device
from server.store.kept.papers import LEASE_SECONDS
from server.store.tables.kept import papers
from tests.support.days import MORNING
from tests.support.hub.inside import Asker, Inside


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path) as inside:
        yield inside


def another_kiosk(hub: Inside) -> Asker:
    device = Device("kiosk-2", hub.app.hub.hall_id, "kiosk", "kiosk-2")
    hub.app.hub.store.devices.add(device, "kiosk-2-token", MORNING)
    return hub.device("kiosk-2-token")


def claimed(kiosk: Asker, **wanted: object) -> ClaimedPapers:
    answer = kiosk.send("/papers/claim", wanted)
    assert answer.status_code == 200, answer.text
    return ClaimedPapers.model_validate(answer.get_json())


def codes(answer: ClaimedPapers) -> list[str]:
    return [right.voucher for right in answer.vouchers]


def out(kiosk: Asker, *done: str) -> None:
    assert kiosk.send("/papers/out", {"papers": done}).status_code == 204


def closed(hub: Inside, visits: int) -> list[str]:
    """The codes of so many visits whose waiting was ended."""
    for _ in range(visits):
        hub.kiosk.done("/visits", visit_id=str(uuid.uuid4()), service_id="ktp", channel="kiosk")
    manager = hub.staff("citra")
    manager.done("/numbers/stop", scope="hall", reason="other")
    return [row["code"] for row in manager.done("/day/close")["unserved"]]


def lapse(hub: Inside) -> None:
    """Let the time of all claims pass."""
    past = update(papers).values(until=papers.c.until - LEASE_SECONDS - 1)
    hub.app.hub.store.run(lambda connection: connection.execute(past))


def test_each_voucher_is_printed_by_one_kiosk_also_after_a_restart(hub: Inside) -> None:
    due, other = closed(hub, 5), another_kiosk(hub)
    first = claimed(hub.kiosk)
    assert (codes(first), first.left, first.seconds) == (due[:2], 3, LEASE_SECONDS)
    second = claimed(other, most=20)
    assert (codes(second), second.left) == (due[2:], 2)
    assert not any(right.again for right in (*first.vouchers, *second.vouchers))
    hub.restart()
    other = hub.device("kiosk-2-token")
    assert codes(claimed(other, most=20)) == due[2:], "its own again"
    out(hub.kiosk, due[0])
    out(other, *due[2:])
    assert codes(claimed(hub.kiosk, most=20)) == [due[1]]
    assert codes(claimed(other, most=20)) == []
    out(hub.kiosk, due[1])
    assert claimed(other, most=20).left == 0


def test_what_a_kiosk_does_not_print_in_time_is_anothers_as_a_copy(hub: Inside) -> None:
    (code,), other = closed(hub, 1), another_kiosk(hub)
    assert codes(claimed(hub.kiosk)) == [code]
    assert codes(claimed(other)) == []
    lapse(hub)
    (right,) = claimed(other).vouchers
    assert (right.voucher, right.again, right.number) == (code, True, "A-001")
    assert codes(claimed(hub.kiosk)) == []


def test_what_was_claimed_before_midnight_is_printed_after_it(hub: Inside) -> None:
    (one, two), other = closed(hub, 2), another_kiosk(hub)
    claimed(hub.kiosk, most=1)
    hub.clock.advance(24 * 3600)
    hub.kiosk.done("/visits", visit_id=str(uuid.uuid4()), service_id="ktp", channel="kiosk")
    assert codes(claimed(hub.kiosk, most=20)) == [one], "what nobody claimed is yesterday's"
    assert two not in codes(claimed(other, most=20))
    out(hub.kiosk, one)
    assert codes(claimed(hub.kiosk, most=20)) == []


def test_a_copy_that_is_asked_of_no_kiosk_is_printed_by_one(hub: Inside) -> None:
    other, today = another_kiosk(hub), hub.clock.now().date().isoformat()
    assert claimed(hub.kiosk, copies=[7, 9]).copies == (7, 9)
    assert claimed(other, copies=[7, 8]).copies == (8,)
    out(hub.kiosk, copy_key(today, 7))
    lapse(hub)
    assert claimed(other, copies=[7, 9]).copies == (9,)


@pytest.mark.parametrize(
    "wanted",
    [{"most": -1}, {"most": 21}, {"most": "2"}, {"copies": [0]}, {"copies": [1] * 21}, {"papers": []}],
)
def test_what_is_not_asked_for_rightly_is_refused(hub: Inside, wanted: dict[str, object]) -> None:
    assert hub.kiosk.send("/papers/claim", wanted).status_code == 422
    assert hub.kiosk.send("/papers/out", {"papers": ["a b"]}).status_code == 422


def test_only_kiosks_print(hub: Inside) -> None:
    for asker in (hub.display, hub.staff(), hub.staff("citra")):
        assert asker.send("/papers/claim", {}).status_code == 403
        assert asker.send("/papers/out", {"papers": ["AB12"]}).status_code == 403
