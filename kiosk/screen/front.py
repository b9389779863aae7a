"""The front made of a touch screen: takes touches, draws what they lead to, hands choices to the flow.

The screen's own thread calls `step`; the flow's worker calls the rest.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog

from balai.clock import Clock
from balai.protocol.requests import DeviceFault
from balai.words import known_language, words_in
from balai.words.dates import clock_time
from hardware.ports import Scan
from hardware.screen.screen import HiddenScreen, Screen, open_screen
from hardware.screen.touches import Finger, Key, Touch, Woken, each_touch_once
from kiosk.config import ScreenSettings
from kiosk.flow.ports import Choice, CodeAsked, Denied, Given, Standing
from kiosk.paper.told import Told
from kiosk.screen import session as s
from kiosk.screen.keys import Command, Keys
from kiosk.screen.listening import open_guide, open_headphones
from kiosk.screen.painter import Painted, paint
from kiosk.screen.view import View
from kiosk.status import HELP_WANTED

if TYPE_CHECKING:
    from hardware.sound.jacks import Headphones
    from hardware.virtual.window import VirtualHardware

log = structlog.get_logger(__name__)
#: Real seconds between two looks for what happened at a screen, and at one that nobody sees.
LOOK_SECONDS, REST_SECONDS = 0.03, 0.5
#: Who has called staff and was not seen to waits no longer than so; the page of devices names it so long.
CALL_LASTS = timedelta(minutes=10)
#: So long (s) lists of what is most asked for keep their order.
LIST_STANDS = 900.0
_NOTHING = Painted((), (), 1.0)


@dataclass(frozen=True)
class _Drawn:
    """What the picture was made of, but for the time, and the time as it shows it."""

    session: s.Session
    standing: Standing
    minute: str
    left: int | None
    focus: s.Action | None


class ScreenFront:
    """A `ports.Front`: whatever the hall has can be chosen on its screen."""

    #: All that the hall has.
    services = frozenset[str]()
    #: The number stands on the screen.
    needs_paper = False

    def __init__(
        self, screen: Screen, clock: Clock, now: Callable[[], datetime], limits: s.Limits | None = None,
        keys: Keys | None = None,
    ) -> None:  # fmt: skip
        """`now` tells the hall's time, aware; `clock` times visitors."""
        self.keys = keys or Keys({})
        self.screen, self._clock, self._now = screen, clock, now
        self._limits = limits or s.Limits()
        self._session, self._standing = s.begun(self._limits), Standing()
        self.painted = _NOTHING
        self._drawn: _Drawn | None = None
        self._pressed: s.Action | None = None
        self._asked: Counter[str] = Counter()
        self._liked: Mapping[str, int] = {}
        self._liked_until = float("-inf")
        self._called: datetime | None = None
        self.headphones: Headphones | None = None
        self._wake_flow: Callable[[], None] = lambda: None
        self._choose: Callable[[Choice], None] = lambda _choice: None
        self._ask: Callable[[CodeAsked], None] = lambda _asked: None
        self._lock = threading.Lock()

    @property
    def session(self) -> s.Session:
        """Where the visitor is."""
        return self._session

    @property
    def trouble(self) -> DeviceFault | None:
        """A screen that is not there (one that is virtual is seen through its window), or a visitor who has
        called staff."""
        if not (self.screen.seen or isinstance(self.screen, HiddenScreen)):
            return DeviceFault(code="no_touch_screen")
        called, hall = self._called_lately(), self._standing.hall
        if called is None or hall is None:
            return None
        zone, language = ZoneInfo(hall.hall.time_zone), known_language(hall.hall.language)
        return DeviceFault(code=HELP_WANTED, about=clock_time(called, zone, language))

    def _called_lately(self) -> datetime | None:
        called = self._called
        return called if called is not None and self._now() - called < CALL_LASTS else None

    def on_choice(self, choose: Callable[[Choice], None]) -> None:
        """Hand every choice to `choose`."""
        self._choose = choose

    def on_denied(self, deny: Callable[[Denied], None]) -> None:
        """The screen itself says why."""

    def on_code(self, ask: Callable[[CodeAsked], None]) -> None:
        """Hand every code to `ask`."""
        self._ask = ask

    def scanned(self, scan: Scan) -> None:
        """Somebody held a code before the reader, whatever page they are on."""
        with self._lock:
            if self._session.works or self._standing.hall is None:
                log.info("scan_ignored", page=self._session.page.value)
                return
            self._session = s.checking(self._session, self._clock.monotonic(), self._limits)
            language = s.spoken(self._session)
        self._ask(CodeAsked(scan.text, scan.whole, language))
        self._wake()

    def listen(self, plugged: bool) -> None:
        """Headphones were plugged in, and whoever did that hears where they are; or pulled out, and nobody
        else is to hear it."""
        with self._lock:
            touched = s.touched(self._session, self._clock.monotonic(), self._limits)
            self._session = replace(touched, guided=plugged)
        self._wake()

    def told(self, of_code: Told) -> None:
        """Say what came of a code."""
        with self._lock:
            self._session = s.checked(self._session, of_code, self._clock.monotonic(), self._limits)
        self._wake()

    def on_wake(self, wake: Callable[[], None]) -> None:
        """Call `wake` when staff are called, so that the hub is told at once."""
        self._wake_flow = wake

    def next_change(self) -> float | None:
        """The screen keeps its own time."""
        return None

    def offer(self, services: frozenset[str]) -> None:
        """What is offered comes with how things stand."""

    def learn(self, standing: Standing) -> None:
        """How things stand now; the picture follows."""
        with self._lock:
            if standing == self._standing:
                return
            before, self._standing = self._standing.hall, standing
            hall = standing.hall
            if hall is not None and (before is None or before.hall.language != hall.hall.language):
                self._limits = replace(self._limits, language=known_language(hall.hall.language))
                if self._session.ends is None:
                    self._session = s.begun(self._limits)
        self._wake()

    def working(self, choice: Choice) -> None:
        """The page says so since the touch."""

    def served(self, choice: Choice, given: Given) -> None:
        """Show the number."""
        with self._lock:
            self._asked.update((choice.service, *choice.also))
            self._session = s.served(self._session, given)
        self._wake()

    def refused(self, choice: Choice, why: DeviceFault) -> None:
        """Say why there is none."""
        with self._lock:
            say = words_in(self._session.language)
            self._session = s.refused(self._session, why.about or say("touch.no_answer"))
        self._wake()

    def run(self, ended: threading.Event) -> None:
        """Work until `ended`, or the window was closed. What fails is passed over, and the screen begins
        anew: the next visitor may want something else."""
        while not ended.is_set():
            try:
                if not self.step(LOOK_SECONDS if self.screen.seen else REST_SECONDS):
                    return
            except Exception:
                log.exception("screen_failed", page=self._session.page.value)
                with self._lock:
                    self._session, self._drawn = s.begun(self._limits), None
                ended.wait(REST_SECONDS)

    def step(self, seconds: float) -> bool:
        """Wait for touches, so many real seconds at most, and do what they and time bring. False once the
        window was closed."""
        wish = self.screen.ask()
        if wish == "quit":
            return False
        if wish == "renew":
            self._drawn = None
        for touch in self.screen.touches.wait(seconds):
            self._take(touch)
        self._pass_time()
        self._draw()
        return True

    def act(self, action: s.Action) -> None:
        """Do what a target is for."""
        with self._lock:
            before = self._session
            self._session, choice = s.act(before, action, self._clock.monotonic(), self._limits)
        if action.act is s.Act.CHECK and before.page is s.Page.CODE and self._session.works:
            self._ask(CodeAsked(before.typed, language=s.spoken(before)))
        if action.act is s.Act.STAFF:
            self._called = None if self._called_lately() else self._now()
            self._drawn = None
            self._wake_flow()
        if choice is not None:
            self._choose(choice)

    def show_on(self, window: VirtualHardware) -> None:
        """Let a virtual screen be seen and touched: `GET /frame.png`, `POST /tap/<x>/<y>`, `/key/<name>`; in
        `/state` what can be touched."""
        if not isinstance(self.screen, HiddenScreen):
            return
        # Only a rehearsal needs these.
        from hardware.virtual.headphones import VirtualHeadphones, show_headphones
        from hardware.virtual.screen import show_screen, take_touches

        show_screen(window, self.screen)
        take_touches(window, self.screen.touches)
        if isinstance(self.headphones, VirtualHeadphones):
            show_headphones(window, self.headphones)
        window.show("screen", self._state)

    def _state(self) -> dict[str, object]:
        painted, session = self.painted, self._session
        return {
            "page": session.page.value,
            "language": session.language,
            "told": painted.told,
            "spoken": list(self.keys.guide.said) if self.keys.guide else [],
            "targets": [
                {
                    "act": target.action.act.value,
                    "value": target.action.value,
                    "label": target.label,
                    "spoken": target.spoken,
                    "at": painted.middle(target),
                }
                for target in painted.targets
            ],
        }

    def _wake(self) -> None:
        self.screen.touches.put(Woken())

    def _take(self, touch: Touch) -> None:
        if isinstance(touch, Finger):
            self._finger(touch)
        elif isinstance(touch, Key) and (command := self.keys.command(touch.name)) is not None:
            self._command(command)

    def _command(self, command: Command) -> None:
        """A key that is for something: whoever presses one hears where they are."""
        with self._lock:
            now, before = self._clock.monotonic(), self._session
            self._session = replace(s.touched(before, now, self._limits), guided=True)
        if not before.guided:
            # The first press says where one is, and chooses nothing unheard.
            self._draw()
            return
        action = self.keys.press(command, self.painted, self._session)
        if action is not None:
            self.act(action)
        self._draw()

    def _finger(self, finger: Finger) -> None:
        """What a finger touched is done when it leaves, there where it came: one that slips off does
        nothing."""
        target = self.painted.at(finger.x, finger.y)
        if finger.down:
            self._pressed = target.action if target else None
            with self._lock:
                if self._session.ends is not None:
                    self._session = s.touched(self._session, self._clock.monotonic(), self._limits)
            return
        pressed, self._pressed = self._pressed, None
        if target is not None and target.action == pressed:
            self.act(target.action)
            # What the next touch meets is what is seen then.
            self._draw()

    def _pass_time(self) -> None:
        now = self._clock.monotonic()
        with self._lock:
            session = self._session
            if self.keys.guide is not None and self.keys.guide.busy:
                session = s.heard(session, now, self._limits)
            session = s.looked_at(session, now, on_paper=self._view(session).on_paper)
            left = session.left(now)
            if left is not None and left <= 0 and not session.works:
                log.info("screen_begins_anew", page=session.page.value)
                session = s.begun(self._limits)
            self._session = session

    def _most_asked(self) -> Mapping[str, int]:
        """How often each service was taken here, and how many wait for it: as of some minutes ago, so that no
        list changes under a finger."""
        now, hall, queues = self._clock.monotonic(), self._standing.hall, self._standing.queues
        if hall is not None and now >= self._liked_until:
            waiting = Counter(queues.waiting if queues is not None else hall.waiting)
            self._liked, self._liked_until = self._asked + waiting, now + LIST_STANDS
        return self._liked

    def _view(self, session: s.Session) -> View:
        speaks = self.keys.guide is not None
        return View(
            session, self._standing, self._now(), self._clock.monotonic(), speaks, self.keys.focus,
            self._most_asked(), self._called_lately(),
        )  # fmt: skip

    def _draw(self) -> None:
        with self._lock:
            view = self._view(self._session)
        warns = view.session.warns(view.ticks)
        counts = warns or view.session.page is s.Page.TICKET
        minute, left = view.now.strftime("%Y%m%d%H%M"), view.left if counts else None
        drawn = _Drawn(view.session, view.standing, minute, left, view.focus)
        if drawn == self._drawn:
            return
        with self.screen.lock:
            self.painted = paint(self.screen.surface, view)
            self.keys.shown(self.painted, view.session, warns=warns)
            if self.keys.focus != view.focus:
                view = replace(view, focus=self.keys.focus)
                self.painted = paint(self.screen.surface, view)
        self._drawn = replace(drawn, focus=view.focus)
        self.screen.show([self.screen.surface.get_rect()])


def open_front(
    parts: ExitStack, settings: ScreenSettings, clock: Clock, now: Callable[[], datetime]
) -> ScreenFront:
    """The front of a kiosk with a screen, which is opened; `parts` close what it has."""
    each_touch_once()
    screen = open_screen(settings.mode, (settings.width, settings.height))
    parts.callback(screen.close)
    names = {name: command for command in Command for name in getattr(settings.keys, command.value)}
    limits = s.Limits(settings.idle_seconds, assisted=settings.assisted)
    found = open_guide(parts, settings.guide, clock)
    if found is None:
        return ScreenFront(screen, clock, now, limits, Keys(names))
    guide, ear = found
    front = ScreenFront(screen, clock, now, limits, Keys(names, guide))
    front.headphones = open_headphones(parts, settings.guide, ear, front.listen)
    return front
