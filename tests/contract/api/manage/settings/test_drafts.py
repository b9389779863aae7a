"""The shared draft of a hall's settings: edited by many, checked, looked ahead from, put in force as one."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from werkzeug.test import TestResponse

from balai.config import Source
from balai.hall_file.read import load_hall, read_hall
from demo.driving.hubs import SAMPLE_HALL
from tests.support.days import small_hall
from tests.support.hub.inside import Asker, Inside

DRAFT = "/hall/draft"
#: What the first counter of the sample hall serves.
OFFERED = list(load_hall(SAMPLE_HALL).counters[0].service_ids)


def draft(asker: Asker, known: str = "", language: str = "id") -> Any:
    answer = asker.get(f"{DRAFT}?known={known}", **{"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def put(row: str, field: str, value: Any, section: str = "service") -> dict[str, Any]:
    return {"do": "set", "section": section, "row": row, "field": field, "value": value}


def edit(asker: Asker, seen: Any, *edits: dict[str, Any], request_id: str = "") -> TestResponse:
    """Edit what was seen: an answer with its state."""
    return asker.change(
        f"{DRAFT}/edit", request_id or None, state=seen["state"], seen=seen["seen"], edits=edits
    )


def done(answer: TestResponse) -> Any:
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def told(state: Any) -> list[str]:
    return [change["told"] for change in state["changes"]]


def test_a_draft_is_begun_by_its_first_edit_and_changes_nothing(hub: Inside, manager: Asker) -> None:
    before = draft(manager)
    assert (before["begun"], before["changes"], before["seen"]) == (None, [], 0)
    assert before["rows"]["service"][0] == "perekaman-ktp"
    after = done(edit(manager, before, put("perekaman-ktp", "quota", 40), put("", "ratio", 3, "rules")))
    assert told(after) == [
        "Panggilan prioritas per panggilan biasa: 2 menjadi 3",
        "Kuota orang per hari Perekaman KTP-el: 40",
    ]
    assert after["begun"]["by"] == {"actor": "staff:id-citra", "name": "Citra"}
    assert manager.get("/hall/file").get_json()["service"][0]["quota"] is None
    hub.restart()
    assert told(draft(hub.staff("fani"))) == told(after)


def test_its_file_is_had_by_itself_and_kept_until_it_is_another(hub: Inside, manager: Asker) -> None:
    supervisor = hub.staff("dewi")
    whole, apart = (manager.get(f"{DRAFT}{query}").get_json() for query in ("", "?apart=true"))
    assert (apart["file"], apart["rows"]) == (None, None)
    first = manager.get("/hall/draft/file")
    told = first.get_json()
    assert told == {name: whole[name] for name in ("state", "seen", "file", "rows")}
    etag = first.headers["ETag"]
    again = manager.get("/hall/draft/file", **{"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    own = supervisor.get("/hall/draft/file", **{"If-None-Match": etag})
    assert own.status_code == 200, "what a manager has is not the supervisor's"
    assert own.get_json()["file"] == supervisor.get("/hall/draft").get_json()["file"]
    done(edit(manager, whole, put("perekaman-ktp", "quota", 40)))
    edited = manager.get("/hall/draft/file", **{"If-None-Match": etag})
    assert edited.status_code == 200
    assert edited.get_json()["file"] == manager.get("/hall/draft").get_json()["file"] != told["file"]


def test_every_fault_stands_at_its_row_and_setting(manager: Asker) -> None:
    state = done(edit(manager, draft(manager), put("kartu-keluarga", "wait_minutes", 481)))
    state = done(edit(manager, state, put("1", "services", [*OFFERED, "tidak-ada"], "counter")))
    places = [(f["section"], f["row"], f["field"], f["item"]) for f in state["faults"]]
    assert places == [
        ("counter", "1", "services", len(OFFERED)),
        ("service", "kartu-keluarga", "wait_minutes", None),
    ]
    assert "480 atau kurang" in state["faults"][1]["message"]
    ahead = manager.get(f"{DRAFT}/outlook").get_json()
    assert (ahead["may"], ahead["consequences"][0]["code"]) == (False, "faults")
    refused = manager.change(f"{DRAFT}/apply", state=state["state"], seen=state["seen"])
    assert (refused.status_code, refused.get_json()["code"]) == (409, "draft_faulty")
    mended = done(edit(manager, state, put("kartu-keluarga", "wait_minutes", 20)))
    assert len(mended["faults"]) == 1


def test_two_who_edit_one_draft_write_over_nothing_unseen(hub: Inside, manager: Asker) -> None:
    other = hub.staff("fani")
    mine, theirs = draft(manager), draft(other)
    done(edit(manager, mine, put("perekaman-ktp", "quota", 40)))
    # Another setting of the same row, from the same beginning: both stay.
    state = done(edit(other, theirs, put("perekaman-ktp", "fee", "Gratis")))
    assert state["file"] is not None
    assert [change["last"]["by"]["name"] for change in state["changes"]] == ["Fani", "Citra"]
    late = edit(other, theirs, put("perekaman-ktp", "quota", 50))
    assert (late.status_code, late.get_json()["code"]) == (409, "draft_changed")
    assert late.get_json()["params"]["by"] == "staff:id-citra"
    assert draft(other)["file"]["service"][0]["quota"] == 40
    done(edit(other, draft(other), put("perekaman-ktp", "quota", 50)))
    assert draft(manager)["file"]["service"][0]["quota"] == 50


def test_a_row_is_added_moved_and_taken_out(manager: Asker) -> None:
    new = {"id": "surat-pindah", "agency": "disdukcapil", "name": "Surat pindah"}
    state = done(edit(
        manager, draft(manager),
        {"do": "add", "section": "service", "row": "n1", "values": new, "ahead_of": "kartu-keluarga"},
        put("1", "services", [*OFFERED, "surat-pindah"], "counter"),
        {"do": "move", "section": "agency", "row": "imigrasi", "ahead_of": "disdukcapil"},
        {"do": "remove", "section": "hours", "row": draft(manager)["rows"]["hours"][-1]},
    ))  # fmt: skip
    assert "Layanan baru: Surat pindah" in told(state)
    assert "Instansi Imigrasi mendapat urutan lain" in told(state)
    assert not state["faults"]
    rows = draft(manager)["rows"]
    assert rows["service"].index("n1") == rows["service"].index("kartu-keluarga") - 1
    gone = edit(manager, state, {"do": "remove", "section": "zone", "row": "tidak-ada"})
    assert (gone.status_code, gone.get_json()["code"]) == (404, "draft_row_gone")
    taken = edit(manager, state, {"do": "add", "section": "service", "row": "n1", "values": new})
    assert taken.get_json()["code"] == "draft_row_taken"
    unknown = edit(manager, state, put("n1", "colour", "red"))
    assert unknown.get_json()["code"] == "draft_field_unknown"
    assert draft(manager)["seen"] == 1


def test_a_repeat_edits_once(manager: Asker) -> None:
    seen, request_id = draft(manager), str(uuid.uuid4())
    first = done(edit(manager, seen, put("perekaman-ktp", "quota", 40), request_id=request_id))
    assert done(edit(manager, seen, put("perekaman-ktp", "quota", 40), request_id=request_id))["seen"] == 1
    other = edit(manager, seen, put("perekaman-ktp", "quota", 41), request_id=request_id)
    assert (other.status_code, first["seen"]) == (422, 1)


def test_it_is_put_in_force_as_one_event_and_the_draft_is_gone(hub: Inside, manager: Asker) -> None:
    hub.kiosk.done("/visits", service_id="akta-kelahiran")
    state = done(edit(manager, draft(manager), put("akta-kelahiran", "wait_minutes", 20)))
    state = done(edit(manager, state, put("disdukcapil", "letter", "C", "agency")))
    ahead = manager.get(f"{DRAFT}/outlook", **{"Accept-Language": "id"}).get_json()
    said = {c["code"]: c["told"] for c in ahead["consequences"]}
    assert ahead["may"]
    assert said["waiting_changed"].startswith("1 pengunjung menunggu Akta Kelahiran")
    assert said["numbers"] == "Disdukcapil: nomor baru memakai C, bukan A. 1 nomor hari ini tetap berlaku."
    before, request_id = hub.app.hub.dispatcher.day.seq, str(uuid.uuid4())
    asked = {"state": state["state"], "seen": state["seen"]}
    stale = manager.change(f"{DRAFT}/apply", state=state["state"], seen=state["seen"] - 1)
    assert stale.get_json()["code"] == "draft_changed"
    answer = manager.change(f"{DRAFT}/apply", request_id, **asked)
    assert done(answer)["since"] == "now"
    assert hub.app.hub.dispatcher.day.seq == before + 1
    assert manager.change(f"{DRAFT}/apply", request_id, **asked).get_json() == answer.get_json()
    after = draft(manager)
    assert (after["begun"], after["file"]["agency"][0]["letter"]) == (None, "C")
    late = edit(manager, state, put("akta-kelahiran", "wait_minutes", 25))
    assert late.get_json()["code"] == "draft_gone"


def test_it_waits_for_the_next_opening_or_a_date(hub: Inside, manager: Asker) -> None:
    state = done(edit(manager, draft(manager), put("akta-kelahiran", "wait_minutes", 20)))
    ahead = manager.get(f"{DRAFT}/outlook?when=opening").get_json()
    assert (ahead["may"], ahead["on"]) == (True, "2026-04-15")
    asked = {"state": state["state"], "seen": state["seen"]}
    answer = done(manager.change(f"{DRAFT}/apply", when="opening", **asked))
    assert (answer["since"], answer["on"]) == ("waits", "2026-04-15")
    assert draft(manager)["waiting"]["on"] == "2026-04-15"
    state = done(edit(manager, draft(manager), put("akta-kelahiran", "wait_minutes", 25)))
    asked = {"state": state["state"], "seen": state["seen"], "when": "2026-05-01"}
    assert manager.change(f"{DRAFT}/apply", **asked).get_json()["code"] == "change_waits"
    assert done(manager.change(f"{DRAFT}/apply", replaces=True, **asked))["on"] == "2026-05-01"


def test_what_changes_beneath_a_draft_is_said(hub: Inside, manager: Asker) -> None:
    done(edit(manager, draft(manager), put("perekaman-ktp", "quota", 40)))
    file = manager.get("/hall/file").get_json()
    file["rules"]["ratio"] = 5
    manager.send("/hall/file", {"request_id": str(uuid.uuid4()), "file": file}, "PUT")
    state = draft(manager)
    assert state["behind"]
    assert "Panggilan prioritas per panggilan biasa: 5 menjadi 2" in told(state)


def test_thrown_away_what_is_in_force_stays(hub: Inside, manager: Asker) -> None:
    state = done(edit(manager, draft(manager), put("perekaman-ktp", "quota", 40)))
    assert done(manager.change(f"{DRAFT}/discard", state=state["state"]))["begun"] is None
    assert done(manager.change(f"{DRAFT}/discard", state=state["state"]))["begun"] is None
    entries = hub.staff("eko").get("/trail").get_json()["entries"]
    assert "draft_discarded" in [entry["what"] for entry in entries]


def test_a_supervisor_sees_and_edits_the_own_agency_alone(tmp_path: Path) -> None:
    with Inside(tmp_path) as small:
        supervisor, manager = small.staff("dewi"), small.staff("citra")
        state = draft(supervisor)
        own = {row["id"] for row in state["file"]["service"]}
        assert own == {s.id for s in small_hall().services if s.agency_id == "satu"}
        assert [row["id"] for row in state["file"]["agency"]] == ["satu"]
        assert "rules" not in state["file"]
        one = next(iter(sorted(own)))
        state = done(edit(supervisor, state, put(one, "quota", 9)))
        others = next(s.id for s in small_hall().services if s.agency_id == "dua")
        counter = {"number": 77, "agency": "dua", "zone": "utama", "services": [others]}
        for wrong in (
            put(others, "quota", 9),
            put(one, "agency", "dua"),
            put("", "ratio", 3, "rules"),
            put("satu", "id", "lain", "agency"),
            {"do": "remove", "section": "agency", "row": "satu"},
            {"do": "move", "section": "zone", "row": "utama"},
            {"do": "add", "section": "counter", "row": "n1", "values": counter},
            {"do": "add", "section": "closed", "row": "n2", "values": {"date": "2026-08-17", "name": "x"}},
        ):
            refused = edit(supervisor, state, wrong)
            assert (refused.status_code, refused.get_json()["code"]) == (403, "other_agency"), wrong
        closed = {"date": "2026-08-18", "name": "Pelatihan", "agency": "satu"}
        state = done(
            edit(supervisor, state, {"do": "add", "section": "closed", "row": "n3", "values": closed})
        )
        theirs = done(edit(manager, draft(manager), put("", "ratio", 3, "rules"), put(others, "quota", 0)))
        assert len(theirs["changes"]) == 4
        assert {change["agency"] for change in draft(supervisor)["changes"]} == {"satu"}
        assert supervisor.change(f"{DRAFT}/discard", state=state["state"]).status_code == 403
        assert edit(small.staff("eko"), draft(small.staff("eko")), put(one, "quota", 1)).status_code == 403


def test_a_file_and_a_version_come_back_as_a_draft(hub: Inside, manager: Asker) -> None:
    text = SAMPLE_HALL.read_text("utf-8")
    wrong = text.replace("wait_minutes = 30", "wait_minutes = 0", 1).replace(
        "[[zone]]", "# Zona\n[[zone]]", 1
    )
    state = draft(manager)
    bring = {"state": state["state"], "seen": state["seen"]}
    broken = manager.change(f"{DRAFT}/import", toml="[[zone]\n", **bring)
    assert (broken.status_code, broken.get_json()["errors"][0]["detail"][:7]) == (422, "Baris 1")
    state = done(manager.change(f"{DRAFT}/import", toml=wrong, **bring))
    assert [(f["section"], f["field"]) for f in state["faults"]] == [("service", "wait_minutes")]
    row = state["faults"][0]["row"]
    state = done(edit(manager, state, put(row, "wait_minutes", 25)))
    done(manager.change(f"{DRAFT}/apply", state=state["state"], seen=state["seen"]))
    kept = manager.get("/hall/file.toml")
    assert kept.mimetype == "application/toml"
    assert "# Zona\n" in kept.text
    assert read_hall(Source.of_text("", kept.text)).service_by_id[row].wait_minutes == 25

    versions = manager.get("/hall/versions", **{"Accept-Language": "id"}).get_json()["versions"]
    assert [(v["n"], v["in_force"], v["by"]["name"]) for v in versions] == [
        (2, True, "Citra"),
        (1, False, ""),
    ]
    assert [c["told"] for c in versions[0]["changes"]] == [
        "Standar waktu tunggu (menit) Perekaman KTP-el: 30 menjadi 25"
    ]
    both = manager.get("/hall/versions/compare?older=2&newer=1").get_json()
    assert [(c["was"], c["now"]) for c in both["changes"]] == [("25", "30")]
    state = draft(manager)
    state = done(manager.change(f"{DRAFT}/import", version=1, state=state["state"], seen=state["seen"]))
    assert len(state["changes"]) == 1
    unknown = manager.change(f"{DRAFT}/import", version=9, state=state["state"], seen=state["seen"])
    assert (unknown.status_code, unknown.get_json()["code"]) == (404, "version_unknown")
    done(manager.change(f"{DRAFT}/apply", state=state["state"], seen=state["seen"]))
    assert [v["n"] for v in manager.get("/hall/versions?limit=1").get_json()["versions"]] == [3]
    assert "# Zona\n" in manager.get("/hall/file.toml").text
