"""The clips that come with Balai and those that a hall puts in their place, found by what they say.

A clip lies in a folder per language under the name of its text: "nomor antrean A" of language id is
`id/nomor-antrean-a.opus`. In a folder of the hall's own, a file of that name (.wav, .ogg, .opus or
.flac) takes the place of the one that came along.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from balai.words.languages import SpokenLanguage

FOLDER = Path(__file__).resolve().parent
MANIFEST = FOLDER / "manifest.json"
KINDS = (".wav", ".ogg", ".opus", ".flac")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says of a clip: loudness in LUFS and peak in dBFS as it decodes, length in
    seconds."""

    file: str
    text: str
    language: SpokenLanguage
    phonemes: str
    voice: str
    loudness: float
    peak: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Manifest:
    """The bank: how it was made, and its clips by language and text."""

    generator: Mapping[str, Any]
    clips: Mapping[tuple[SpokenLanguage, str], Entry]


def file_name(text: str) -> str:
    """A text as the name of its clip's file, without an ending."""
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-_")


@cache
def manifest(path: Path = MANIFEST) -> Manifest:
    """The bank that came along. Raises OSError and ValueError where it is not whole."""
    data = json.loads(path.read_text(encoding="utf-8"))
    entries = [Entry(**row) for row in data["clips"]]
    return Manifest(data["generator"], {(entry.language, entry.text): entry for entry in entries})


def bank_file(language: SpokenLanguage, text: str) -> Path | None:
    """The clip that came along, or None; None too where the bank is damaged, since calls go on."""
    try:
        entry = _by_name().get((language, file_name(text)))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return FOLDER / entry.file if entry else None


@cache
def _by_name() -> Mapping[tuple[SpokenLanguage, str], Entry]:
    """The clips as people write their names: in capitals or not, with signs or without."""
    return {(language, file_name(text)): entry for (language, text), entry in manifest().clips.items()}


def own_file(folder: Path, language: SpokenLanguage, text: str) -> Path | None:
    """The hall's own clip, or None."""
    name = file_name(text)
    found = (folder / language / f"{name}{kind}" for kind in KINDS)
    return next((path for path in found if name and path.is_file()), None)
