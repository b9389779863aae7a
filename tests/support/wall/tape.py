"""What a sound card would have got, captured as fast as SDL's mixer can make it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

_BLOCK = 1024
#: Blocks of silence in a row that are kept: a second, which is more than any pause within a call.
_SILENT_BLOCKS = 48


class Tape:
    """Reads a pipe that SDL's disk driver writes; of long silence only a second is kept."""

    def __init__(self, pipe: Path) -> None:
        self.sound = bytearray()
        self._pipe = pipe
        self._thread = threading.Thread(target=self._read, name="tape", daemon=True)
        self._thread.start()

    def _read(self) -> None:
        silent = 0
        with self._pipe.open("rb") as pipe:
            while block := pipe.read(_BLOCK):
                silent = 0 if any(block) else silent + 1
                if silent <= _SILENT_BLOCKS:
                    self.sound += block

    def end(self) -> None:
        """Wait until the card is closed and all is read."""
        self._thread.join(30)
        assert not self._thread.is_alive()


@pytest.fixture
def tape(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tape]:
    """The mixer is closed, and writes to the tape once it is opened."""
    # Loaded when first asked for: other tests shall not wait for it.
    import pygame

    pipe = tmp_path / "sound.pipe"
    os.mkfifo(pipe)
    monkeypatch.setenv("SDL_AUDIODRIVER", "disk")
    monkeypatch.setenv("SDL_DISKAUDIOFILE", str(pipe))
    # No pause between two blocks: hours of speech pass in seconds.
    monkeypatch.setenv("SDL_DISKAUDIODELAY", "0")
    pygame.mixer.quit()
    yield Tape(pipe)
    pygame.mixer.quit()
