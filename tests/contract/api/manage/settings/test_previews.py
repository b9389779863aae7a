"""What a manager sees and hears of the draft: the very dots and sounds that kiosks and walls make of it."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from balai.domain.hall.config import VoiceRules
from balai.hall_file.read import load_hall
from balai.protocol.answers.visits import IssuedVisit
from balai.speech import SpokenCall, call_units
from demo.driving.hubs import SAMPLE_HALL
from kiosk.paper.papers import draw_paper
from kiosk.paper.tickets import ticket_for
from server.config import VoiceAt
from server.usecases.previews.workshop import Workshop
from server.views.views import device_view
from tests.support.hub.inside import Asker, Inside
from voice.mixing import scaled
from voice.voice import open_voice

DRAFT = "/hall/draft"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    """One hub for all, since each starts what draws and speaks for it."""
    folder = tmp_path_factory.mktemp("hub")
    with Inside(folder, load_hall(SAMPLE_HALL), voice=VoiceAt(clips=folder / "clips")) as inside:
        yield inside


@pytest.fixture
def hub(whole: Inside) -> Inside:
    return whole


@pytest.fixture
def manager(hub: Inside) -> Asker:
    """A manager, without the draft that a test before has left."""
    asker = hub.staff("citra")
    asker.done(f"{DRAFT}/discard", state=asker.get(DRAFT).get_json()["state"])
    return asker


def edit(who: Asker, section: str, row: str, **fields: Any) -> None:
    """Edit some settings of a row in the draft."""
    draft = who.get(DRAFT).get_json()
    edits = [{"do": "set", "section": section, "row": row, "field": k, "value": v} for k, v in fields.items()]
    who.done(f"{DRAFT}/edit", state=draft["state"], seen=draft["seen"], edits=edits)


def row_of(who: Asker, section: str, key: str) -> str:
    """The name that a row has in the draft."""
    draft = who.get(DRAFT).get_json()
    at = [str(row["id"]) for row in draft["file"][section]].index(key)
    return str(draft["rows"][section][at])


def pcm(file: bytes) -> bytes:
    """The samples of a WAV file."""
    with wave.open(io.BytesIO(file)) as found:
        assert (found.getnchannels(), found.getsampwidth(), found.getframerate()) == (1, 2, 24000)
        frames: bytes = found.readframes(found.getnframes())
        return frames


def by_a_wall(call: SpokenCall, rules: VoiceRules) -> bytes:
    """What a wall plays for a call."""
    voice = open_voice("espeak-ng:", None)
    units = [call_units(call, "id" if language == "id" else "en", rules) for language in rules.languages]
    try:
        return scaled(voice.prepare(units, rules.repeat).result(10).samples, rules.volume)
    finally:
        voice.close()


def test_a_call_of_the_draft_sounds_as_walls_will_say_it(manager: Asker) -> None:
    edit(manager, "voice", "", languages=["id", "en"], repeat=1, volume=60)
    edit(manager, "agency", row_of(manager, "agency", "imigrasi"), letter="U", spoken="Kantor Imigrasi")
    heard = manager.get(f"{DRAFT}/call.wav?service=paspor-baru&counter=12&direction=left")
    assert (heard.status_code, heard.content_type) == (200, "audio/wav")
    rules = VoiceRules(languages=("id", "en"), repeat=1, volume=60)
    assert pcm(heard.data) == by_a_wall(SpokenCall("U-001", 12, "Kantor Imigrasi", direction="left"), rules)
    text = manager.get(f"{DRAFT}/call?service=paspor-baru&counter=12&direction=left").get_json()["text"]
    assert text.startswith("Nomor antrean U, nol, nol, satu. Silakan menuju loket dua belas, di sebelah kiri")
    assert "counter twelve" in text


def test_a_fault_elsewhere_does_not_keep_a_call_from_being_heard_and_one_in_it_is_told(
    manager: Asker,
) -> None:
    edit(manager, "service", row_of(manager, "service", "akta-kematian"), wait_minutes=999)
    assert manager.get(f"{DRAFT}/call?agency=imigrasi").status_code == 200
    edit(manager, "agency", row_of(manager, "agency", "imigrasi"), letter="?")
    for path in ("call", "call.wav"):
        told = manager.get(f"{DRAFT}/{path}?agency=imigrasi", **{"Accept-Language": "id"})
        assert (told.status_code, told.get_json()["code"]) == (409, "preview_unsaid")
        assert "Perbaiki isian yang ditandai" in told.get_json()["detail"]


@pytest.mark.parametrize(("width", "dots"), [(58, 384), (80, 576)])
def test_a_ticket_of_the_draft_is_dot_for_dot_what_a_kiosk_prints(
    hub: Inside, manager: Asker, width: int, dots: int
) -> None:
    edit(manager, "hall", "", name="MPP Percobaan")
    edit(manager, "display", "", english=True, visitor_page="https://antre.contoh.go.id")
    shown = manager.get(f"{DRAFT}/ticket.png?service=paspor-baru&width={width}")
    assert (shown.status_code, shown.content_type) == (200, "image/png")
    manager.done(f"{DRAFT}/apply", **_as_seen(manager), when="now")
    hall = device_view(hub.app.hub.dispatcher.day)
    service = next(one for one in hall.services if one.id == "paspor-baru")
    at = hub.clock.now().astimezone(hub.app.hub.dispatcher.day.config.zone)
    at = at.replace(hour=10, minute=42, second=0, microsecond=0)
    visit = IssuedVisit(
        visit_id="00000000-0000-4000-8000-000000000000", leg_id="00000000-0000-4000-8000-000000000000.1",
        number=f"{service.letter}-038", service_id=service.id, agency_id=service.agency_id, ahead=3,
        counters=service.counters, counter_labels=service.counter_labels, at=at, day="2026-04-14", seq=1,
        expected_from=at + timedelta(minutes=15), expected_until=at + timedelta(minutes=25),
    )  # fmt: skip
    printed = draw_paper(ticket_for(visit, hall), dots)
    with Image.open(io.BytesIO(shown.data)) as picture:
        assert picture.size == printed.size
        assert picture.convert("1").tobytes() == printed.convert("1").tobytes()


def _as_seen(who: Asker) -> dict[str, Any]:
    draft = who.get(DRAFT).get_json()
    return {"state": draft["state"], "seen": draft["seen"], "replaces": False}


def test_no_ticket_is_drawn_of_a_draft_with_faults(manager: Asker) -> None:
    edit(manager, "service", row_of(manager, "service", "paspor-baru"), wait_minutes=999)
    told = manager.get(f"{DRAFT}/ticket.png?service=paspor-baru")
    assert (told.status_code, told.get_json()["code"]) == (409, "draft_faulty")


def test_previews_are_for_who_reads_the_draft_and_for_a_supervisor_the_own_agency(tmp_path: Path) -> None:
    with Inside(tmp_path) as hub:
        supervisor = hub.staff("dewi")
        services = {one.id: one.agency_id for one in hub.app.hub.dispatcher.day.config.services}
        own = next(id_ for id_, agency in services.items() if agency == "satu")
        other = next(id_ for id_, agency in services.items() if agency != "satu")
        for path in ("call", "call.wav", "ticket.png"):
            assert supervisor.get(f"{DRAFT}/{path}?service={own}").status_code != 403, path
            assert supervisor.get(f"{DRAFT}/{path}?service={other}").status_code == 403, path
            assert hub.staff("ani").get(f"{DRAFT}/{path}?service={own}").status_code == 403, path
            assert hub.nobody().get(f"{DRAFT}/{path}?service={own}").status_code == 401, path


def test_a_recorded_name_is_heard_at_once_and_walls_have_it_once_it_is_in_force(
    hub: Inside, manager: Asker
) -> None:
    folder = hub.app.hub.config.voice.clips
    assert folder is not None
    row = row_of(manager, "agency", "imigrasi")
    edit(manager, "agency", row, spoken="Kantor Imigrasi Tenggarong")
    before = manager.get(f"{DRAFT}/call.wav?agency=imigrasi").data
    tone = _tone()
    assert _put(manager, "/hall/draft/names/imigrasi/sound", tone).status_code == 204
    [kept] = [file for file in folder.glob("*.wav") if file.read_bytes() == tone]
    assert manager.get(f"{DRAFT}/call.wav?agency=imigrasi").data != before
    clip = f"/clips/{kept.stem}"
    assert hub.display.get(clip).status_code == 404, "nobody says it yet"
    manager.done(f"{DRAFT}/apply", **_as_seen(manager), when="now")
    assert hub.display.get(clip).data == tone
    manager.change("/hall/draft/names/imigrasi/forget")
    assert not kept.exists()
    assert manager.get(f"{DRAFT}/call.wav?agency=imigrasi").data == before


def test_what_is_no_recording_is_refused_in_words(manager: Asker, tmp_path: Path) -> None:
    for sound, code in ((b"no sound", "not_a_recording"), (_tone(11), "not_a_recording")):
        told = _put(manager, "/hall/draft/names/imigrasi/sound", sound)
        assert (told.status_code, told.get_json()["code"]) == (415, code)
    assert _put(manager, "/hall/draft/names/nowhere/sound", _tone()).status_code == 404
    with Inside(tmp_path) as bare:
        told = _put(bare.staff("citra"), "/hall/draft/names/satu/sound", _tone())
    assert (told.status_code, told.get_json()["code"]) == (409, "clip_unkept"), "a hub without a folder"


def test_a_device_that_is_not_there_is_told(manager: Asker) -> None:
    told = manager.change("/devices/kiosk-1/sample", service_id="paspor-baru")
    assert (told.status_code, told.get_json()["code"]) == (409, "device_away")
    for device in ("nobody", "kiosk-1"):
        assert manager.change(f"/devices/{device}/sample").get_json()["code"] == "device_unknown"


def test_a_helper_that_ends_costs_one_preview_and_what_was_made_is_made_once() -> None:
    answers = """printf '{"refused": "", "bytes": %s}\\n%s'"""
    cases = f"*bad*) exit 9;; *) echo x >&2; {answers} 4 good;;"
    workshop = Workshop("try", ("sh", "-c", f"while read -r line; do case $line in {cases} esac; done"))
    try:
        assert workshop.make({"a": 1}) == b"good"
        with pytest.raises(Exception, match="could not make the preview") as wrong:
            workshop.make({"a": "bad"})
        assert getattr(wrong.value, "code", "") == "preview_failed"
        assert workshop.make({"a": 2}) == b"good"
        first = workshop._helper._process
        workshop.close()
        assert first is not None
        assert first.returncode is not None
        assert workshop.make({"a": 1}) == b"good"
        assert workshop._helper._process is None, "it was kept: no process is started"
    finally:
        workshop.close()


def _put(who: Asker, path: str, sound: bytes) -> Any:
    return who.client.put(f"/api/v1{path}", data=sound, content_type="audio/wav", headers=who.headers)


def _tone(seconds: float = 1.0) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes((b"\x00\x20" * 10 + b"\x00\xe0" * 10) * int(400 * seconds))
    return file.getvalue()
