"""The front made of buttons with lamps: which take a press, and what their lamps say.

A lamp that is lit means that a press will be taken; blinking, that one is being served or was just
served, or that what the button says holds for the next number; dark, that a press would give nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

import structlog

from balai.clock import Clock
from balai.protocol.requests import DeviceFault
from hardware.ports import Lamp, Scan
from kiosk.flow.gathering import Extra, Gathering
from kiosk.flow.ports import Choice, CodeAsked, Denied, Given, Standing
from kiosk.paper.told import Told

#: How long a button stays dark after the hub refused or did not answer (seconds of the clock).
DARK_SECONDS = 5.0
#: How long what an extra button said waits for its service (seconds of the clock).
EXTRA_SECONDS = 15.0
#: Why a button is dark is told once in so long (seconds of the clock), however often it is pressed.
TOLD_SECONDS = 8.0

log = structlog.get_logger(__name__)


class Verdict(Enum):
    """What becomes of a press."""

    TAKEN = "taken"
    LOCKED = "locked"
    CLOSED = "closed"


@dataclass
class PanelButton:
    """One button of a service. Times are the clock's monotonic seconds. `number` is what it gave last, until
    its paper is out."""

    service: str
    lamp: Lamp | None
    working: bool = False
    number: str = ""
    locked_until: float = 0.0
    dark_until: float = 0.0


@dataclass(frozen=True)
class ExtraButton:
    """One button that says how the next number is wanted."""

    kind: Extra
    lamp: Lamp | None


class Buttons:
    """All buttons of a kiosk, a `ports.Front`. Pins' threads and the worker's may use it at once."""

    needs_paper = True
    #: What keeps some of the buttons from being pressed.
    trouble: DeviceFault | None = None

    def __init__(
        self,
        buttons: Mapping[int, PanelButton],
        clock: Clock,
        lockout_seconds: float,
        *,
        extras: Mapping[int, ExtraButton] | None = None,
        several_seconds: float = 0.0,
        hold_seconds: float = 0.0,
    ) -> None:
        """`buttons` and `extras` by pin; `lockout_seconds` on `clock`. Services pressed within
        `several_seconds` of each other become one number; 0: each its own. A button that is held for
        `hold_seconds` gives one with priority; 0: none does."""
        self._hold, self._held = hold_seconds, dict[int, float]()
        self._deny: Callable[[Denied], None] = lambda _denied: None
        self._told: dict[str, float] = {}
        self._buttons = {str(pin): button for pin, button in buttons.items()}
        self._extras = dict(extras or {})
        self._clock, self._lockout = clock, lockout_seconds
        self._gathering = Gathering(several_seconds, EXTRA_SECONDS)
        self._offered: frozenset[str] = frozenset()
        self._choose: Callable[[Choice], None] = lambda _choice: None
        self._ask: Callable[[CodeAsked], None] = lambda _asked: None
        self._scanned: tuple[Scan | None, float] = (None, 0.0)
        self._wake: Callable[[], None] = lambda: None
        self._lock = threading.Lock()

    @property
    def services(self) -> frozenset[str]:
        """The services that the buttons stand for."""
        return frozenset(button.service for button in self._buttons.values())

    def on_choice(self, choose: Callable[[Choice], None]) -> None:
        """Hand every choice to `choose`."""
        self._choose = choose

    def on_code(self, ask: Callable[[CodeAsked], None]) -> None:
        """Hand every code to `ask`."""
        self._ask = ask

    def scanned(self, scan: Scan) -> None:
        """Somebody held a code before the reader; the same one again at once is the same wish."""
        with self._lock:
            now = self._clock.monotonic()
            again = scan == self._scanned[0] and now < self._scanned[1]
            self._scanned = (scan, now + self._lockout)
        if not again:
            self._ask(CodeAsked(scan.text, scan.whole))

    def on_wake(self, wake: Callable[[], None]) -> None:
        """Call `wake` when time will bring a choice."""
        self._wake = wake

    def on_denied(self, deny: Callable[[Denied], None]) -> None:
        """Hand every press of a dark button to `deny`, though not again and again."""
        self._deny = deny

    def press(self, pin: int) -> Verdict:
        """Someone pressed; returns at once."""
        if pin in self._extras:
            return self._extra(self._extras[pin])
        with self._lock:
            holds = self._hold > 0 and self._waits_for_hold(str(pin))
            if holds:
                self._held[pin] = self._clock.monotonic()
        if holds:
            self._wake()
            return Verdict.TAKEN
        return self._press(pin)

    def release(self, pin: int) -> None:
        """Someone let go: what was not held long enough is a press like any other."""
        with self._lock:
            was_held = self._held.pop(pin, None) is not None
        if was_held:
            self._press(pin)

    def _waits_for_hold(self, place: str) -> bool:
        """Whether a press may become one with priority: where it would be taken at all."""
        button, now = self._buttons[place], self._clock.monotonic()
        busy = button.working or button.number or now < button.locked_until
        return not busy and self._gives(button, now)

    def _held_long(self) -> list[int]:
        """The buttons that were held long enough, each once."""
        with self._lock:
            now = self._clock.monotonic()
            found = [pin for pin, since in self._held.items() if now - since >= self._hold]
            for pin in found:
                del self._held[pin]
            return found

    def _press(self, pin: int, *, priority: bool = False) -> Verdict:
        place, denied = str(pin), False
        with self._lock:
            if priority and not self._gathering.says(Extra.PRIORITY):
                self._gathering.note(Extra.PRIORITY, self._clock.monotonic())
            verdict, choice = self._take(place)
            if verdict is Verdict.CLOSED:
                now = self._clock.monotonic()
                denied = now >= self._told.get(place, now)
                if denied:
                    self._told[place] = now + TOLD_SECONDS
        if denied:
            self._deny(Denied(self._buttons[place].service))
        if verdict is Verdict.TAKEN:
            self._hand_on(choice)
        else:
            log.info("press_ignored", pin=pin, service=self._buttons[place].service, why=verdict.value)
        return verdict

    def _hand_on(self, choice: Choice | None) -> None:
        """Lamps come after a choice that is on its way: whoever pressed waits for that."""
        if choice is not None:
            self._choose(choice)
        with self._lock:
            self._light_all(self._clock.monotonic())
        if choice is None:
            self._wake()

    def offer(self, services: frozenset[str]) -> None:
        """Open the buttons of these services, let every lamp say how its button is now, and hand on what
        nobody added to in time."""
        for pin in self._held_long():
            self._press(pin, priority=True)
        with self._lock:
            self._offered = services
            now = self._clock.monotonic()
            choice = self._gathering.passed(now)
            self._light_all(now)
        if choice is not None:
            self._choose(choice)

    def learn(self, standing: Standing) -> None:
        """A lamp blinks until its paper is out, or will not come."""
        coming = {standing.printing, *standing.pending}
        with self._lock:
            for button in self._buttons.values():
                if button.number not in coming:
                    button.number = ""
            self._light_all(self._clock.monotonic())

    def working(self, choice: Choice) -> None:
        """The lamp blinks since the press was taken."""

    def served(self, choice: Choice, given: Given) -> None:
        """The press was served."""
        self._end(choice, 0.0, given.visit.number)

    def refused(self, choice: Choice, _why: DeviceFault) -> None:
        """The lamp is dark for a while, then it may be tried again."""
        self._end(choice, DARK_SECONDS)

    def told(self, of_code: Told) -> None:
        """What came of a code stands on a slip."""

    def next_change(self) -> float | None:
        """When (monotonic) a lamp changes, or a choice is made, by time alone; or None."""
        with self._lock:
            now = self._clock.monotonic()
            ends = [t for b in self._buttons.values() for t in (b.locked_until, b.dark_until) if t > now]
            ends += [since + self._hold for since in self._held.values()]
            waits = self._gathering.until
            return min([*ends, *([] if waits is None else [waits])], default=None)

    def _extra(self, button: ExtraButton) -> Verdict:
        with self._lock:
            now = self._clock.monotonic()
            if not self._offered:
                return Verdict.CLOSED
            self._gathering.note(button.kind, now)
            self._light_all(now)
        self._wake()
        return Verdict.TAKEN

    def _take(self, place: str) -> tuple[Verdict, Choice | None]:
        """What becomes of a press; with it the whole choice where the press ends one."""
        button, now = self._buttons[place], self._clock.monotonic()
        again = place in self._gathering.chosen
        if not again:
            if button.working or button.number or now < button.locked_until:
                return Verdict.LOCKED, None
            if not self._gives(button, now):
                return Verdict.CLOSED, None
        button.working = True
        button.locked_until = now + self._lockout
        return Verdict.TAKEN, self._gathering.add(place, button.service, now)

    def _end(self, choice: Choice, dark_seconds: float, number: str = "") -> None:
        with self._lock:
            now = self._clock.monotonic()
            for place in choice.places:
                button = self._buttons.get(place)
                if button is None:
                    continue  # it was made by a code
                button.working, button.number = False, number
                button.dark_until = now + dark_seconds
                self._light(button, now)

    def _gives(self, button: PanelButton, now: float) -> bool:
        return button.service in self._offered and now >= button.dark_until

    def _light_all(self, now: float) -> None:
        for button in self._buttons.values():
            self._light(button, now)
        for extra in self._extras.values():
            if extra.lamp is not None:
                says = self._gathering.says(extra.kind)
                (extra.lamp.blink if says else extra.lamp.on if self._offered else extra.lamp.off)()

    def _light(self, button: PanelButton, now: float) -> None:
        if button.lamp is None:
            return
        if button.working:
            button.lamp.blink()
        elif not self._gives(button, now):
            button.lamp.off()
        elif button.number or now < button.locked_until:
            button.lamp.blink()
        else:
            button.lamp.on()
