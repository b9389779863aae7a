"""The pages that people use in a browser. `web` is their blueprint."""

from __future__ import annotations

from server.web.pages import web

__all__ = ["web"]
