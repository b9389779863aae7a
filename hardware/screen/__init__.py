"""Where a picture goes: a window, the whole screen, or a surface that nobody sees."""

from __future__ import annotations

import os

# pygame greets on standard output, where programs say when they are ready.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
