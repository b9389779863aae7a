"""What can be read: the day as an audience may see it, the hall, the log, the devices, the time."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import gevent
import pytest
from gevent.event import Event

from balai.domain.entry import Entry
from balai.domain.hall.config import config_from_data
from balai.domain.log import verify
from balai.hall_file.read import load_hall
from balai.protocol.views import BoardView, DeviceView, Snapshot, StaffView
from demo.driving.hubs import SAMPLE_HALL
from server.api.hall.document import HallDocument
from server.health import Health
from server.usecases.limits import ANNOUNCEMENTS_A_MINUTE, WRONG_CODES_A_MINUTE
from server.usecases.machine import keeping
from tests.support.hub.full_disk import no_file_grows_beyond
from tests.support.hub.inside import Inside


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path) as inside:
        yield inside


def test_each_sees_the_day_of_its_audience(hub: Inside) -> None:
    hub.kiosk.done("/visits", service_id="ktp", priority_class="priority")
    staff = hub.staff()
    views = {
        asker: Snapshot.model_validate(asker.get(f"/state{query}").get_json())
        for asker, query in ((hub.display, ""), (hub.kiosk, ""), (staff, ""))
    }
    assert [(v.audience, v.day, v.seq) for v in views.values()] == [
        ("board", "2026-04-14", 2), ("device", "2026-04-14", 2), ("staff", "2026-04-14", 2),
    ]  # fmt: skip
    BoardView.model_validate(hub.display.get("/state").get_json()["data"])
    DeviceView.model_validate(hub.kiosk.get("/state").get_json()["data"])
    shown = StaffView.model_validate(staff.get("/state").get_json()["data"])
    assert shown.waiting[0].priority_class == "priority"
    assert "priority" not in hub.display.get("/state").text + hub.kiosk.get("/state").text
    assert staff.get("/state?audience=board").get_json()["audience"] == "board"


def test_a_page_that_needs_no_services_asks_for_the_hall_without_them(hub: Inside) -> None:
    staff = hub.staff()
    whole, brief = (staff.get(f"/hall{query}").get_json() for query in ("", "?brief=true"))
    assert whole["services"]
    assert {name for name in whole if whole[name] != brief[name]} == {"services", "counters", "series"}
    assert (brief["services"], brief["agencies"]) == ([], whole["agencies"])


def test_the_catalogue_is_asked_for_once_for_each_version(hub: Inside) -> None:
    staff = hub.staff()
    whole = staff.get("/state").get_json()["data"]
    apart = staff.get("/state?catalogue=apart").get_json()["data"]
    first = staff.get("/catalogue")
    assert first.get_json() == {
        "version": apart["catalogue"], "agencies": whole["agencies"], "services": whole["services"],
    }  # fmt: skip
    assert (apart["agencies"], apart["services"], whole["catalogue"]) == ([], [], "")
    etag = str(first.headers["ETag"])
    again = staff.get("/catalogue", **{"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    other = staff.get("/catalogue", **{"If-None-Match": '"another"', "Accept-Encoding": "gzip"})
    assert gzip.decompress(other.data) == first.data
    refused = staff.get("/catalogue", **{"Accept-Encoding": "gzip;q=0, br"})
    assert "Content-Encoding" not in refused.headers
    assert refused.data == first.data


def test_a_large_answer_is_packed_for_whom_takes_that(tmp_path: Path) -> None:
    with Inside(tmp_path, load_hall(SAMPLE_HALL)) as hub:
        plain = hub.display.get("/state")
        packed = hub.display.get("/state", **{"Accept-Encoding": "br, gzip"})
        small = hub.display.get("/time", **{"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) * 2 < len(plain.data)
    assert json.loads(gzip.decompress(packed.data)) == plain.get_json()
    assert "Content-Encoding" not in small.headers


def test_the_hall_reads_back_as_it_was_loaded(tmp_path: Path) -> None:
    sample = load_hall(SAMPLE_HALL)
    with Inside(tmp_path, sample) as hub:
        answer = hub.display.get("/hall").get_json()
    assert config_from_data(answer) == sample
    HallDocument.model_validate(answer)


def test_the_log_comes_in_pages_and_verifies(hub: Inside) -> None:
    for _ in range(4):
        hub.kiosk.done("/visits", service_id="ktp")
    staff = hub.staff()
    pages = [staff.get(f"/log?limit=3&after={after}").get_json() for after in (0, 3)]
    rows = [row for page in pages for row in page["entries"]]
    entries = [Entry(**row) for row in rows]
    assert [e.seq for e in entries] == [1, 2, 3, 4, 5]
    assert verify(entries) == entries[-1].hash


def test_devices_say_how_they_are_and_staff_read_it(hub: Inside) -> None:
    said = {
        "state": "degraded", "detail": "Kertas hampir habis", "software": "0.1.0", "day": "2026-04-14",
        "seq": 3, "counts": {"printed": 12}, "faults": [{"code": "paper_low", "about": ""}], "zone": None,
        "speaks": [], "sound_card": "",
    }  # fmt: skip
    assert hub.kiosk.send("/devices/me/status", said, "PUT").status_code == 204
    rows = {row["id"]: row for row in hub.staff().get("/devices").get_json()["devices"]}
    kept = {"id": "kiosk-1", "name": "kiosk", "kind": "kiosk", "seen_at": "2026-04-14T00:00:00Z"}
    assert rows["kiosk-1"] == {**kept, **said}
    assert (rows["display-1"]["seen_at"], rows["display-1"]["state"]) == (None, None)
    refused = hub.kiosk.send(
        "/devices/me/status", {**said, "detail": "a\0b", "seq": -1, "counts": {"x": "1"}}, "PUT"
    )
    pointers = [e["pointer"] for e in refused.get_json()["errors"]]
    assert pointers == ["/seq", "/counts/x", "/detail"]


def test_the_time_is_the_hubs_and_the_day_the_halls(hub: Inside) -> None:
    hub.clock.advance(15 * 3600 + 59 * 60)
    assert hub.nobody().get("/time").get_json() == {"now": "2026-04-14T15:59:00Z", "day": "2026-04-14"}
    hub.clock.advance(60)
    assert hub.display.get("/state").get_json()["day"] == "2026-04-15"
    assert hub.nobody().get("/time").get_json()["day"] == "2026-04-15"


def test_health_names_each_part(hub: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    client = hub.app.test_client()
    well = client.get("/health")
    assert (well.status_code, well.get_json()["ok"]) == (200, True)
    assert set(well.get_json()["parts"]) == {"store", "writer", "day", "clock", "space"}

    def gone() -> str:
        raise OSError("postgresql://balai:secret@host")

    monkeypatch.setitem(hub.app.hub.checks, "store", gone)
    ill = client.get("/health")
    assert ill.status_code == 503
    parts = ill.get_json()["parts"]
    assert {name: part["ok"] for name, part in parts.items()} == {
        "store": False, "writer": True, "day": True, "clock": True, "space": True,
    }  # fmt: skip
    assert "secret" not in ill.text


def test_health_is_looked_at_once_for_all_who_ask_at_the_same_time() -> None:
    looks, go = [0], Event()

    def look() -> str:
        looks[0] += 1
        go.wait()
        return "well"

    health = Health({"part": look})
    asking = [gevent.spawn(health.answer) for _ in range(20)]
    gevent.sleep(0)  # noqa: TID251  # all ask
    go.set()
    assert {one.get().status_code for one in asking} == {200}
    assert looks == [1]
    assert health.answer().status_code == 200
    assert looks == [2], "whoever asks later has a look of its own"


def test_health_asks_whether_the_store_keeps_anything_not_whether_it_answers(
    hub: Inside, tmp_path: Path
) -> None:
    hub.kiosk.done("/visits", service_id="ktp")
    client, log = hub.app.test_client(), tmp_path / "balai.db-wal"

    def works() -> tuple[int, bool, bool]:
        answer = client.get("/health")
        parts = answer.get_json()["parts"]
        return answer.status_code, parts["store"]["ok"], parts["writer"]["ok"]

    assert works() == (200, True, True)
    with no_file_grows_beyond(log.stat().st_size):
        assert hub.kiosk.change("/visits", service_id="ktp").status_code == 503
        assert works() == (503, True, False), "what is kept is read, and nothing more is kept"
    assert works() == (200, True, True), "room was made, before anybody asks for a number"
    assert hub.kiosk.done("/visits", service_id="ktp")["number"] == "A-002"


def test_what_the_hall_goes_on_without_is_told_and_wakes_nobody(
    hub: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LEAST_FREE", 1 << 60)
    answer = hub.app.test_client().get("/health")
    space = answer.get_json()["parts"]["space"]
    assert (answer.status_code, space["ok"], space["needed"]) == (200, False, False)
    assert "MB" in space["detail"], "told before the room is gone, with how much is left"


def test_metrics_count_routes_and_not_people(hub: Inside) -> None:
    issued = hub.kiosk.done("/visits", service_id="ktp")
    hub.kiosk.get(f"/visits/{issued['visit_id']}")
    page = hub.app.test_client().get("/metrics").text
    assert 'balai_http_requests_total{route="/api/v1/visits",status="201"} 1.0' in page
    assert 'balai_http_seconds_count{route="/api/v1/visits/<visit_id>"} 1.0' in page
    assert issued["visit_id"] not in page


@pytest.mark.parametrize("page", ["/health", "/metrics"])
def test_what_monitors_ask_is_for_this_machine_or_a_token(tmp_path: Path, page: str) -> None:
    token = {"Authorization": "Bearer kiosk-token"}
    for proxies in (0, 1):
        folder = tmp_path / str(proxies)
        folder.mkdir()
        with Inside(folder, proxies=proxies) as hub:
            client = hub.app.test_client()
            assert client.get(page).status_code == 200
            spoken_for = {"X-Forwarded-For": "10.0.0.9"}
            assert client.get(page, headers=spoken_for).status_code == 401
            for spoofed in ("127.0.0.1, 10.0.0.9", "::1,10.0.0.9", "127.0.0.1, 127.0.0.1, 10.0.0.9"):
                assert client.get(page, headers={"X-Forwarded-For": spoofed}).status_code == 401
            client.environ_base["REMOTE_ADDR"] = "10.0.0.9"
            assert client.get(page).status_code == 401
            assert client.get(page, headers=token).status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_whoever_speaks_for_others_is_not_this_machine(hub: Inside, header: str) -> None:
    assert hub.app.test_client().get("/metrics", headers={header: "127.0.0.1"}).status_code == 401


def test_a_proxy_that_was_set_up_and_is_not_there_opens_nothing(tmp_path: Path) -> None:
    """The address that is left is that of the one proxy, which stands at the hub's machine."""
    with Inside(tmp_path, proxies=2) as hub:
        client = hub.app.test_client()
        assert client.get("/metrics", headers={"X-Forwarded-For": "10.0.0.9"}).status_code == 401
        assert client.get("/metrics").status_code == 200


