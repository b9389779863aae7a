"""The roll of paper in a kiosk's printer: how much is used since it was changed, and how many tickets are
left."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import structlog

from balai.files import write_whole

#: So many tickets may be forgotten by a power cut: each write wears the card.
_KEPT_EVERY = 10
#: What is fed to the knife after each paper.
FEED_MM = 20.0
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Roll:
    """`tickets` and the millimetres that they took since the roll was changed. Nobody knows of one that
    was not seen to be changed (`known`)."""

    known: bool = False
    tickets: int = 0
    millimetres: float = 0.0

    def printed(self, millimetres: float) -> Roll:
        """One more."""
        return replace(self, tickets=self.tickets + 1, millimetres=self.millimetres + millimetres)

    def left(self, metres: float) -> int | None:
        """How many tickets a roll that was so long has left, going by those that it gave; None where nobody
        knows."""
        if not (self.known and self.tickets):
            return None
        return max(0, int((metres * 1000 - self.millimetres) / (self.millimetres / self.tickets)))


class RollBook:
    """Keeps it in a file, and looks for the change: no paper, or hardly any, and then enough."""

    def __init__(self, file: Path, metres: float, dots_per_mm: float) -> None:
        """A new roll is so long."""
        self._file, self._metres, self._dots_per_mm, self._low = file, metres, dots_per_mm, False
        self.roll = _read(file)

    def saw(self, paper: str) -> None:
        """What the printer says of its paper: ok, low, out or unknown."""
        if paper in ("out", "low"):
            self._low = True
        elif paper == "ok" and self._low:
            self._low = False
            self.roll = Roll(known=True)
            self._keep()

    @property
    def left(self) -> int | None:
        """How many tickets are left; None where nobody knows."""
        return self.roll.left(self._metres)

    def printed(self, rows: int) -> None:
        """A paper of so many rows of dots came out."""
        self.roll = self.roll.printed(rows / self._dots_per_mm + FEED_MM)
        if not self.roll.tickets % _KEPT_EVERY:
            self._keep()

    def _keep(self) -> None:
        try:
            write_whole(self._file, json.dumps(asdict(self.roll)))
        except OSError as fault:
            log.warning("roll_not_kept", reason=fault.strerror)


def _read(file: Path) -> Roll:
    try:
        data = json.loads(file.read_text("utf-8"))
        return Roll(bool(data["known"]), int(data["tickets"]), float(data["millimetres"]))
    except (OSError, ValueError, TypeError, KeyError):
        return Roll()
