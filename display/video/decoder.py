"""One video file, decoded by ffmpeg in a process of its own: a bad file ends that process alone.

The process is bounded in memory and gives way to everything else. It works no faster than frames are taken: a
frame that is not wanted yet waits in the pipe, so that to pause is not to read.
"""

from __future__ import annotations

import os
import resource
import subprocess
import threading
from pathlib import Path

import structlog

from balai.clock import Clock

log = structlog.get_logger(__name__)

#: Frames a second, and real seconds within which a frame must come.
RATE, FRAME_TIMEOUT = 15, 10.0
#: Bytes of address space that the decoder may take: several frames of 4K, not of what no wall needs.
_MEMORY = 900_000_000
_NICE = 10


class Decoder:
    """Plays one file from a position (s), without its sound, in frames of `size` real pixels (RGB)."""

    def __init__(
        self, program: Path, file: Path, size: tuple[int, int], clock: Clock, begin: float = 0.0
    ) -> None:
        self._bytes = size[0] * size[1] * 3
        self._clock, self._begin = clock, begin
        self._frames, self._over = 0, False
        self._wanted, self._ended = threading.Event(), threading.Event()
        self._frame: bytes | None = None
        self._process = subprocess.Popen(
            _command(program, file, size, begin),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            preexec_fn=_bounded,  # noqa: PLW1509  # nothing but limits is set, before the program begins
            env={"PATH": "/usr/bin:/bin"},
        )
        self._thread = threading.Thread(target=self._read, name="video", daemon=True)
        self._thread.start()

    @property
    def position(self) -> float:
        """Seconds of the file up to the frame that is shown."""
        return self._begin + self._frames / RATE

    @property
    def shown(self) -> int:
        """How many frames have come."""
        return self._frames

    @property
    def over(self) -> bool:
        """Whether no more frames come."""
        return self._over

    @property
    def frame(self) -> bytes | None:
        """The latest frame."""
        return self._frame

    def play(self, *, on: bool) -> None:
        """Go on, or stand still at the frame that is shown."""
        if on:
            self._wanted.set()
        else:
            self._wanted.clear()

    def close(self) -> None:
        """End the process and its thread; harmless to repeat."""
        self._ended.set()
        self._wanted.set()
        self._process.kill()
        self._thread.join(1.0)
        self._process.wait()

    def _read(self) -> None:
        pipe = self._process.stdout
        assert pipe is not None
        with pipe:
            while not self._ended.is_set():
                frame = pipe.read(self._bytes)
                self._wanted.wait()
                if len(frame) < self._bytes or self._ended.is_set():
                    break
                self._frame, self._frames = frame, self._frames + 1
                self._ended.wait(max(0.001, self._clock.real(1 / RATE)))
        self._over = True


def _command(program: Path, file: Path, size: tuple[int, int], begin: float) -> list[str]:
    wide, high = size
    fits = f"scale={wide}:{high}:force_original_aspect_ratio=decrease"
    pads = f"pad={wide}:{high}:(ow-iw)/2:(oh-ih)/2:color=0x0A171E"
    return [
        str(program), "-nostdin", "-v", "error", "-threads", "1", "-protocol_whitelist", "file",
        *(("-ss", f"{begin:.3f}") if begin else ()),
        "-i", f"file:{file}", "-an", "-sn", "-dn", "-map", "0:v:0",
        # Each thread holds frames of its own, and frames that nobody sees need not be made smaller.
        "-filter_threads", "1", "-vf", f"fps={RATE},{fits},{pads}",
        "-f", "rawvideo", "-pix_fmt", "rgb24", "-threads", "1", "pipe:1",
    ]  # fmt: skip


def _bounded() -> None:
    os.nice(_NICE)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
