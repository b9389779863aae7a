"""Gap detection: a client follows a room in order, nothing missed, nothing twice. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from balai.protocol.pushes import Heartbeat, Push, asks_for_snapshot

HOLD_SECONDS = 0.2


@dataclass(slots=True)
class Follower:
    """Puts pushes in order by `prev`. Two hubs may deliver out of order, so an early arrival is held
    for 0.2 s; then, or when a head tells of news that never came, `must_ask` turns true and the
    caller asks for what came after (`day`, `seq`). News too large for a step is not applied: `seq` stays
    before it, so that the answer is a snapshot."""

    day: str | None = None
    seq: int = 0
    at: datetime | None = None
    must_ask: bool = False
    _held: dict[int, Push] = field(default_factory=dict)
    _deadline: float | None = None

    @property
    def holding(self) -> bool:
        """Whether a deadline runs, so that `tick` matters soon."""
        return self._deadline is not None

    @property
    def position(self) -> dict[str, object] | None:
        """What the hub is told of the last news that was handed out (see `hello.Position`); None before."""
        if self.day is None:
            return None
        return {"day": self.day, "seq": self.seq, "at": self.at.isoformat() if self.at else None}

    def reset(self, day: str, seq: int, at: datetime | None = None) -> list[Push]:
        """A snapshot at (day, seq), of the log's time `at`, arrived. Returns held pushes that follow it."""
        self.day, self.seq, self.at, self.must_ask, self._deadline = day, seq, at, False, None
        self._held = {p.seq: p for p in self._held.values() if p.day == day and p.seq > seq}
        return self._release(0.0)

    def offer(self, push: Push, now: float) -> list[Push]:
        """A push arrived at `now` (monotonic seconds). Returns those that may be applied, in order."""
        if push.day != self.day:
            self.must_ask = self.must_ask or self.day is None or push.day > self.day
            return []
        if push.seq <= self.seq:
            return []
        self._held[push.seq] = push
        return self._release(now)

    def caught_up(self, pushes: list[Push], now: float) -> list[Push]:
        """The answer to asking: all pushes after `seq`. Returns those to apply, in order."""
        self.must_ask = False
        for push in pushes:
            if push.day == self.day and push.seq > self.seq:
                self._held[push.seq] = push
        return self._release(now)

    def heard(self, head: Heartbeat, now: float) -> None:
        """A head arrived: another day (an earlier one where a day was taken back) is asked for, and news that
        is neither applied nor held sets a deadline."""
        if head.day != self.day:
            self.must_ask = True
        elif head.head > self.seq and self._deadline is None:
            self._deadline = now + HOLD_SECONDS

    def tick(self, now: float) -> None:
        """Let time pass; an early arrival held too long sets `must_ask`."""
        if self._deadline is not None and now >= self._deadline:
            self.must_ask, self._deadline = True, None

    def _release(self, now: float) -> list[Push]:
        ready: list[Push] = []
        for seq in sorted(self._held):
            if self._held[seq].prev > self.seq:
                break
            push = self._held.pop(seq)
            if asks_for_snapshot(push):
                self.must_ask = True
                break
            ready.append(push)
            self.seq, self.at = seq, push.at
        if not self._held:
            self._deadline = None
        elif self._deadline is None or ready:
            self._deadline = now + HOLD_SECONDS
        return ready