def test_codes_that_nobody_has_are_limited_and_right_ones_are_not(hub: Inside) -> None:
    def guess(code: str) -> int:
        return hub.kiosk.change("/visits", service_id="ktp", voucher=code).status_code

    assert [guess("ACDEFGHJ") for _ in range(WRONG_CODES_A_MINUTE)] == [409] * WRONG_CODES_A_MINUTE
    refused = hub.kiosk.change("/visits", service_id="ktp", booking="ACDEFGHJ")
    assert (refused.status_code, refused.get_json()["code"]) == (429, "too_many_attempts")
    assert int(refused.headers["Retry-After"]) > 0
    assert hub.kiosk.change("/visits", service_id="ktp").status_code == 201, "whoever has no code goes on"
    assert hub.staff().change("/visits", service_id="ktp", voucher="ACDEFGHJ").status_code == 409


def test_one_person_has_the_hall_disturbed_a_few_times_a_minute(hub: Inside) -> None:
    said = {"text": "Mobil putih di pintu masuk.", "language": "id", "zone_id": None}

    def announce(who: str) -> list[int]:
        staff = hub.staff(who)
        return [staff.change("/announcements", **said).status_code for _ in range(ANNOUNCEMENTS_A_MINUTE + 1)]

    assert announce("ani") == [201] * ANNOUNCEMENTS_A_MINUTE + [429]
    assert announce("budi")[0] == 201


def test_answers_are_not_to_be_stored(hub: Inside) -> None:
    for response in (
        hub.kiosk.get("/state"),
        hub.kiosk.get("/log"),
        hub.kiosk.change("/visits", service_id="ktp"),
    ):
        assert response.headers["Cache-Control"] == "no-store"
        assert json.loads(response.data)
