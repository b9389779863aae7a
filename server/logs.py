"""Structured logging of the hub: one JSON object a line, on standard error; nothing names a person."""

from __future__ import annotations

import logging
import sqlite3
import sys
import traceback
from typing import TextIO

import structlog
from structlog.typing import EventDict

from balai.errors import BalaiError

#: Their messages speak of files, locks and rules; those of other exceptions may repeat what was sent.
_PLAIN = (BalaiError, OSError, sqlite3.Error)


def configure_logs(stream: TextIO = sys.stderr) -> None:
    """Set the process's logs up, also for libraries that use `logging`. For main programs only."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _without_words,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[_Forward()], level=logging.WARNING, force=True)


def _without_words(_logger: object, _method: str, fields: EventDict) -> EventDict:
    error = fields.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    elif isinstance(error, tuple):
        error = error[1]
    return {**fields, **describe(error)} if isinstance(error, BaseException) else fields


class _Forward(logging.Handler):
    """Lines of libraries: where they come from, not their words, which may hold what was sent."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        fields = describe(record.exc_info[1]) if record.exc_info and record.exc_info[1] else {}
        log = structlog.get_logger("library")
        log.log(
            record.levelno, "library", logger=record.name, at=f"{record.module}:{record.lineno}", **fields
        )


def describe(error: BaseException) -> dict[str, object]:
    """An exception for the log: its kind and where it came from, and its words only where those
    cannot repeat what somebody typed."""
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    fields: dict[str, object] = {
        "error": f"{type(error).__module__}.{type(error).__qualname__}",
        "frames": [f"{frame.filename}:{frame.lineno}:{frame.name}" for frame in frames],
    }
    if isinstance(error, _PLAIN):
        fields["reason"] = str(error)[:500]
    if error.__cause__ is not None:
        fields["cause"] = type(error.__cause__).__qualname__
    return fields
