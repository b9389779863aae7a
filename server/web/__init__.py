"""The pages that people use in a browser. `web` is their blueprint."""

from server.web.pages import web

__all__ = ["web"]
