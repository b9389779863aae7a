"""The route of the latest days played again under the draft's rules."""

from __future__ import annotations

from balai.protocol.managed.replays import Replay
from server.api.routing import Routes
from server.auth.roles import Permission
from server.usecases.settings.drafts import Drafts
from server.usecases.settings.replays import Replays


def add_replays(routes: Routes, drafts: Drafts, replays: Replays) -> None:
    """What the rules of the draft would have made of the latest days."""

    def show_replay() -> Replay:
        """How people would have waited on the latest days under the draft's rules, beside those in force.
        The first who asks gets `running`, and asks again: it is worked out beside the hub, once for each."""
        day = drafts.log.refresh()
        return replays.look(day, drafts.checked(drafts.now()).config)

    routes.add("GET", "/hall/draft/replay", show_replay, may=Permission.HISTORY_READ, answers=Replay)
