"""A visitor before a touch screen whose flow stands on fakes: touches what stands there by its words."""

from __future__ import annotations

from collections.abc import Sequence

from balai.clock import ManualClock
from balai.protocol.pushes import Queues
from balai.protocol.views import DeviceView
from balai.speech import Unit
from hardware.screen.screen import HiddenScreen
from hardware.screen.touches import Key
from kiosk.journal.hub_time import HubTime
from kiosk.screen.front import ScreenFront
from kiosk.screen.keys import Command, Guide, Keys
from kiosk.screen.session import Act, Limits
from kiosk.screen.sheet import Target
from tests.support.kiosk_fakes import DAY, Bench, FakeLink, FakePrinter, snapshot
from tests.support.touch import halls


class Ears:
    """Hears what a guide reads; it `speaks` until a test says that it is over."""

    def __init__(self) -> None:
        self.volume, self.busy = 0, False
        self.heard: list[list[Unit]] = []

    def read(self, sentences: Sequence[Unit]) -> None:
        self.heard.append(list(sentences))

    def stop(self) -> None:
        self.heard.append([])

    @property
    def last(self) -> str:
        """The last that was said, as one text."""
        return " ".join(unit.text for unit in self.heard[-1]) if self.heard else ""


class Visitor:
    """A bench with a screen; `hall` is what the hub tells."""

    def __init__(
        self,
        hall: DeviceView | None = None,
        *,
        size: tuple[int, int] = (1280, 800),
        printer: FakePrinter | None = None,
        link: FakeLink | None = None,
        assisted: bool = False,
    ) -> None:
        self._limits = Limits(assisted=assisted)
        self.screen = HiddenScreen(size)
        self.clock = ManualClock(halls.NOW)
        self.bench = Bench(clock=self.clock, front=self._front, printer=printer, link=link)
        self.link, self.printer = self.bench.link, self.bench.printer
        self.tell(hall or halls.hall())

    def _front(self, hub_time: HubTime) -> ScreenFront:
        self.ears = Ears()
        names = {command.value: command for command in Command}
        keys = Keys(names, Guide(self.ears))
        self.front = ScreenFront(self.screen, self.clock, hub_time.now, self._limits, keys)
        return self.front

    def tell(self, hall: DeviceView, queues: Queues | None = None) -> None:
        """The hub tells of its hall, and of lines."""
        self.bench.kiosk.post(snapshot(hall, day=DAY))
        if queues is not None:
            self.bench.kiosk.post(queues)
        self.look()

    def look(self) -> None:
        """Let kiosk and screen do all that there is to do."""
        self.front.step(0)
        self.bench.work(20)
        self.front.step(0)

    def wait(self, seconds: float) -> None:
        """Stand there for so long."""
        self.clock.advance(seconds)
        self.look()

    @property
    def page(self) -> str:
        """What is on the screen."""
        return self.front.session.page.value

    @property
    def told(self) -> str:
        """All that a guide would read of the page first."""
        return " ".join(self.front.painted.told)

    def targets(self, act: Act) -> list[Target]:
        """What can be touched for that."""
        return [target for target in self.front.painted.targets if target.action.act is act]

    def press(self, *names: str) -> None:
        """Press keys one after another, by what they are for."""
        for name in names:
            self.screen.touches.put(Key(name))
            self.look()

    def listen_for(self, words: str, onward: str | None = None) -> None:
        """Press "next" until these words are heard, then choose; choose also what leads `onward` to them."""
        for _ in range(80):
            found = words in self.ears.last
            if found or (onward is not None and onward in self.ears.last):
                self.press("choose")
            if found:
                return
            self.press("next")
        raise AssertionError(f"{words!r} was never said; last was {self.ears.last!r}")

    def listen_for_key(self, sign: str) -> None:
        """Press "next" until this sign alone is heard, then choose."""
        for _ in range(80):
            if self.ears.last == sign:
                self.press("choose")
                return
            self.press("next")
        raise AssertionError(f"{sign!r} was never said; last was {self.ears.last!r}")

    def find(self, words: str) -> Target:
        """What can be touched on which these words stand."""
        found = [target for target in self.front.painted.targets if words in target.label]
        assert found, f"{words!r} is not among {[target.label for target in self.front.painted.targets]}"
        return found[0]

    def touch(self, *words: str) -> None:
        """Touch one after another."""
        for word in words:
            self.tap(self.find(word))

    def tap(self, target: Target) -> None:
        """Touch a target in its middle."""
        self.screen.touches.tap(*self.front.painted.middle(target))
        self.look()
