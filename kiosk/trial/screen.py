"""`balai kiosk test screen`: what is shown, and whether a touch is where the finger is."""

from __future__ import annotations

import time
from contextlib import closing

from balai.words import words_in
from balai.words.said import say
from drawing.box import Box
from drawing.canvas import Face
from hardware.screen.screen import HiddenScreen, Screen, open_screen
from hardware.screen.touches import Finger, each_touch_once
from kiosk.config import ScreenSettings
from kiosk.screen.sheet import STRONG, TEXT, USUAL, Sheet
from kiosk.trial.telling import Tell

_MARK, _EDGE = 120.0, 20.0
#: Where on the screen marks stand: in its corners and in the middle, as shares of the room.
MARKS = ((0.0, 0.0), (1.0, 0.0), (0.5, 0.5), (0.0, 1.0), (1.0, 1.0))


def tried(settings: ScreenSettings | None, tell: Tell, seconds: float) -> bool:
    """Have every mark touched within so many real seconds; whether all were. Raises PartUnavailable."""
    if settings is None:
        tell(say("trial.no_screen"))
        return False
    each_touch_once()
    with closing(open_screen(settings.mode, (settings.width, settings.height))) as screen:
        if not (screen.seen or isinstance(screen, HiddenScreen)):
            tell(say("trial.screen_missing"))
            return False
        return touched(screen, tell, seconds)


def touched(screen: Screen, tell: Tell, seconds: float) -> bool:
    """The same on a screen that is open."""
    width, height = screen.surface.get_size()
    tell(say("trial.screen_do", width=width, height=height, seconds=round(seconds)))
    left, end = set(range(len(MARKS))), time.monotonic() + seconds
    while left and time.monotonic() < end and screen.ask() != "quit":
        boxes = _draw(screen, left)
        for touch in screen.touches.wait(0.1):
            if isinstance(touch, Finger) and touch.down:
                hit = {at for at, box in enumerate(boxes) if _holds(box, touch)}
                tell(say("trial.touched" if hit & left else "trial.touched_beside",
                         x=round(touch.x), y=round(touch.y)))  # fmt: skip
                left -= hit
    _draw(screen, left)
    tell(say("trial.screen_left", count=len(left)) if left else say("trial.screen_well"))
    return not left


def _draw(screen: Screen, left: set[int]) -> list[Box]:
    """Marks to touch, those that were touched filled; where they stand, in real pixels."""
    surface = screen.surface
    scale = min(surface.get_size()) / 800
    with screen.lock:
        sheet = Sheet(surface, scale, USUAL, words_in("id"))
        sheet.canvas.frame(Box(2, 2, sheet.width - 4, sheet.height - 4), USUAL.ink, USUAL.ground, thick=4)
        boxes = []
        for at, (across, down) in enumerate(MARKS):
            box = Box(
                _EDGE + across * (sheet.width - 2 * _EDGE - _MARK),
                _EDGE + down * (sheet.height - 2 * _EDGE - _MARK), _MARK, _MARK,
            )  # fmt: skip
            ink, _ = sheet.surface(box, "plain" if at in left else "action")
            face = Face(STRONG, 48, ink)
            block = sheet.block(str(at + 1), face, _MARK, leading=1, most=_MARK)
            sheet.put(box.x + _MARK / 2, box.middle - block.height / 2, block, "middle")
            boxes.append(box)
        words = sheet.say("touch.screen_trial")
        sheet.text(
            sheet.width * 0.2, sheet.height * 0.25, words, Face(TEXT, 30, USUAL.ink), sheet.width * 0.6
        )
    screen.show([surface.get_rect()])
    return [Box(b.x * scale, b.y * scale, b.width * scale, b.height * scale) for b in boxes]


def _holds(box: Box, finger: Finger) -> bool:
    return box.x <= finger.x < box.right and box.y <= finger.y < box.bottom
