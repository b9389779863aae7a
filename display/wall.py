"""The wall at work: what the hub says goes in, picture and announcements come out. One thread."""

from __future__ import annotations

import queue
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

import structlog
from pydantic import ValidationError

from balai.clock import Clock
from balai.protocol.devices.samples import Sample
from balai.protocol.pushes import (
    Admitted,
    Announced,
    AtCounter,
    Called,
    Cue,
    Heartbeat,
    Push,
    Queues,
    Speaker,
    Unsaid,
)
from balai.protocol.views import Snapshot
from balai.speech import Unit
from balai.words import LANGUAGES, Words, words_in
from display.calls.calling import Calling
from display.calls.shown import Shown
from display.calls.watch import Tell
from display.hub_time import HubTime
from display.information import Information
from display.mishaps import Mishaps
from display.picture.board import AT_COUNTER, Board
from display.picture.compose import Composer, ViewState, overlay_of
from display.picture.panel import Panel
from display.picture.scene import Direction
from display.picture.scope import EVERYTHING, Own, Scope, Unknown, unknown
from display.picture.turning import Carousel, Pages
from display.picture.words import zone_of
from display.rehearsal import Rehearsal, letters_of
from display.renderer.renderer import Renderer
from display.slides.gallery import Gallery
from display.slides.papers import said
from display.speaking.announcer import Announcer, CallAnnouncement
from display.speaking.notices import Notices, Source
from display.speaking.unison import Unison
from display.speaking.vocabulary import units_of
from display.video.player import Player
from display.videos import Videos
from hardware.ports import HubEvent, LinkDown, LinkUp
from hardware.screen.screen import Screen

log = structlog.get_logger(__name__)

_TOGETHER = 20
#: Real seconds in which the next message of one act comes, such as a call after the end of a service. A
#: picture of the first alone would take several times as long, with the call waiting behind it.
_BETWEEN = 0.002
#: Real seconds until it is looked again whether a sound is made.
_SOON = 0.002
#: Real seconds between two frames while the picture changes gently.
_FRAME = 1 / 60
#: Seconds until it is looked again what time has changed, by the hall's clock where that hurries.
_AT_WORK, _AT_REST = 0.2, 1.0
#: So long each call that nobody has answered stands above the counters, in turn.
_TURN_SECONDS = 6.0
_CALLS = {"leg_called", "leg_recalled"}
_OVER = {"leg_finished", "leg_missed", "leg_parked", "leg_transferred"}


