"""A wall that has no token yet: it shows the six digits by which it is let in."""

from __future__ import annotations

from balai.program.shell import BEAT_SECONDS, Shell
from balai.words import words_in
from balai.words.said import say
from display.config import DisplayConfig
from display.picture.scene import Scene
from display.renderer.renderer import Renderer
from hardware.device_file import KeptFiles
from hardware.hub.admission import let_in
from hardware.screen.screen import Screen, open_screen


def scene_of(code: str, url: str) -> Scene:
    """What the wall shows. No hub has told the hall's language yet: it is Indonesian."""
    words = words_in("id")
    if not code:
        return Scene(message=words("admission.no_hub"), hints=(words("admission.seeks", url=url),))
    hints = (words("admission.do"), words("admission.lasts"))
    return Scene(message=words("admission.code", code=f"{code[:3]} {code[3:]}"), hints=hints)


class _Shown:
    """The digits on the screen, drawn anew where it lost its picture."""

    def __init__(self, shell: Shell, screen: Screen, url: str) -> None:
        self._shell, self._screen, self._url = shell, screen, url
        self._renderer, self._code = Renderer(screen.surface), ""

    def show(self, code: str) -> None:
        self._code = code
        told = f"{code[:3]}-{code[3:]}"
        self._shell.waits(say("cli.admission.code", code=told) if code else say("cli.admission.no_hub"))
        with self._screen.lock:
            changed = self._renderer.draw(scene_of(code, self._url))
        self._screen.show(changed)

    def rest(self, seconds: float) -> bool:
        """Wait, with an ear for the window system; whether the program is to end."""
        left = seconds
        while left > 0:
            wish = self._screen.ask()
            if wish == "renew":
                self._renderer.forget(self._screen.surface)
                self.show(self._code)
            elif wish == "quit":
                self._shell.end()
            if self._shell.rest(min(left, BEAT_SECONDS)):
                return True
            left -= BEAT_SECONDS
        return False


def admitted(shell: Shell, config: DisplayConfig, kept: KeptFiles) -> DisplayConfig:
    """The settings with what the hub gave; unchanged where the wall is told to end first."""
    screen = open_screen(config.screen.mode, (config.screen.width, config.screen.height))
    try:
        shown = _Shown(shell, screen, config.hub.url)
        hub = let_in(config.hub, "display", kept, shown.show, shown.rest)
    finally:
        screen.close()
    return config if hub is None else config.model_copy(update={"hub": hub})
