"""What a video says, for those who cannot hear it: a SubRip (.srt) or WebVTT file beside it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from balai.text.people import tidied

MOST_BYTES, MOST_LINES = 200_000, 2
_TIME = r"(?:(\d+):)?(\d{1,2}):(\d{2})[,.](\d{3})"
_SPAN = re.compile(rf"{_TIME}\s*-->\s*{_TIME}")
_MARKUP = re.compile(r"<[^>]*>|\{\\[^}]*\}")


class Line(NamedTuple):
    """What is read from `begin` to `end` (s)."""

    begin: float
    end: float
    text: str


def subtitles_of(video: Path) -> tuple[Line, ...]:
    """The subtitles beside a video, by its name; none where there are none or they do not read."""
    for suffix in (".srt", ".vtt"):
        file = video.with_suffix(suffix)
        try:
            if file.stat().st_size <= MOST_BYTES:
                return parsed(file.read_text(encoding="utf-8-sig", errors="replace"))
        except OSError:
            continue
    return ()


def parsed(text: str) -> tuple[Line, ...]:
    """The lines of a subtitle file in order; what is none of them is passed over."""
    lines = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        span = _SPAN.search(block)
        if span is None:
            continue
        words = _MARKUP.sub("", block[span.end() :].partition("\n")[2])
        if said := tidied(words).text:
            lines.append(Line(_seconds(span.groups()[:4]), _seconds(span.groups()[4:]), said))
    return tuple(sorted(lines))


def at(lines: tuple[Line, ...], position: float) -> str:
    """What is read at a position (s)."""
    return next((line.text for line in lines if line.begin <= position < line.end), "")


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
