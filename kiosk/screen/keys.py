"""Keys and voice instead of fingers and eyes: what has the focus, what each key does, what is said of it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Protocol

from balai.numerals import digits_in
from balai.speech import Unit
from balai.words import Language, words_in
from balai.words.languages import SPOKEN_LANGUAGES, SpokenLanguage
from kiosk.screen.frame import CHOICES
from kiosk.screen.painter import Painted
from kiosk.screen.session import Act, Action, Page, Session, Ways
from kiosk.screen.sheet import Target

#: How loud it may be, in per cent; the key goes round.
STEPS = (60, 80, 100, 40)
#: So many sentences are remembered.
_REMEMBERED = 200
_NUMBER = re.compile(r"\b([A-Z][A-Z0-9]{0,7})-(\d+)\b")
_TIME = re.compile(r"\b(\d{1,2})[.:](\d\d)\b")


class Reads(Protocol):
    """What speaks (`voice.reader.Reader`)."""

    volume: int

    @property
    def busy(self) -> bool:
        """Whether something is read."""

    def read(self, sentences: Sequence[Unit]) -> None:
        """Read these now, whatever is being said."""

    def stop(self) -> None:
        """Fall silent."""


class Guide:
    """Says what it is given, and again when asked. `said` is all that was to be heard lately."""

    def __init__(self, reader: Reads) -> None:
        self._reader = reader
        reader.volume = STEPS[0]
        self._last: tuple[Unit, ...] = ()
        self.said: deque[str] = deque(maxlen=_REMEMBERED)

    @property
    def busy(self) -> bool:
        """Whether it speaks: nobody is hurried then."""
        return self._reader.busy

    def say(self, sentences: Sequence[str], language: Language) -> None:
        """Say these now."""
        tongue = next((known for known in SPOKEN_LANGUAGES if known == language), SPOKEN_LANGUAGES[0])
        self._last = tuple(Unit(aloud(text, tongue), tongue) for text in sentences if text)
        self.repeat()

    def repeat(self) -> None:
        """Say the last once more."""
        self.said.extend(unit.text for unit in self._last)
        self._reader.read(self._last)

    def louder(self) -> int:
        """The next loudness; in per cent."""
        at = STEPS.index(self._reader.volume) if self._reader.volume in STEPS else -1
        self._reader.volume = STEPS[(at + 1) % len(STEPS)]
        return self._reader.volume

    def quiet(self) -> None:
        """Say no more, and forget: the next visitor hears nothing of this one."""
        self._last = ()
        self._reader.volume = STEPS[0]
        self._reader.stop()


def aloud(text: str, language: SpokenLanguage) -> str:
    """A text written for eyes, as it is to be read: numbers digit by digit, signs by their words."""
    say, digits = words_in(language), digits_in(language)
    text = _NUMBER.sub(
        lambda number: ", ".join([*number[1], *(digits[int(digit)] for digit in number[2])]), text
    )
    text = _TIME.sub(r"\1 \2", text)
    for sign, key in (("±", "touch.about"), ("–", "touch.up_to"), (" / ", "touch.or")):
        text = text.replace(sign, f" {say(key)} ")
    return " ".join(text.split())


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
        self._ways, self._guided, self._typed = Ways(), False, ""

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
        place = (session.page, session.agency, session.service, session.turned, session.read, session.results,
                 session.language, session.given, session.priority, session.errands, warns)  # fmt: skip
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
        elif session.page is Page.CODE and session.typed != self._typed:
            self._say_typed(session)
        elif session.page is Page.TICKET and painted.told != self._told and self.guide is not None:
            self.guide.say([told for told in painted.told if told not in self._told], session.language)
        self._place, self._told = place, painted.told
        self._guided, self._ways, self._typed = session.guided, session.ways, session.typed

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

    def _say_typed(self, session: Session) -> None:
        """The code so far, sign by sign."""
        if self.guide is not None:
            empty = words_in(session.language)("touch.nothing_typed")
            self.guide.say([", ".join(session.typed) or empty], session.language)

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