class Wall:
    """One display. `step` moves everything on by what has come and by the time."""

    def __init__(
        self,
        clock: Clock,
        screen: Screen,
        announcer: Announcer,
        directions: Mapping[str, Direction] | None = None,
        warm: Callable[[tuple[Unit, ...]], None] = lambda _units: None,
        notices: Source | None = None,
        scope: Scope = EVERYTHING,
        inches: float = 43.0,
        gallery: Gallery | None = None,
        ask_anew: Callable[[], None] = lambda: None,
        tell: Tell = lambda *_: None,
        seen: Callable[[], bool] = lambda: True,
        player: Player | None = None,
        tried: Callable[[], datetime | None] = lambda: None,
        cue: Callable[[Cue], None] = lambda _cue: None,
        hears: Callable[[], bool] = lambda: False,
    ) -> None:
        """`cue` tells displays that follow this one, `tell` what became of each call; `seen`: the screen can
        be seen, `tried`: when the hub was last tried, `hears`: there is news, what moves gently stops."""
        self.clock, self.screen, self.announcer = clock, screen, announcer
        self.board: Board | None = None
        self.refused = ""
        self._own = Own(scope, directions or {})
        self._device_id = ""
        self._warm = warm
        self._warmed: tuple[Unit, ...] = ()
        self._notices = Notices(notices, clock) if notices else None
        self.gallery = gallery
        self._inches = inches
        self.mishaps = Mishaps(clock.monotonic)
        self._renderer = Renderer(screen.surface, gallery, self.mishaps, hears)
        self._compose = Composer()
        self._rehearsal = Rehearsal(self._renderer)
        self.information, self._tried = Information(clock, self._renderer, gallery), tried
        self._page, self._page_count = Pages(clock), 1
        self._turn = Carousel(clock, seconds=_TURN_SECONDS)
        #: The call that had the screen at the last step.
        self._begun: CallAnnouncement | None = None
        self.hub_time = HubTime(clock)
        self._ask_anew = ask_anew
        self.videos = Videos(player, self._renderer)
        self._shown = Shown(tell, self.hub_time, seen)
        self.marks = self._shown.marks
        announcer.now, announcer.told = self.hub_time.now, self._shown.words
        self._unison = announcer.unison = Unison(self.hub_time, cue)
        self._calling = Calling(announcer, self.hub_time, clock)
        self._calling.directions = self._own.directions

    def hear(self, event: HubEvent) -> None:
        """Take in one thing that the hub link says. What cannot be taken in is noted, and the hub is asked
        for all that it knows, since a step is missing now."""
        taken = False
        with self.mishaps.passing("news"):
            try:
                self._hear(event)
            except ValidationError as error:
                log.warning("news_unreadable", kind=type(event).__name__, faults=error.error_count())
            else:
                taken = True
        if not taken and isinstance(event, Push):
            self._ask_anew()

    def _hear(self, event: HubEvent) -> None:
        if isinstance(event, Snapshot):
            self._take(event)
        elif isinstance(event, Push):
            self._push(event)
        elif isinstance(event, Heartbeat | Queues | Speaker | Cue | Sample | Admitted):
            self._note(event)
        elif isinstance(event, LinkUp):
            self.refused = ""
            self.board = self.board.link_up() if self.board else None
        elif isinstance(event, LinkDown):
            self.refused = event.reason
            if self.announcer.zones is not None:
                # Whoever the hub still hears speaks now.
                self._speaks(Speaker())
            if self.board is not None and self.board.down_since is None:
                self.board = self.board.link_down(self.hub_time.of_own(event.since))

    def _speaks(self, told: Speaker) -> None:
        self.announcer.zones = frozenset(told.zones)
        self._unison.leads, self._unison.follows = frozenset(told.leads), frozenset(told.follows)

    def step(self) -> bool:
        """Move announcements and pages on, and draw what changed. False once the window was closed. What
        fails is passed over: the voice goes on without the picture, and the picture without the voice."""
        wish = self.mishaps.attempt("screen", self.screen.ask, "")
        if wish == "quit":
            return False
        if wish == "renew":
            self._renderer.forget(self.screen.surface)
        with self.mishaps.passing("voice"):
            self._speak()
        with self.mishaps.passing("picture"):
            self._show_number()
        with self.mishaps.passing("slides"):
            self._turn_pages()
        with self.mishaps.passing("video"):
            self.videos.step(self.board, self.panel, busy=self.announcer.busy)
        drawn = self.mishaps.attempt("picture", self._show, None)
        with self.mishaps.passing("voice"):
            self._sound()
        if drawn is None:
            # What stands there is not known: all of it is drawn anew.
            self._renderer.forget(self.screen.surface)
            return True
        with self.mishaps.passing("marks"):
            self._shown.look(self.board, self.announcer.current, whole=drawn)
        return True

    def _note(self, event: Heartbeat | Queues | Speaker | Cue | Sample | Admitted) -> None:
        """What has no seq. Of what waits now slides are made anew every ten seconds at most."""
        if isinstance(event, Heartbeat):
            self.hub_time.hear(event.now)
            return
        if isinstance(event, Speaker):
            self._speaks(event)
            return
        if isinstance(event, Cue):
            self.announcer.hear(event)
            return
        if isinstance(event, Admitted):
            self._device_id = event.device_id
            self.board = self._settled(self.board) if self.board else None
            return
        if self.board is None:
            return
        if isinstance(event, Sample):
            if self._calling.try_out(self.board):
                self._turn.show(0)
            return
        self.board = replace(self.board, queues=event)
        self.information.tell_in_time(self.board)

    def _notice_news(self, push: Push, age: float) -> None:
        """A free announcement of `age` seconds is to be made, or was taken back."""
        if push.type == "announcement_withdrawn":
            announcement_id = Unsaid.model_validate(push.data).announcement_id
            if self._notices:
                self._notices.forget(announcement_id)
            self.announcer.unsay(announcement_id)
        elif self._notices and age <= self.announcer.rules.old_seconds:
            self._notices.ask(Announced.model_validate(push.data), self.clock.monotonic() - age)

    def _speak(self) -> None:
        if self._calling.catch_up(self.board):
            self._turn.show(0)
        for notice in self._notices.ready() if self._notices else ():
            self.announcer.offer(notice)
        self.announcer.move_on()

    def _sound(self) -> None:
        self.announcer.give_sound()
        if sounded := self.announcer.sounded:
            self.marks.sounded(sounded)

    def _turn_pages(self) -> None:
        busy = self.announcer.busy
        self._turn.tick(busy)
        self._page.tick(self._page_count, hidden=self.announcer.current is not None)
        self.information.turn(self.board, busy=busy, video=self.videos.on_air)

    def _show_number(self) -> None:
        """A call that has just begun: its number first."""
        call = self.announcer.current
        begun, self._begun = self._begun, call
        if call is None or call is begun or self.board is None:
            return
        with self.screen.lock:
            moment = ViewState(
                self.hub_time.now(), announcing=call, directions=self.directions, panel=self.panel
            )
            overlay = overlay_of(self.board, moment)
            changed = self._renderer.draw_number(overlay) if overlay is not None else []
        if changed:
            self.screen.show(changed)
            self.marks.drawn(call.leg_id)

    def _show(self) -> bool:
        """Draw what changed; whether every part of it could be drawn."""
        failed = self.mishaps.count
        with self.screen.lock:
            now = self.clock.real(self.clock.monotonic())
            scene = self._compose(self.board, self._moment())
            self._page_count = scene.grid.pages if scene.grid else 1
            changed = self._renderer.draw(scene, now)
            changed += self.videos.draw(scene, changed)
            if not changed and not self.announcer.busy and not scene.picture:
                self._rehearsal.step(scene)
        if changed:
            self.screen.show(changed)
        return self.mishaps.count == failed

    def run(
        self,
        events: queue.Queue[HubEvent],
        ended: Callable[[], bool],
        after_step: Callable[[], None] = lambda: None,
    ) -> None:
        """Work until told to end or the window is closed. Waits for news, at most a second."""
        while not ended() and self.step():
            with self.mishaps.passing("upkeep"):
                after_step()
            with suppress(queue.Empty):
                self._take_in(events)

    def _take_in(self, events: queue.Queue[HubEvent]) -> None:
        """Hear what comes next. What comes together is drawn once, but a flood does not keep the picture
        waiting, and nothing keeps a call waiting: it is the last of what its officer did."""
        event = events.get(timeout=self._until_next())
        self.hear(event)
        for _ in range(_TOGETHER):
            more = isinstance(event, Push) and event.type not in _CALLS
            event = events.get(timeout=_BETWEEN) if more else events.get_nowait()
            self.hear(event)

    def _until_next(self) -> float:
        if self.announcer.preparing:
            return _SOON
        if self._renderer.animating:
            return _FRAME
        if self.videos.player is not None and self.videos.on_air:
            return _FRAME * 2
        if self.announcer.busy or self.announcer.waiting:
            return max(0.01, min(0.05, self.clock.real(_AT_WORK)))
        at_work = self._rehearsal.left or (self._notices is not None and self._notices.awaited)
        # News wakes it at once: at rest there is only the time of day to look at.
        longest = _AT_WORK if at_work else _AT_REST
        return max(0.01, min(longest, self.clock.real(longest)))

    def close(self) -> None:
        """End what works in the background."""
        if self._notices:
            self._notices.close()

    def _moment(self) -> ViewState:
        notice = self.announcer.notice
        return ViewState(
            self.hub_time.now(),
            said(notice.text, self.say) if notice else self.information.now,
            self._page.position,
            self._turn.position,
            self.videos.subtitle,
            self.announcer.current,
            self.directions,
            self.refused,
            self.panel,
            self.gallery.logo if self.gallery else "",
            self._last_try(),
        )

    def _last_try(self) -> datetime | None:
        """The hub's time at which it was last tried to reach it, while it is not heard."""
        if self.board is None or self.board.down_since is None:
            return None
        tried = self._tried()
        return self.hub_time.of_own(tried) if tried is not None else None

    @property
    def say(self) -> Words:
        """The sentences of the hall's language; of the first one before the hall is known."""
        return self.board.say if self.board else words_in(LANGUAGES[0])

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """What this wall's settings name that the hall does not have."""
        return unknown(self.board.view, self.board.scope, self.directions) if self.board else ()

    @property
    def directions(self) -> Mapping[str, Direction]:
        """Where counters lie for who looks at this wall."""
        return self._calling.directions

    @property
    def zone(self) -> str | None:
        """The part of the hall that this wall is for; None is all of it."""
        return self.board.scope.zone if self.board else self._own.scope.zone

    @property
    def panel(self) -> Panel:
        """The screen as a panel on the wall."""
        return Panel(*self.screen.surface.get_size(), self._inches)

    def _take(self, snapshot: Snapshot) -> None:
        self.board = self._settled(Board.from_snapshot(snapshot)).after(self.board)
        there = {c.leg.leg_id for c in self.board.view.counters if c.leg and c.leg.state in AT_COUNTER}
        self.announcer.keep(there)
        self._calling.find(self.board)
        self.information.tell(self.board)
        self._rehearsal.learn(letters_of(self.board))
        self.announcer.follow(self.board.view.voice, zone_of(self.board.view.hall.time_zone))
        units = units_of(self.board.view, self.announcer.languages, self.announcer.rules)
        if units != self._warmed:
            self._warmed = units
            self._warm(units)

    def _settled(self, board: Board) -> Board:
        """The board with what this wall shows of it: as the hall says, else as its own file does."""
        told = board.view.walls.get(self._device_id)
        self._calling.directions = self._own.with_ways(told)
        if told is None:
            return replace(board, scope=self._own.scope, slides=frozenset())
        return replace(board, scope=Scope.told(told), slides=frozenset(told.slides))

    def _push(self, push: Push) -> None:
        if self.board is None:
            return
        self.board = self.board.apply(push)
        age = self.hub_time.age(push.at)
        if push.type in _CALLS:
            if self._calling.announce(self.board, Called.model_validate(push.data), push.at):
                self._turn.show(0)
        elif push.type in {"announcement_made", "announcement_withdrawn"}:
            self._notice_news(push, age)
        elif push.type in _OVER:
            self.announcer.withdraw(AtCounter.model_validate(push.data).leg_id, push.type)
        elif push.type == "leg_started":
            started = AtCounter.model_validate(push.data)
            if not started.presumed:
                self.announcer.withdraw(started.leg_id, push.type)
