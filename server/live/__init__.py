"""News as it happens: the Socket.IO namespace /hall, its rooms, heads and queue lengths."""

from __future__ import annotations

from server.live.live import Live

__all__ = ["Live"]
