"""Keys instead of fingers: which target has the focus, what each key does, and when the guide speaks."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from balai.words import words_in
from kiosk.screen.frame import CHOICES
from kiosk.screen.guide import Guide
from kiosk.screen.painter import Painted
from kiosk.screen.session import Act, Action, Page, Session, Ways
from kiosk.screen.sheet import Target


class Command(Enum):
    """What a key is for, by its name in the device file."""

    NEXT = "next"
    PREVIOUS = "previous"
    CHOOSE = "choose"
    BACK = "back"
    REPEAT = "repeat"
    LOUDER = "louder"
    LANGUAGE = "language"
    LARGE = "large"
    CONTRAST = "contrast"
    LOW = "low"


#: Keys that do what a target does, wherever the focus is.
_ACTS = {
    Command.BACK: Act.BACK,
    Command.LARGE: Act.LARGE,
    Command.CONTRAST: Act.CONTRAST,
    Command.LOW: Act.LOW,
}
#: What is to be done first on a page, where it is there.
_FIRST = (Act.TAKE, Act.MORE_TIME)


class Keys:
    """The focus of one screen, and its guide (None: it has no voice). Used from the screen's thread."""

    def __init__(self, names: Mapping[str, Command], guide: Guide | None = None) -> None:
        """`names` are SDL's names of keys."""
        self._names, self.guide = names, guide
        self.focus: Action | None = None
        self._place: object = None
        self._told: tuple[str, ...] = ()
        self._ways, self._guided = Ways(), False

    def command(self, name: str) -> Command | None:
        """What a key is for."""
        return self._names.get(name)

    def press(self, command: Command, painted: Painted, session: Session) -> Action | None:
        """What a key does to the session, if anything; the focus moves, and the guide says where it is."""
        if command in (Command.NEXT, Command.PREVIOUS):
            self._move(1 if command is Command.NEXT else -1, painted, session)
        elif command is Command.CHOOSE:
            return self.focus
        elif command is Command.LANGUAGE:
            at = CHOICES.index(session.language) if session.language in CHOICES else -1
            return Action(Act.LANGUAGE, CHOICES[(at + 1) % len(CHOICES)])
        elif command in _ACTS:
            return Action(_ACTS[command])
        elif self.guide is not None and command is Command.REPEAT:
            self._read(painted, session)
        elif self.guide is not None:
            percent = self.guide.louder()
            self.guide.say([words_in(session.language)("touch.loudness", percent=percent)], session.language)
        return None

    def shown(self, painted: Painted, session: Session, *, warns: bool) -> None:
        """A page was drawn: where it is another one the focus begins anew, and whoever wants hears it."""
        place = (session.page, session.agency, session.service, session.turned, session.read,
                 session.language, session.given, session.priority, warns)  # fmt: skip
        begins, moved = session.guided and not self._guided, place != self._place
        if not session.guided:
            self.focus = None
            if self._guided and self.guide is not None:
                self.guide.quiet()
        elif begins or moved or self._target(painted) is None:
            self.focus = self._first(painted)
            if begins or moved:
                self._read(painted, session, hint=begins)
        elif session.ways != self._ways:
            self._say_ways(session)
        elif session.page is Page.TICKET and painted.told != self._told and self.guide is not None:
            self.guide.say([told for told in painted.told if told not in self._told], session.language)
        self._place, self._told = place, painted.told
        self._guided, self._ways = session.guided, session.ways

    def _first(self, painted: Painted) -> Action | None:
        acts = [target.action for target in painted.targets]
        return next((action for action in acts if action.act in _FIRST), acts[0] if acts else None)

    def _target(self, painted: Painted) -> Target | None:
        return next((target for target in painted.targets if target.action == self.focus), None)

    def _move(self, step: int, painted: Painted, session: Session) -> None:
        targets = painted.targets
        if not targets:
            return
        at = next(
            (n for n, target in enumerate(targets) if target.action == self.focus), -1 if step > 0 else 0
        )
        target = targets[(at + step) % len(targets)]
        self.focus = target.action
        if self.guide is not None:
            self.guide.say([target.spoken], session.language)

    def _read(self, painted: Painted, session: Session, *, hint: bool = False) -> None:
        """The page, then where the focus is."""
        if self.guide is None:
            return
        target, say = self._target(painted), words_in(session.language)
        keys = [say("touch.keys")] if hint else []
        self.guide.say([*painted.told, *keys, target.spoken if target else ""], session.language)

    def _say_ways(self, session: Session) -> None:
        if self.guide is None:
            return
        say = words_in(session.language)
        changed = [name for name in ("large", "contrast", "low")
                   if getattr(session.ways, name) != getattr(self._ways, name)]  # fmt: skip
        told = [
            say("touch.is_on" if getattr(session.ways, name) else "touch.is_off", name=say(f"touch.{name}"))
            for name in changed
        ]
        self.guide.say(told, session.language)
