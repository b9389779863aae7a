"""Routes of the training hall."""

from __future__ import annotations

from balai.errors import Refusal
from balai.protocol.managed.practice import Practice, StartPractice
from balai.protocol.requests import Change
from balai.words.said import say
from server.api.routing import Routes
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.usecases.practice import Beside, Tasks
from server.views.days import Today

_HOLD = Permission.PRACTICE_HOLD


def add_practice(routes: Routes, days: Today, beside: Beside, tasks: Tasks | None) -> None:
    """Open and close it; `tasks` are there in the training hall itself."""

    def show_practice(who: Principal) -> Practice:
        """The training hall beside this one; in the training hall itself what is to be tried there."""
        if tasks is not None:
            return tasks.of(who.actor, days.current())
        return beside.look(with_passwords=who.may(_HOLD))

    def open_practice(body: StartPractice) -> Practice:
        """Open the training hall for a while. It has a store of its own and writes nothing here. Where it is
        open already it stays as it is."""
        _here(tasks)
        agencies = {agency.id for agency in days.current().config.agencies}
        if body.agency_id is not None and body.agency_id not in agencies:
            raise Refusal("agency_unknown", say("error.practice_agency"), agency_id=body.agency_id)
        return beside.open(days.current().config, body)

    def close_practice(body: Change) -> Practice:
        """Close the training hall; nothing of it is left. Harmless to repeat."""
        _here(tasks)
        return beside.close()

    routes.add("GET", "/practice", show_practice, may=Permission.PRACTICE_READ, answers=Practice)
    routes.add("POST", "/practice/open", open_practice, may=_HOLD, answers=Practice, refuses=True)
    routes.add("POST", "/practice/close", close_practice, may=_HOLD, answers=Practice, refuses=True)


def _here(tasks: Tasks | None) -> None:
    if tasks is not None:
        raise Refusal("practice_within", say("error.practice_within"))
