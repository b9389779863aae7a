"""The wall display: what is called, where to go, and the voice that says so."""

from __future__ import annotations

import os

# pygame greets on standard output, where programs say when they are ready.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
