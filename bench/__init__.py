"""Measures Balai against frozen reference programs: `make bench`."""

from __future__ import annotations

import os

# What is printed is a table that goes into a page.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
