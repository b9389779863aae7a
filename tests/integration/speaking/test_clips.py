"""Agency names get their clips on the hub, and displays speak them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from balai.domain.commands import ChangeConfiguration
from balai.domain.hall.config import HallConfig, VoiceRules
from balai.speech import SpokenCall, call_units, clip_key
from demo.driving.hubs import Site
from demo.driving.wait import eventually
from hardware.hub.requests import HubRequests
from server.config import VoiceAt
from server.store import Job
from server.usecases.speaking.clips import REST_SECONDS, Clips, wanted
from tests.support.days import small_hall
from tests.support.hub.inside import Inside
from tests.support.wall.engines import program, speaking, wave_file
from voice.mixing import RATE
from voice.ready import ReadyClips
from voice.voice import EngineVoice

NAME = "Dinas Contoh"
KEY = clip_key("id", NAME)


def hall_that_says(*names: str, languages: tuple[str, ...] = ("id",)) -> HallConfig:
    hall = small_hall()
    named = [replace(agency, spoken=name) for agency, name in zip(hall.agencies, names, strict=False)]
    agencies = (*named, *hall.agencies[len(named) :])
    return replace(hall, agencies=agencies, voice=VoiceRules(languages=languages))


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path) as inside:
        yield inside


def test_a_name_is_made_once_when_the_configuration_is_saved(hub: Inside, tmp_path: Path) -> None:
    engine = speaking(tmp_path)
    desk = hub.app.hub.dispatcher
    clips = Clips(desk, hub.clock, VoiceAt(clips=tmp_path / "clips", espeak=engine))
    desk.submit(Job(ChangeConfiguration(config=hall_that_says(NAME, "Samsat", languages=("id", "en")))))
    clips.make(desk.day.config)
    clips.make(desk.day.config)
    log = (tmp_path / "speaking.log").read_text(encoding="utf-8")
    # A name is in the hall's own language in English calls too.
    assert log.count(NAME) == 1
    assert "-v|id|" in log
    assert "-v|en|" not in log
    # The displays have this one in their bank.
    assert "Samsat" not in log
    found = clips.find(KEY)
    assert found is not None
    assert found.read_bytes()[:4] == b"RIFF"
    assert clips.find(clip_key("id", "Samsat")) is None
    assert clips.find(clip_key("id", "nomor antrean A")) is None


def test_people_have_the_hub_for_themselves_after_each_name_that_is_made(hub: Inside, tmp_path: Path) -> None:
    desk, rests = hub.app.hub.dispatcher, list[tuple[float, bool]]()

    def rest(seconds: float) -> None:
        rests.append((seconds, clips.find(KEY) is not None))

    clips = Clips(desk, hub.clock, VoiceAt(clips=tmp_path / "clips", espeak=speaking(tmp_path)), rest)
    desk.submit(Job(ChangeConfiguration(config=hall_that_says(NAME, "Samsat"))))
    clips.make(desk.day.config)
    clips.make(desk.day.config)
    assert rests == [(REST_SECONDS, True)]


def test_a_recording_goes_before_what_is_made(hub: Inside, tmp_path: Path) -> None:
    recordings = tmp_path / "suara"
    (recordings / "id").mkdir(parents=True)
    own = recordings / "id" / "dinas-contoh.wav"
    own.write_bytes(wave_file(1.0))
    desk = hub.app.hub.dispatcher
    clips = Clips(
        desk, hub.clock, VoiceAt(clips=tmp_path / "clips", recordings=recordings, espeak=speaking(tmp_path))
    )
    desk.submit(Job(ChangeConfiguration(config=hall_that_says(NAME))))
    assert clips.find(KEY) == own
    clips.make(desk.day.config)
    assert NAME not in (tmp_path / "speaking.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("script", ["exit 3", "echo no sound", "cat > /dev/null"])
def test_a_maker_that_fails_leaves_the_name_to_the_next_or_unsaid(
    hub: Inside, tmp_path: Path, script: str
) -> None:
    desk = hub.app.hub.dispatcher
    desk.submit(Job(ChangeConfiguration(config=hall_that_says(NAME))))
    broken = VoiceAt(clips=tmp_path / "clips", espeak=program(tmp_path, "broken", script))
    clips = Clips(desk, hub.clock, broken)
    clips.make(desk.day.config)
    assert clips.find(KEY) is None
    better = broken.model_copy(
        update={"kokoro": Path(program(tmp_path, "kokoro", script)), "espeak": speaking(tmp_path)}
    )
    clips = Clips(desk, hub.clock, better)
    clips.make(desk.day.config)
    assert clips.find(KEY) is not None


def test_no_name_is_wanted_in_a_language_that_the_hall_does_not_speak() -> None:
    assert {language for language, _ in wanted(hall_that_says(NAME))} == {"id"}
    assert ("id", NAME) in set(wanted(hall_that_says(NAME, languages=("en",))))


def test_a_display_speaks_a_new_name_once_the_hub_has_it(tmp_path: Path) -> None:
    with Site(tmp_path) as site:
        token = site.device("display")
        hall = site.hall.read_text(encoding="utf-8").replace('spoken = "Samsat"', f'spoken = "{NAME}"')
        site.hall.write_text(hall, encoding="utf-8")
        text = site.config.read_text(encoding="utf-8")
        site.config.write_text(f'{text}\n[voice]\nespeak = "{speaking(tmp_path)}"\n', encoding="utf-8")
        site.balai("hall", "load", str(site.hall), "--config", str(site.config))
        hub = site.start()
        requests = HubRequests(hub.url, token)
        kept = tmp_path / "kept"
        voice = EngineVoice(None, None, ReadyClips(None, kept, requests.clip))
        units = call_units(SpokenCall("R-001", 11, NAME))
        without = voice.prepare(units[:-1], 1).result(timeout=30).samples
        eventually(lambda: requests.clip(KEY) is not None, timeout=20)
        voice.warm(units)
        eventually((kept / f"{KEY}.clip").is_file, timeout=20)
        spoken = voice.prepare(units, 1).result(timeout=30).samples
        assert (len(spoken) - len(without)) / 2 / RATE == pytest.approx(0.4 + units[-2].pause, abs=0.1)
        assert requests.clip(clip_key("id", "Samsat")) is None
        voice.close()
        requests.close()
        with pytest.raises(OSError, match="401"):
            HubRequests(hub.url, "wrong").clip(KEY)
