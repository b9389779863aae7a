"""Random news and files for a wall: whatever comes, it goes on, and shows and says the next true call.

`python -m tests.support.random_news --messages 1000000`; the same seed makes the same messages.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import structlog
from PIL import Image
from pydantic import ValidationError

from balai.clock import ManualClock
from balai.errors import BalaiError
from balai.protocol.base import News
from balai.protocol.pushes import DATA, Cue, Heartbeat, Push, Queues, Speaker
from balai.protocol.views import Snapshot
from display.config import load_display_config
from display.frame import read_board
from display.speaking.announcer import Announcer
from display.video.subtitles import parsed
from display.wall import Wall
from hardware.ports import HubEvent, LinkDown, LinkUp
from hardware.screen.screen import HiddenScreen
from hardware.sound.audio import VirtualAudio
from sounds.reading import NotASound, read_sound
from tests.support.wall.galleries import gallery
from tests.support.wall.walls import BOARDS, DAY, START, FakeVoice, called, leg, snapshot

#: A picture is drawn after so many messages, and a true call is made after so many more.
_DRAWN, _TRUE = 40, 1500
M = TypeVar("M", bound=News)
_SIGNS = ["\u26a0\ufe0f", "\u00ad", "\u200b", "\u202e", "\ud800", "\0", "\n", "A-023", "", "W" * 300]
_TYPES = (*DATA["board"], "what_a_later_version_says", "")


def any_value(rnd: Random, depth: int = 0) -> Any:
    """A value of any kind that JSON has."""
    plain = [None, True, 0, -1, 2**63, -(2**63), 10**30, 1.5, float("inf"), *_SIGNS, *_SIGNS]
    kind = rnd.randrange(5 if depth < 2 else 3)
    if kind == 0:
        return rnd.choice(plain)
    if kind < 3:
        return leg(rnd.randrange(1, 14)) if kind == 1 else f"loket-{rnd.randrange(14)}"
    if kind == 3:
        return [any_value(rnd, depth + 1) for _ in range(rnd.randrange(3))]
    return {rnd.choice(["leg_id", "number", "x"]): any_value(rnd, depth + 1) for _ in range(rnd.randrange(3))}


def spoilt(rnd: Random, data: Any) -> Any:
    """The data with one value somewhere in it replaced, left out or doubled."""
    if isinstance(data, dict) and data and rnd.random() < 0.8:
        key = rnd.choice(list(data))
        if rnd.random() < 0.1:
            return {name: value for name, value in data.items() if name != key}
        return {**data, key: spoilt(rnd, data[key])}
    if isinstance(data, list) and data and rnd.random() < 0.8:
        at = rnd.randrange(len(data))
        return [*data[:at], spoilt(rnd, data[at]), *data[at + 1 :]]
    return any_value(rnd)


class RandomNews:
    """A wall, and somebody who tells it anything."""

    def __init__(self, seed: int) -> None:
        self.rnd = Random(seed)  # no secret
        self.clock = ManualClock(START)
        self.voice = FakeVoice(1.0)
        self.announcer = Announcer(self.clock, VirtualAudio(self.clock), self.voice)
        self.wall = Wall(self.clock, HiddenScreen((320, 240)), self.announcer)
        self._board = snapshot().model_dump(mode="json")
        others = (self._snapshot, self._queues, self._speaker, self._cue, self._link)
        self._kinds: tuple[Callable[[], HubEvent | None], ...] = (*[self._push] * 4, *others)

    def run(self, messages: int) -> None:
        """Tell it so many messages. Raises AssertionError where it ends, or no longer shows what is true."""
        for count in range(1, messages + 1):
            event = self.rnd.choice(self._kinds)()
            if event is not None:
                self.wall.hear(event)
            if count % _DRAWN == 0:
                self.clock.advance(self.rnd.choice([0.1, 1, 7]))
                assert self.wall.step(), "the wall ended"
            if count % _TRUE == 0:
                self.true_call(count)

    def true_call(self, count: int) -> None:
        """A call that is made now is shown and said."""
        self.announcer.silence()
        # A hub whose clock was set back is believed when it says so again.
        beat = Heartbeat(day=DAY, head=count, now=START)
        for event in (LinkUp(), beat, beat, snapshot()):
            self.wall.hear(event)
        self.wall.hear(Speaker(zones=tuple({c.zone_id for c in snapshot().data.counters})))  # type: ignore[union-attr]
        said = len(self.voice.said)
        self.wall.hear(called("A-024", 1, leg_id=leg(5000 + count), seq=count))
        assert self.wall.step()
        assert self.announcer.current is not None, "a true call is not shown"
        assert self.announcer.current.number == "A-024"
        assert len(self.voice.said) == said + 1, "a true call is not said"

    def _push(self) -> Push | None:
        number, counter = self.rnd.choice(["A-024", "F-011", *_SIGNS]), self.rnd.randrange(1, 13)
        data: Any = called(number, counter, leg_id=leg(self.rnd.randrange(1, 14))).data
        if self.rnd.random() < 0.7:
            data = spoilt(self.rnd, json.loads(json.dumps(data, default=str)))
        at = START + timedelta(seconds=self.rnd.choice([-(10**6), -200, 0, 1, 10**6]))
        kind = self.rnd.choice(_TYPES)
        return self._read(Push, {"day": DAY, "seq": 1, "prev": 0, "type": kind, "at": at, "data": data})

    def _snapshot(self) -> Snapshot | None:
        if self.rnd.random() < 0.9:
            return None
        return self._read(Snapshot, spoilt(self.rnd, self._board))

    def _queues(self) -> Queues | None:
        data = {"waiting": {"ktp": self.rnd.randrange(9)}, "full": ["ktp"], "again": {"ktp": "2026-04-15"}}
        return self._read(Queues, spoilt(self.rnd, data) if self.rnd.random() < 0.5 else data)

    def _speaker(self) -> Speaker | None:
        some = [[], ["utama"], _SIGNS]
        return self._read(Speaker, {name: self.rnd.choice(some) for name in ("zones", "leads", "follows")})

    def _cue(self) -> Cue | None:
        at = self.clock.now() + timedelta(seconds=self.rnd.choice([-(10**6), -1, 0, 0.5, 10**6]))
        data = {"zone": "utama", "begins_at": at, "legs": [leg(self.rnd.randrange(1, 14))]}
        more = {"languages": ["id"], "repeat": 2, "brief": self.rnd.random() < 0.5, "sentences": None}
        return self._read(Cue, spoilt(self.rnd, {**data, **more}))

    def _link(self) -> HubEvent:
        why = self.rnd.choice(["", "token_invalid", "x"])
        return LinkUp() if self.rnd.random() < 0.5 else LinkDown(START, why)

    def _read(self, model: type[M], data: Any) -> M | None:
        try:
            return model.model_validate(data)
        except (ValidationError, TypeError):
            return None  # the link passes it over, which its own tests show


def random_files(seed: int, files: int) -> None:
    """Damaged files of every kind that a wall reads. Raises what nobody expects of them."""
    rnd = Random(seed)  # no secret
    drawn = io.BytesIO()
    Image.new("RGB", (24, 16), "red").save(drawn, "PNG")
    taken = io.BytesIO()
    Image.new("RGB", (24, 16), "blue").save(taken, "JPEG")
    toml = b'zone = "utama"\n[hub]\nurl = "http://balai.local"\ntoken = "x"\n[screen]\nmode = "virtual:"\n'
    whole = {"a.png": drawn.getvalue(), "b.jpg": taken.getvalue(), "c.toml": toml}
    whole |= {
        "d.json": (BOARDS / "hall.json").read_bytes()[:3000],
        "e.wav": b"RIFF\x24\0\0\0WAVEfmt " + bytes(40),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pictures = gallery(folder)
        for _ in range(files):
            for file, content in whole.items():
                (folder / file).write_bytes(damaged(rnd, content))
            pictures.scan()
            for key in pictures.keys:
                pictures.picture(key, (30, 30))
            with contextlib.suppress(BalaiError):
                load_display_config(folder / "c.toml")
            with contextlib.suppress(BalaiError):
                read_board(folder / "d.json")
            with contextlib.suppress(NotASound):
                read_sound((folder / "e.wav").read_bytes())
            words = damaged(rnd, b"1\n00:00:01,000 --> 00:00:02,000\nBawa STNK\n\n")
            parsed(words.decode("utf-8", "replace"))


def damaged(rnd: Random, content: bytes) -> bytes:
    """The content with some bytes changed, cut off or put in."""
    made = bytearray(content)
    for _ in range(rnd.randrange(1, 6)):
        at = rnd.randrange(len(made) + 1)
        how = rnd.randrange(3)
        made[at : at + rnd.choice([1, 1, 4, 50])] = b"" if how == 0 else rnd.randbytes(rnd.choice([1, 4]))
    return bytes(made)


def main() -> None:
    """Tell a wall random news and hand it random files."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--messages", type=int, default=1_000_000)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    news = RandomNews(chosen.seed)
    news.run(chosen.messages)
    random_files(chosen.seed, max(10, chosen.messages // 1000))
    sys.stdout.write(f"{chosen.messages} messages: 0 exits, {news.wall.mishaps.count} passed over.\n")


if __name__ == "__main__":
    main()
