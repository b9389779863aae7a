"""The kiosk: buttons with lamps, and a printer that hands out tickets."""

from __future__ import annotations

from balai.program.lean import spared

# Its log is for programs: nothing is coloured.
with spared("rich", "better_exceptions"):
    import structlog  # noqa: F401  # first of all, since whoever loads it first decides
