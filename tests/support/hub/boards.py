"""A wall's state, held as a display holds it."""

from __future__ import annotations

from queue import Empty

from balai.clock import SystemClock
from balai.protocol.fold import fold_board
from balai.protocol.pushes import Push
from balai.protocol.views import BoardView, Snapshot
from hardware.hub.link import LiveHubLink


class Wall:
    """A display's state, from what its link hands out."""

    def __init__(self, url: str, token: str) -> None:
        self.link = LiveHubLink(url, token, SystemClock())
        self._view: BoardView | None = None
        self.link.start()

    def shown(self) -> BoardView | None:
        """Take what has come, and show it."""
        while True:
            try:
                news = self.link.events.get_nowait()
            except Empty:
                return self._view
            if isinstance(news, Snapshot):
                assert isinstance(news.data, BoardView)
                self._view = news.data
            elif isinstance(news, Push) and self._view is not None:
                self._view = fold_board(self._view, news)
