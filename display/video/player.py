"""The videos of some folders, one after another, for the place beside few counters."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pygame
import structlog

from balai.clock import Clock
from display.video.decoder import FRAME_TIMEOUT, Decoder
from display.video.subtitles import Line, at, subtitles_of

log = structlog.get_logger(__name__)

KINDS = frozenset({".mp4", ".webm", ".mkv", ".mov", ".m4v"})
#: No more videos are played; the folder is looked at every so many seconds.
MOST_VIDEOS, LOOK_SECONDS = 20, 30.0


class Playing(NamedTuple):
    """The video that stands on the wall now: its file's name, and what is read below it."""

    name: str
    subtitle: str


class Player:
    """Plays the videos of its folders, in each in order of their names, again and again. Used from the wall's
    thread; nothing here waits for a file. `faults` names the files that are left out: those that give no
    frame."""

    def __init__(self, folders: Sequence[Path], clock: Clock, program: str = "ffmpeg") -> None:
        self._folders, self._clock = folders, clock
        found = shutil.which(program)
        self._program = Path(found) if found else None
        self._files: tuple[Path, ...] = ()
        self._bad: dict[Path, int] = {}
        self._next, self._due, self._began = 0, float("-inf"), 0.0
        self._decoder: Decoder | None = None
        self._file: Path | None = None
        self._lines: tuple[Line, ...] = ()
        self._shown, self._size = 0, (0, 0)

    @property
    def faults(self) -> tuple[str, ...]:
        """The files that cannot be played."""
        return tuple(sorted(file.name for file in self._bad))

    @property
    def lacks_program(self) -> bool:
        """Whether there are videos and nothing that decodes them."""
        return bool(self._files) and self._program is None

    @property
    def now(self) -> Playing | None:
        """What stands on the wall, once its first frame has come."""
        if self._decoder is None or self._decoder.frame is None or self._file is None:
            return None
        return Playing(self._file.name, at(self._lines, self._decoder.position))

    def step(self, size: tuple[int, int], *, on: bool) -> None:
        """Go on in frames of that size (real pixels); stand still unless `on`."""
        self._look()
        if size != self._size:
            self._end()
            self._size = size
        decoder = self._decoder
        if decoder is None:
            if on:
                self._begin()
            return
        decoder.play(on=on)
        waited = self._clock.real(self._clock.monotonic() - self._began)
        if on and (decoder.over or (decoder.frame is None and waited > FRAME_TIMEOUT)):
            self._leave(decoder)

    def fresh(self) -> pygame.Surface | None:
        """The latest frame where it was not fetched yet."""
        decoder = self._decoder
        if decoder is None or decoder.frame is None or decoder.shown == self._shown:
            return None
        self._shown = decoder.shown
        return pygame.image.frombuffer(decoder.frame, self._size, "RGB")

    def again(self) -> None:
        """The place was drawn over: the frame that stands there is to be fetched anew."""
        self._shown = 0

    def close(self) -> None:
        """End the decoder."""
        self._end()

    def _look(self) -> None:
        now = self._clock.monotonic()
        if now < self._due:
            return
        self._due = now + LOOK_SECONDS
        try:
            files = [file for folder in self._folders for file in _videos(folder)]
            self._files = tuple(files[:MOST_VIDEOS])
            marks = {file: file.stat().st_mtime_ns for file in self._files}
        except OSError:
            self._files, marks = (), {}
        # A file that was mended is tried again.
        self._bad = {file: mark for file, mark in self._bad.items() if marks.get(file) == mark}

    def _begin(self) -> None:
        playable = [file for file in self._files if file not in self._bad]
        if not playable or self._program is None or min(self._size) < 16:
            return
        file = playable[self._next % len(playable)]
        self._began = self._clock.monotonic()
        try:
            self._decoder = Decoder(self._program, file, self._size, self._clock)
        except OSError as error:
            self._leave_out(file, str(error))
            return
        self._decoder.play(on=True)
        self._file, self._lines, self._shown = file, subtitles_of(file), 0

    def _leave(self, decoder: Decoder) -> None:
        if decoder.frame is None and self._file is not None:
            self._leave_out(self._file, "no frame came")
        else:
            self._next += 1
        self._end()

    def _leave_out(self, file: Path, reason: str) -> None:
        log.warning("video_left_out", file=file.name, reason=reason)
        try:
            self._bad[file] = file.stat().st_mtime_ns
        except OSError:
            self._bad[file] = 0

    def _end(self) -> None:
        if self._decoder is not None:
            self._decoder.close()
        self._decoder, self._file, self._lines, self._shown = None, None, (), 0


def _videos(folder: Path) -> list[Path]:
    """In order of their names. Raises OSError."""
    return sorted(file for file in folder.iterdir() if file.suffix.lower() in KINDS and file.is_file())
