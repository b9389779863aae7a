"""Boards, pushes and stand-ins for tests of the wall."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from balai.protocol.pushes import Push
from balai.protocol.views import BoardView, Snapshot
from balai.speech import Unit
from display.frame import BoardFile, read_board
from voice.mixing import RATE, Speech

BOARDS = Path(__file__).parent / "boards"
DAY = "2026-04-14"
START = datetime(2026, 4, 14, 2, 42, tzinfo=UTC)


@cache
def hall() -> BoardFile:
    """The example hall: twelve counters, one on a break, and a call that follows."""
    return read_board(BOARDS / "hall.json")


@cache
def offline() -> BoardFile:
    """The example hall, cut off."""
    return read_board(BOARDS / "hall-offline.json")


@cache
def view() -> BoardView:
    """The example hall before its call."""
    return BoardView.model_validate(hall().model_dump())


def snapshot(board: BoardView | None = None, at: datetime = START, seq: int = 411) -> Snapshot:
    """A snapshot of a board."""
    return Snapshot(audience="board", day=DAY, seq=seq, at=at, data=board or view())


def leg(n: int) -> str:
    """The leg that stands at counter `n` in the example hall."""
    return f"00000000-0000-4000-8000-{n:012d}.1"


def called(
    number: str, counter: int, *, leg_id: str = "", at: datetime = START, seq: int = 412, recalls: int = 0
) -> Push:
    """A call, or a recall, to a counter of the example hall."""
    desk = next(c for c in view().counters if c.number == counter)
    service = next(s for s in view().services if s.agency_id == desk.agency_id)
    data = {
        "leg_id": leg_id or leg(1000 + seq),
        "number": number,
        "service_id": service.id,
        "agency_id": desk.agency_id,
        "counter_id": desk.id,
        "counter_number": counter,
        "called_at": at,
        "recalls": recalls,
    }
    kind = "leg_recalled" if recalls else "leg_called"
    return Push(day=DAY, seq=seq, prev=seq - 1, type=kind, at=at, data=data)


def moved(
    kind: str, leg_id: str, counter: int, *, at: datetime = START, seq: int = 413, **data: object
) -> Push:
    """What became of a leg at a counter."""
    told = {"leg_id": leg_id, "counter_id": f"loket-{counter}", "at": at, **data}
    return Push(day=DAY, seq=seq, prev=seq - 1, type=kind, at=at, data=told)


def _spread(seconds: float, sentences: int) -> Speech:
    """Silence of that length, in which the sentences take equal parts, a tenth of each between them."""
    each = seconds / sentences
    spans = tuple((at * each, (at + 0.9) * each) for at in range(sentences))
    return Speech(bytes(round(seconds * RATE) * 2), spans)


class FakeVoice:
    """A voice whose sounds are ready at once, or when `ready` says so; each lasts `seconds`."""

    def __init__(self, seconds: float = 8.0, *, ready: bool = True, brief: float = 3.0) -> None:
        self.seconds, self.ready, self.brief = seconds, ready, brief
        self.said: list[tuple[list[str], int]] = []
        self.asked: list[Future[Speech]] = []
        self.together: list[list[str]] = []
        self.warmed: list[Unit] = []

    def prepare(self, units: Sequence[Unit] | Sequence[Sequence[Unit]], repeat: int) -> Future[Speech]:
        """Note what is to be said."""
        flat = [unit for part in units for unit in ([part] if isinstance(part, Unit) else part)]
        self.said.append(([unit.text for unit in flat], repeat))
        sentences = 1 if units and isinstance(units[0], Unit) else len(units)
        return self._sound(_spread(self.seconds, sentences * repeat))

    def prepare_brief(self, calls: Sequence[Sequence[Unit]], pace: float) -> Future[Speech]:
        """Note what is to be said; each call takes `brief` seconds at its usual pace."""
        self.together.append([" ".join(unit.text for unit in units) for units in calls])
        return self._sound(_spread(len(calls) * self.brief / pace, len(calls)))

    def _sound(self, speech: Speech) -> Future[Speech]:
        self._speech = speech
        sound: Future[Speech] = Future()
        self.asked.append(sound)
        if self.ready:
            self.finish()
        return sound

    def finish(self) -> None:
        """The last asked for is ready now."""
        self.asked[-1].set_result(self._speech)

    def warm(self, units: Iterable[Unit]) -> None:
        """Note what is to be made ahead."""
        self.warmed += units

    def close(self) -> None:
        """Nothing to end."""
