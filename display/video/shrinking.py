"""Makes an uploaded video as small as a wall shows it, without its sound. A helper process
(`balai.program.helper`) of the hub: what it decodes with is bounded as it is itself.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from balai.program.helper import serve
from display.video.decoder import RATE

#: No video is longer (seconds), and none is kept larger than this.
LONGEST_SECONDS, SIZE = 600, (1280, 720)
#: Bytes of address space, and seconds of the processor for one video.
_MEMORY, _SECONDS = 1_500_000_000, 3600
_ONLY_FILES = ("-protocol_whitelist", "file")


def shrunk(wish: Mapping[str, Any]) -> bytes | str:
    """Nothing where `target` is made of `path`, or why not."""
    source, target = Path(wish["path"]), Path(wish["target"])
    ffmpeg, ffprobe = shutil.which("ffmpeg"), shutil.which("ffprobe")
    if ffmpeg is None or ffprobe is None:
        return "no ffmpeg is installed"
    asked = (
        ffprobe, "-v", "error", *_ONLY_FILES, "-select_streams", "v:0",
        "-show_entries", "format=duration:stream=width", "-of", "default=noprint_wrappers=1",
        f"file:{source}",
    )  # fmt: skip
    told = dict(line.partition("=")[::2] for line in _run(asked).splitlines())
    try:
        seconds = float(told["duration"])
    except (KeyError, ValueError):
        return "is no video that can be read"
    if not seconds <= LONGEST_SECONDS:
        return f"is longer than {LONGEST_SECONDS} seconds"
    _run(_command(ffmpeg, source, target))
    return b"made" if target.is_file() and target.stat().st_size else "is no video that can be read"


def _command(program: str, source: Path, target: Path) -> tuple[str, ...]:
    wide, high = SIZE
    fits = f"scale={wide}:{high}:force_original_aspect_ratio=decrease:force_divisible_by=2"
    return (
        program, "-nostdin", "-v", "error", "-threads", "1", *_ONLY_FILES, "-i", f"file:{source}",
        "-an", "-sn", "-dn", "-map", "0:v:0", "-filter_threads", "1", "-vf", f"fps={RATE},{fits}",
        "-c:v", "libx264", "-preset", "veryfast", "-crf", "27", "-pix_fmt", "yuv420p", "-threads", "1",
        "-map_metadata", "-1", "-movflags", "+faststart", "-f", "mp4", f"file:{target}",
    )  # fmt: skip


def _run(command: tuple[str, ...]) -> str:
    done = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    return done.stdout.decode(errors="replace") if done.returncode == 0 else ""


if __name__ == "__main__":
    serve(shrunk, memory=_MEMORY, seconds=_SECONDS)
