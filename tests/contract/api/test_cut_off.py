"""What a kiosk asks of the hub for when it is cut off, and brings afterwards, over HTTP."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from balai.protocol.answers.visits import IssuedVisit
from balai.protocol.devices.cut_off import AdoptedVisit, HeldBlock, HeldNumbers, OfflineFacts
from server.usecases.machine.restoring import pass_over
from tests.support.days import small_hall
from tests.support.hub.inside import Inside

CHAIN = "0123456789abcdef"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path) as inside:
        yield inside


def held(hub: Inside, chain: str = CHAIN, **fields: Any) -> HeldNumbers:
    return HeldNumbers.model_validate(hub.kiosk.done("/devices/me/numbers", chain=chain, **fields))


def ticket(hub: Inside, block: HeldBlock, n: int, **fields: Any) -> dict[str, Any]:
    """A ticket that the kiosk gave out a minute ago."""
    return {
        "visit_id": str(uuid.uuid4()), "chain": CHAIN, "n": n, "day": "2026-04-14", "service_id": "ktp",
        "series_id": block.series_id, "prefix": block.prefix, "ordinal": block.first + n - 1,
        "width": block.width, "occurred_at": (hub.clock.now() - timedelta(minutes=1)).isoformat(), **fields,
    }  # fmt: skip


def adopted(hub: Inside, brought: dict[str, Any]) -> AdoptedVisit:
    return AdoptedVisit.model_validate(hub.kiosk.done("/visits/adopt", **brought))


def waiting(hub: Inside) -> list[str]:
    rows = hub.staff().get("/state?audience=staff").get_json()["data"]["waiting"]
    return [row["number"] for row in rows]


def test_a_kiosk_holds_numbers_of_its_services_from_the_top_and_keeps_them_over_a_restart(
    hub: Inside,
) -> None:
    first = held(hub, services=["ktp", "kk"])
    assert [(b.series_id, b.prefix, b.first, b.last, b.width) for b in first.blocks] == [
        ("a", "A", 950, 999, 3)
    ]
    hub.restart()
    assert held(hub, services=["ktp"]) == first
    assert {block.series_id for block in held(hub).blocks} == {"a", "b"}


def test_what_a_kiosk_gave_out_is_adopted_once_in_its_place(hub: Inside) -> None:
    (block, *_) = held(hub).blocks
    hub.clock.advance(600)
    brought = ticket(hub, block, 1)
    hub.kiosk.done("/visits", service_id="ktp")
    one, again = adopted(hub, brought), adopted(hub, brought)
    assert (one.number, again.number, one.flags) == ("A-950", "A-950", ())
    assert waiting(hub) == ["A-950", "A-001"]
    assert held(hub).last_n == 1
    hub.restart()
    assert adopted(hub, brought).number == "A-950"
    assert waiting(hub) == ["A-950", "A-001"]


def test_a_late_request_for_a_number_that_the_kiosk_gave_up_is_refused_and_one_that_was_given_is_void(
    hub: Inside,
) -> None:
    (block, *_) = held(hub).blocks
    early, late = str(uuid.uuid4()), str(uuid.uuid4())
    hub.kiosk.done("/visits", service_id="ktp", visit_id=early, chain=CHAIN, n=1)
    adopted(hub, ticket(hub, block, 1, abandons=early))
    adopted(hub, ticket(hub, block, 2, abandons=late))
    refused = hub.kiosk.change("/visits", service_id="ktp", visit_id=late, chain=CHAIN, n=2)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "visit_abandoned")
    assert waiting(hub) == ["A-950", "A-951"]
    hub.kiosk.done(f"/visits/{uuid.uuid4()}/void", chain=CHAIN, n=3)
    assert held(hub).last_n == 3


def test_what_a_kiosk_never_handed_out_waits_no_more(hub: Inside) -> None:
    visit = IssuedVisit.model_validate(hub.kiosk.done("/visits", service_id="ktp", chain=CHAIN, n=1))
    hub.kiosk.done(f"/visits/{visit.visit_id}/void", chain=CHAIN, n=1)
    assert waiting(hub) == []
    shown = hub.kiosk.get(f"/visits/{visit.visit_id}").get_json()
    assert [leg["state"] for leg in shown["legs"]] == ["void"]


def test_a_ticket_of_yesterday_becomes_a_right_that_staff_see(hub: Inside) -> None:
    (block, *_) = held(hub).blocks
    brought = ticket(hub, block, 1)
    hub.clock.advance(86_400)
    right = adopted(hub, brought)
    assert right.voucher
    rights = hub.staff().get("/vouchers").get_json()["carried"]
    assert [(row["number"], row["code"]) for row in rights] == [("A-950", right.voucher)]
    assert waiting(hub) == []


def test_a_morning_without_a_hub_has_numbers_and_the_hub_gives_them_to_nobody(hub: Inside) -> None:
    (block, *_) = held(hub).blocks
    assert block.stands_until is not None
    hub.clock.advance(86_400)
    brought = ticket(hub, block, 1, day="2026-04-15")
    assert adopted(hub, brought).number == "A-950"
    renewed = held(hub).blocks[0]
    assert (renewed.first, renewed.stands_until) == (block.first, block.stands_until + timedelta(days=1))
    assert hub.kiosk.done("/visits", service_id="ktp")["number"] == "A-001"


def test_hours_and_quotas_for_the_coming_days(tmp_path: Path) -> None:
    services = tuple(replace(s, quota=5) if s.id == "ktp" else s for s in small_hall().services)
    with Inside(tmp_path, replace(small_hall(), services=services)) as hub:
        hub.kiosk.done("/visits", service_id="ktp", persons=2)
        told = OfflineFacts.model_validate(hub.kiosk.get("/devices/me/offline?services=ktp").get_json())
    assert told.hours is None, "a hall without a calendar is always open"
    assert {id_: (s.left, s.quota) for id_, s in told.services.items()} == {"ktp": (3, 5)}


def test_a_hub_restored_from_a_copy_takes_back_what_kiosks_hold_and_gives_nobody_else_of_it(
    tmp_path: Path,
) -> None:
    copies = tmp_path / "copies"
    with Inside(tmp_path, copies=copies) as hub:
        hub.kiosk.done("/visits", service_id="kk")
        copy = hub.copy()
        mine = held(hub).blocks
        first = hub.kiosk.done("/visits", service_id="ktp", chain=CHAIN, n=1)

        def restore(file: Path) -> None:
            file.write_bytes(copy.read_bytes())
            for more in ("-wal", "-shm"):
                file.with_name(file.name + more).unlink(missing_ok=True)

        hub.restart(restore)
        hub.clock.advance(60)
        hub.kiosk.done("/visits", service_id="kk")
        known = held(hub, claims=[block.model_dump(mode="json") for block in mine])
        assert ([b.model_dump(exclude={"stands_until"}) for b in known.blocks], known.last_n) == (
            [b.model_dump(exclude={"stands_until"}) for b in mine], 0,
        )  # fmt: skip
        lost = ticket(
            hub, mine[0], 1, visit_id=first["visit_id"], ordinal=2, own=False, occurred_at=first["at"]
        )
        assert adopted(hub, lost).flags == ()
        one, two, three = waiting(hub)
        assert (one, two) == ("A-001", "A-002"), "the lost ticket has its place again"
        assert three not in (one, two)


def test_after_a_restore_a_new_kiosk_is_given_nothing_that_another_may_hold(tmp_path: Path) -> None:
    with Inside(tmp_path) as hub:
        pass_over(hub.app.hub.store, "uji", hub.clock, lambda *_: True)
        hub.restart()
        (block, *_) = held(hub).blocks
        assert block.last == 999 - int(999 * 0.2)
        mine = {"series_id": "a", "prefix": "A", "first": 990, "last": 999, "width": 3}
        claimed = held(hub, "fedcba9876543210", claims=[mine]).blocks
        assert (claimed[0].first, claimed[0].last) == (990, 999)
