"""Structured logging of a device: one JSON object a line, on standard error; answers go to stdout."""

from __future__ import annotations

import logging
import os
import sys
from typing import TextIO

import structlog


def configure_device_logs(stream: TextIO | None = None) -> None:
    """Set the process's log up, at level info. For main programs only."""
    target = stream or _own_stderr()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(target),
        cache_logger_on_first_use=False,
    )


def _own_stderr() -> TextIO:
    """Standard error by a descriptor of our own: what libraries write to number 2 is turned away at times."""
    try:
        # Kept open for as long as the program lives.
        return os.fdopen(os.dup(sys.stderr.fileno()), "w", buffering=1, encoding="utf-8", errors="replace")
    except OSError:
        return sys.stderr
