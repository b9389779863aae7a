"""Videos beside few counters: silent, still from the first frame of a call; bad files cost themselves."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from balai.clock import SystemClock
from demo.driving.wait import eventually
from display.picture.scope import Scope
from display.speaking.announcer import Announcer
from display.video.player import Player
from display.video.subtitles import Line, at, parsed, subtitles_of
from display.wall import Wall
from hardware.ports import LinkDown
from hardware.screen.screen import HiddenScreen
from hardware.sound.audio import VirtualAudio
from tests.support.wall.pixels import pixels
from tests.support.wall.walls import START, FakeVoice, called, snapshot

SIX = tuple(f"loket-{n}" for n in range(1, 7))


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second of green, with sound."""
    file = tmp_path_factory.mktemp("videos") / "b.mp4"
    made = ["-f", "lavfi", "-i", "color=0x00FF00:s=64x36:d=1:r=15", "-f", "lavfi", "-i", "sine=d=1"]
    subprocess.run(["ffmpeg", "-v", "error", *made, "-pix_fmt", "yuv420p", str(file)], check=True)
    return file


class Stage:
    """A wall for six counters whose folder of pictures is given."""

    def __init__(self, folder: Path, counters: tuple[str, ...] = SIX) -> None:
        clock = SystemClock()
        self.player = Player([folder], clock)
        self.screen = HiddenScreen((960, 540))
        self.announcer = Announcer(clock, VirtualAudio(clock), FakeVoice(0.2))
        scope = Scope.of(None, (), counters)
        self.wall = Wall(clock, self.screen, self.announcer, scope=scope, player=self.player)
        self.wall.hear(snapshot())

    def step(self) -> bool:
        return self.wall.step()

    def plays(self) -> bool:
        self.step()
        left = pixels(self.screen.surface)[300, 240].astype(int)
        return bool(left[1] > 200 and left[0] < 60)

    def frames(self) -> int:
        self.step()
        return self.player._decoder.shown if self.player._decoder else 0


@pytest.fixture
def folder(tmp_path: Path, clip: Path) -> Path:
    (tmp_path / clip.name).write_bytes(clip.read_bytes())
    return tmp_path


@pytest.fixture
def stage(folder: Path) -> Iterator[Stage]:
    made = Stage(folder)
    yield made
    made.player.close()


def test_a_video_plays_beside_six_counters_and_stands_still_during_a_call(stage: Stage) -> None:
    eventually(stage.plays)
    stage.wall.hear(called("A-024", 1))
    stage.step()
    assert not stage.plays()
    still = stage.frames()
    assert {stage.frames() for _ in range(30)} <= {still, still + 1}
    stage.announcer.silence()
    eventually(stage.plays)
    eventually(lambda: stage.frames() > still + 1 or stage.player._next > 0)
    assert stage.wall.mishaps.count == 0


def test_a_video_begins_again_after_its_end(stage: Stage) -> None:
    eventually(stage.plays)
    eventually(lambda: (stage.step(), stage.player._next > 0)[1])
    eventually(stage.plays)


def test_what_is_said_stands_below_and_earlier_calls_beside(folder: Path) -> None:
    (folder / "b.srt").write_text("1\n00:00:00,000 --> 00:01:00,000\nBawa <i>STNK</i> asli.\n")
    stage = Stage(folder)
    try:
        eventually(stage.plays)
        for number, counter, seq in (("A-024", 1, 412), ("F-030", 4, 413)):
            stage.wall.hear(called(number, counter, seq=seq))
        stage.announcer.silence()
        scene = stage.wall._compose(stage.wall.board, stage.wall._moment())
        assert scene.subtitle == "Bawa STNK asli."
        assert scene.info is not None
        assert scene.info.title == "Sebelumnya"
        assert scene.strip is not None
        assert scene.strip.heavy == "Lapor ke Meja Informasi."
        words = pixels(stage.screen.surface)[460:495, 20:470].max(axis=2)
        assert (words > 200).any()
    finally:
        stage.player.close()


@pytest.mark.parametrize(
    "content", [b"", b"no video" * 1000, b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 40]
)
def test_a_bad_file_is_left_out_and_named_and_the_next_one_plays(folder: Path, content: bytes) -> None:
    (folder / "a.mp4").write_bytes(content)
    stage = Stage(folder)
    try:
        eventually(stage.plays)
        assert stage.player.faults == ("a.mp4",)
        assert stage.wall.mishaps.count == 0
    finally:
        stage.player.close()


def test_with_more_counters_or_cut_off_or_without_a_decoder_there_is_no_video(folder: Path) -> None:
    many = Stage(folder, ())
    assert not any(many.plays() for _ in range(5))
    assert many.player._decoder is None
    lacking = Player([folder], SystemClock(), program="no-such-program")
    lacking.step((64, 36), on=True)
    assert (lacking.lacks_program, lacking.now, lacking.faults) == (True, None, ())
    stage = Stage(folder)
    eventually(stage.plays)
    stage.wall.hear(LinkDown(START))
    assert not stage.plays()
    stage.player.close()


def test_closing_ends_the_decoder(folder: Path) -> None:
    stage = Stage(folder)
    eventually(stage.plays)
    decoder = stage.player._decoder
    assert decoder is not None
    stage.player.close()
    assert decoder._process.returncode is not None
    assert not decoder._thread.is_alive()


def test_a_decoder_is_bounded(stage: Stage) -> None:
    eventually(stage.plays)
    assert stage.player._decoder is not None
    process = Path(f"/proc/{stage.player._decoder._process.pid}")
    limit = next(line for line in (process / "limits").read_text().splitlines() if "address space" in line)
    assert limit.split()[3] == "900000000"
    assert int((process / "stat").read_text().rsplit(")", 1)[1].split()[16]) == 10


def test_subtitles_are_read_as_people_write_them(tmp_path: Path) -> None:
    text = "\ufeffWEBVTT\r\n\r\n00:01.500 --> 00:03.000\r\nSatu\r\ndua\u00ad\r\n\r\nno time\r\n\r\n"
    lines = parsed(text + "2\r\n00:01:00,000 --> 00:01:02,000\r\n{\\an8}<b>Tiga</b>\r\n")
    assert lines == (Line(1.5, 3.0, "Satu dua"), Line(60.0, 62.0, "Tiga"))
    assert [at(lines, second) for second in (0, 2, 3, 61)] == ["", "Satu dua", "", "Tiga"]
    assert subtitles_of(tmp_path / "none.mp4") == ()
