"""A slip on the touch screen of a kiosk that is not let in yet: what it would print, had it buttons."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

import pygame
from PIL.Image import Image

from hardware.screen.screen import open_screen
from kiosk.config import ScreenSettings


def opened(parts: ExitStack, settings: ScreenSettings) -> Callable[[Image], None]:
    """Open the screen; what shows a slip on it. Raises PartUnavailable."""
    screen = open_screen(settings.mode, (settings.width, settings.height))
    parts.callback(screen.close)

    def show(slip: Image) -> None:
        picture = pygame.image.frombytes(slip.convert("RGB").tobytes(), slip.size, "RGB")
        with screen.lock:
            screen.surface.fill("white")
            at = picture.get_rect(center=screen.surface.get_rect().center)
            screen.surface.blit(picture, at)
        screen.show([screen.surface.get_rect()])

    return show
