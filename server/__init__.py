from __future__ import annotations

from balai.program.sparing import without

with without("rich"):  # which would colour errors on a terminal; the hub's log is JSON
    import structlog  # noqa: F401
