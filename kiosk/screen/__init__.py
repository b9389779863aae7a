"""The front made of a touch screen: what a visitor sees, touches, and hears by keys."""

from __future__ import annotations

import os

# pygame greets on standard output, where programs say when they are ready.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
