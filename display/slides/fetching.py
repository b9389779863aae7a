"""Pictures and videos that the hall's managers sent to the hub: fetched beside the wall's work, kept for when
the hub is away."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import structlog

from balai.protocol.devices.slides import MOST_SLIDES, PART_BYTES, Slide, SlideList
from hardware.ports import HubRefused, HubUnavailable
from hardware.rounds import Rounds

log = structlog.get_logger(__name__)

#: Real seconds between two looks.
EVERY_SECONDS = 15.0
#: Bytes of all that is kept: what a hub that is mad says of its slides fills no memory card.
MOST_KEPT = 500_000_000
_ENDINGS = {"picture": ".jpg", "video": ".mp4"}


class GivesSlides(Protocol):
    """The hub, as far as slides are concerned."""

    def slides(self) -> SlideList:
        """What this wall shows today. Raises HubRefused and HubUnavailable."""

    def slide_part(self, slide_id: str, n: int) -> bytes:
        """A part of a file. Raises HubRefused and HubUnavailable."""


class FetchedSlides(Rounds):
    """A thread that keeps `folder` as the hub says. Its files are named in the order in which they are
    shown, and whole."""

    def __init__(
        self, folder: Path, hub: GivesSlides, every: float = EVERY_SECONDS,
        changed: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        """`changed` hears that the folder has other files."""
        super().__init__(self.look, every, "slides")
        self.folder, self._hub, self.changed = folder, hub, changed
        with suppress(OSError):  # told by the first look
            self.folder.mkdir(parents=True, exist_ok=True)

    def look(self) -> None:
        """Fetch what is new and forget what is gone. Never raises: what could not be fetched is fetched next
        time."""
        before = self._here()
        try:
            slides = self._hub.slides().slides[:MOST_SLIDES]
            wanted = {_name(place, slide): slide for place, slide in enumerate(slides) if slide.digest}
            self._arrange(wanted)
            for name, slide in wanted.items():
                if self.stopping:
                    return
                if not (self.folder / name).exists():
                    self._fetch(self.folder / name, slide)
        except (HubRefused, HubUnavailable) as fault:
            log.debug("slides_not_fetched", code=fault.code)
        except OSError as fault:
            log.warning("slides_not_kept", folder=str(self.folder), reason=str(fault))
        if self._here() != before:
            self.changed()

    def _here(self) -> frozenset[str]:
        try:
            return frozenset(file.name for file in self.folder.iterdir())
        except OSError:
            return frozenset()

    def _arrange(self, wanted: Mapping[str, Slide]) -> None:
        """Give files that stay their place of now, and forget the others."""
        here = {file.name.partition("-")[2]: file for file in self.folder.iterdir() if file.is_file()}
        for name in wanted:
            file = here.pop(name.partition("-")[2], None)
            if file is not None and file.name != name:
                file.replace(self.folder / name)
        for file in here.values():
            file.unlink(missing_ok=True)

    def _fetch(self, path: Path, slide: Slide) -> None:
        kept = sum(file.stat().st_size for file in self.folder.iterdir())
        if kept + slide.bytes > MOST_KEPT:
            log.warning("slide_too_large", title=slide.title)
            return
        half, digest = path.with_suffix(".part"), hashlib.sha256()
        with half.open("wb") as file:
            for n in range(math.ceil(slide.bytes / PART_BYTES)):
                part = self._hub.slide_part(slide.id, n)
                digest.update(part)
                file.write(part)
        if digest.hexdigest() != slide.digest:
            half.unlink()
            log.warning("slide_damaged", title=slide.title)
            return
        half.replace(path)
        log.info("slide_fetched", title=slide.title, kind=slide.kind)


def _name(place: int, slide: Slide) -> str:
    return f"{place:02d}-{slide.digest[:32]}{_ENDINGS.get(slide.kind, '.unknown')}"
