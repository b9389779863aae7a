"""Making the bank where a phrase cannot be brought to its level, with an engine that speaks tones."""

from __future__ import annotations

import importlib
import json
import sys
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from balai.words.languages import SpokenLanguage
from sounds.bank import Entry
from sounds.kokoro import VOICES
from sounds.loudness import loudness
from sounds.phonemes import phonemes
from sounds.samples import RATE, Samples

PHRASE = "loket satu"
EARLIER = "earlier"


def tone(*, click: bool) -> Samples:
    """Half a second; a click in it is so loud that the rest cannot be."""
    samples = 0.3 * np.sin(np.arange(RATE // 2) * 2 * np.pi * 300 / RATE)
    if click:
        samples *= 0.1
        samples[RATE // 4 : RATE // 4 + 24] = 1.0
    return samples.astype(np.float32)


class FakeEngine:
    """Speaks the same for whatever it is given."""

    def __init__(self, *, click: bool) -> None:
        self.click, self.asked = click, 0

    def utter(self, ipa: str, language: SpokenLanguage, speed: float) -> Samples:
        self.asked += 1
        return tone(click=self.click)


class Bank:
    """A bank of one phrase in a folder of its own."""

    def __init__(self, folder: Path, module: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self._module, self._patch = folder, module, monkeypatch

    def make(self, *, click: bool) -> int:
        """Run the command; its exit code."""
        self.engine = FakeEngine(click=click)
        self._patch.setattr(self._module, "Kokoro", lambda *_: self.engine)
        code: int = self._module.main()
        return code

    @property
    def clips(self) -> list[Entry]:
        rows = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))["clips"]
        return [Entry(**row) for row in rows]

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.folder.glob("*/*")}

    def spoken_earlier(self, **changes: str) -> None:
        """As if the clip had been made by an earlier version."""
        manifest = self.folder / "manifest.json"
        data = json.loads(manifest.read_text(encoding="utf-8"))
        data["clips"] = [{**asdict(entry), **changes} for entry in self.clips]
        manifest.write_text(json.dumps(data), encoding="utf-8")


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bank:
    # The generator's own packages are not in this environment.
    meter = SimpleNamespace(integrated_loudness=lambda samples: loudness(samples.astype(np.float32)))
    monkeypatch.setitem(sys.modules, "pyloudnorm", SimpleNamespace(Meter=lambda _rate: meter))
    monkeypatch.delitem(sys.modules, "sounds.make_bank", raising=False)
    module = importlib.import_module("sounds.make_bank")
    monkeypatch.delitem(sys.modules, "sounds.make_bank")
    for name, value in {
        "FOLDER": tmp_path, "MANIFEST": tmp_path / "manifest.json", "version": lambda _package: "1",
        "bank_texts": lambda language: (PHRASE,) if language == "id" else (), "PACES": (0.95,),
    }.items():  # fmt: skip
        monkeypatch.setattr(module, name, value)
    (tmp_path / "en").mkdir()
    monkeypatch.setattr(sys, "argv", ["make_bank", "--voices", "nowhere"])
    return Bank(tmp_path, module, monkeypatch)


def test_a_clip_at_its_level_is_made_once(bank: Bank) -> None:
    assert bank.make(click=False) == 0
    (entry,) = bank.clips
    assert (entry.text, entry.voice, entry.file) == (PHRASE, VOICES["id"], "id/loket-satu.opus")
    assert list(bank.files()) == ["loket-satu.opus"]
    assert bank.make(click=False) == 0
    assert bank.engine.asked == 0


def test_a_new_clip_that_misses_its_level_fails_the_command(
    bank: Bank, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bank.make(click=True) == 1
    assert "id/loket-satu.opus misses its level" in capsys.readouterr().err


def test_a_clip_of_an_earlier_voice_gives_way_to_one_at_its_level(bank: Bank) -> None:
    bank.make(click=False)
    bank.spoken_earlier(voice=EARLIER)
    assert bank.make(click=False) == 0
    assert [entry.voice for entry in bank.clips] == [VOICES["id"]]


def test_a_clip_of_an_earlier_voice_stays_where_the_new_one_misses_its_level(
    bank: Bank, capsys: pytest.CaptureFixture[str]
) -> None:
    bank.make(click=False)
    bank.spoken_earlier(voice=EARLIER)
    before, files = bank.clips, bank.files()
    capsys.readouterr()
    assert bank.make(click=True) == 0
    assert (bank.clips, bank.files()) == (before, files)
    told = [line for line in capsys.readouterr().out.splitlines() if "loket-satu" in line]
    assert len(told) == 1
    assert f"stays in {EARLIER}" in told[0]
    # Nothing is forgotten: the next run tries again.
    assert bank.make(click=False) == 0
    assert [entry.voice for entry in bank.clips] == [VOICES["id"]]


def test_a_clip_that_says_something_else_does_not_stay(bank: Bank) -> None:
    bank.make(click=False)
    bank.spoken_earlier(voice=EARLIER, phonemes="lˈoket dˈua.")
    assert bank.make(click=True) == 1
    assert [entry.phonemes for entry in bank.clips] == [phonemes(PHRASE, "id")]


def test_what_a_run_left_that_broke_off_is_cleared_away(bank: Bank) -> None:
    bank.make(click=False)
    (bank.folder / "id" / "loket-satu.part").write_bytes(b"half")
    assert bank.make(click=False) == 0
    assert list(bank.files()) == ["loket-satu.opus"]
