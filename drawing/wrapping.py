"""Line breaking: cutting a text into lines."""

from __future__ import annotations

from collections.abc import Callable


def wrap(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    """Lines of whole words that fit into `room`; a longer word is cut where it must be."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if width(longer) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while width(line) > room and len(line) > 1:
            fits = max(1, _fitting(line, room, width))
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line] if line else lines


def _fitting(word: str, room: float, width: Callable[[str], float]) -> int:
    return next((end - 1 for end in range(1, len(word) + 1) if width(word[:end]) > room), len(word))
