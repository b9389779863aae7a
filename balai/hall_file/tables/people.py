"""People of a table: who needs an account, and which services somebody may serve."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from balai.hall_file.tables.values import Odd
from balai.protocol.managed.drafts import NewlySkilled, NewPerson
from balai.words.said import say

Values = Mapping[str, Any]


class Tells(Protocol):
    """Says a sentence to the reader of the table."""

    def __call__(self, key: str, **params: object) -> str:
        """A sentence."""
        ...


@dataclass(frozen=True, slots=True)
class Known:
    """An account that there is, and the services that it may serve; None: all."""

    id: str
    skills: tuple[str, ...] | None = None


@dataclass(frozen=True)
class People:
    """The accounts of a hall by username, and the names of its services in force, which are what an account
    may be skilled in: one that only the draft has may never come."""

    accounts: Mapping[str, Known] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)

    def served(self, service_id: str, text: str) -> str:
        """A service of the draft as a skill. Raises Odd."""
        if service_id not in self.services:
            raise Odd(say("table.skill_later", text=text[:60]))
        return service_id

    def row(self, values: Values, tell: Tells) -> dict[str, Any]:
        """What becomes of somebody's row. Without a word of skills those are left as they are."""
        username = values["username"]
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,63}", username):
            return {"notes": (tell("table.username", text=username[:60]),)}
        skills = tuple(dict.fromkeys(values.get("skills", ()))) or None
        known, name = self.accounts.get(username), values.get("display_name", username)
        if known is None:
            told = {"agency_id": values.get("agency_id"), "role": values.get("role", "staff")}
            person = NewPerson(username=username, display_name=name, skills=skills, **told)
            shown = self._with(name, username, skills, tell) if skills else f"{name} ({username})"
            return {"state": "adds", "told": shown, "person": person}
        if "skills" not in values or skills == known.skills:
            return {"state": "same", "told": f"{name} ({username})"}
        skilled = NewlySkilled(account_id=known.id, skills=skills)
        return {"state": "changes", "told": self._with(name, username, skills, tell), "skilled": skilled}

    def _with(self, name: str, username: str, skills: Collection[str] | None, tell: Tells) -> str:
        listed = "; ".join(self.services[one] for one in skills or ()) or tell("table.every_skill")
        return f"{name} ({username}) · {tell('form.label.person.skills')}: {listed}"
