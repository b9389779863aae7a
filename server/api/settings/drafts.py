"""Routes of the shared draft: read, edited, looked ahead from, put in force, thrown away."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Response

from balai.errors import ConfigurationFaults, Fault
from balai.hall_file.editing.draft import Draft
from balai.protocol.managed.drafts import (
    Difference,
    DraftApply,
    DraftDiscard,
    DraftEdit,
    DraftFile,
    DraftImport,
    DraftState,
    Outlook,
)
from balai.protocol.managed.hall_changes import HallInForce
from balai.words import Language
from balai.words.said import say
from server.api.hall.file import MOST_BYTES
from server.api.paths import DraftQuery, OutlookQuery
from server.api.routing import Routes, kept
from server.api.settings.files import DraftFiles
from server.api.settings.shown import People, Telling
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.problems import FaultAt, Rejected, language_asked
from server.usecases.configuration import waiting_row
from server.usecases.settings.drafts import Drafted, Drafts
from server.usecases.trail import Did
from server.views.settings.outlook import faulty, outlook_of
from server.views.settings.wording import told_differences

READ, CHANGE, FORCE = Permission.DRAFT_READ, Permission.DRAFT_CHANGE, Permission.HALL_CHANGE


@dataclass(frozen=True)
class Shows:
    """Shows a draft to whoever asks."""

    drafts: Drafts
    people: People
    _told: dict[Language, tuple[Draft, Draft, tuple[Difference, ...]]] = field(default_factory=dict)

    def __call__(self, who: Principal, drafted: Drafted, *, whole: bool) -> DraftState:
        """The draft as `who` may see it; `whole` with its file."""
        agency_id, in_force, language = who.limit(READ), self.drafts.in_force(), language_asked()
        changes = self._changes(drafted, in_force, language) if drafted.row is not None else ()
        checked = self.drafts.checked(drafted)
        told = Telling(drafted, checked, changes, self.people.names(), language, agency_id)
        behind = drafted.row is not None and drafted.row.base != in_force.state
        more = {"behind": behind, "waiting": None if agency_id else waiting_row(self.drafts.log.day)}
        return told.state(whole=whole).model_copy(update=more)

    def file(self, drafted: Drafted, agency_id: str | None) -> DraftFile:
        """The draft's file, or the part of it that is an agency's."""
        checked = self.drafts.checked(drafted)
        return Telling(drafted, checked, (), {}, language_asked(), agency_id).file()

    def _changes(self, drafted: Drafted, in_force: Drafted, language: Language) -> tuple[Difference, ...]:
        """What the draft changes, in words: worked out once for each state of it."""
        known = self._told.get(language)
        if known is None or known[0] is not drafted.draft or known[1] is not in_force.draft:
            told = told_differences(in_force.draft.file, drafted.draft.file, language)
            known = self._told[language] = drafted.draft, in_force.draft, told
        return known[2]


def add_drafts(routes: Routes, drafts: Drafts, people: People) -> None:
    """The draft of the hall's settings, one for all who edit."""
    shown, files = Shows(drafts, people), DraftFiles()

    def show_draft(who: Principal, query: DraftQuery) -> DraftState:
        """The draft as the asker may see it: what it changes and its faults; where none is begun, what is in
        force. Its file is left out where the asker has it."""
        drafted = drafts.now()
        here = query.apart or query.known == f"{drafted.state}.{drafted.draft.n}"
        return shown(who, drafted, whole=not here)

    def show_draft_file(who: Principal) -> Response:
        """The draft's file by itself, by version: as long as that is the same, it is kept (ETag)."""
        drafted, agency_id = drafts.now(), who.limit(READ)
        key = drafted.state, drafted.draft.n, agency_id
        return files.known(key) or files.told(key, shown.file(drafted, agency_id))

    def edit_draft(who: Principal, body: DraftEdit) -> DraftState:
        """Edit the draft; the first edit begins one. What somebody else has touched since is not written
        over."""
        drafted = drafts.edit(who.actor, body, who.limit(CHANGE))
        return shown(who, drafted, whole=drafted.draft.n != body.seen + 1)

    def import_draft(who: Principal, body: DraftImport) -> DraftState:
        """Put a whole file, or an earlier version, in the draft's place; its faults are told by row."""
        if (body.toml is None) == (body.version is None):
            raise Rejected(422, "invalid", say("detail.see_errors"), faults=[FaultAt("/toml", "missing")])
        try:
            return shown(who, drafts.bring(who.actor, body), whole=True)
        except ConfigurationFaults as wrong:
            raise Rejected(422, "invalid", say("detail.see_errors"), faults=_told(wrong)) from None

    def discard_draft(who: Principal, body: DraftDiscard) -> DraftState:
        """Throw the draft away. What is in force stays."""
        return shown(who, drafts.discard(who.actor, body), whole=True)

    routes.add("GET", "/hall/draft", show_draft, may=READ, answers=DraftState)
    routes.add("GET", "/hall/draft/file", show_draft_file, may=READ, answers=DraftFile)
    routes.add("POST", "/hall/draft/edit", edit_draft, may=CHANGE, answers=DraftState, refuses=True)
    routes.add(
        "POST", "/hall/draft/import", import_draft,
        may=FORCE, answers=DraftState, refuses=True, most_bytes=MOST_BYTES, notes=Did.DRAFT_IMPORTED,
    )  # fmt: skip
    routes.add("POST", "/hall/draft/discard", discard_draft, may=FORCE, answers=DraftState, refuses=True)


def add_forcing(routes: Routes, drafts: Drafts) -> None:
    """What putting the draft in force would do, and doing it."""

    def show_outlook(query: OutlookQuery) -> Outlook:
        """What would happen if the draft were put in force now, at the next opening, or on a date."""
        checked, language = drafts.checked(drafts.now()), language_asked()
        if checked.config is None:
            return faulty(len(checked.faults), language)
        on = drafts.date_of(query.when)
        return outlook_of(drafts.log.day, checked.config, on, drafts.log.now(), language)

    def apply_draft(who: Principal, body: DraftApply) -> Response:
        """Put the draft in force as one change: now, at the next opening, or on a date."""
        return kept(drafts.apply(who.actor, body))

    routes.add("GET", "/hall/draft/outlook", show_outlook, may=Permission.HISTORY_READ, answers=Outlook)
    routes.add(
        "POST", "/hall/draft/apply", apply_draft,
        may=FORCE, answers=HallInForce, refuses=True, notes=Did.CONFIGURATION_CHANGED,
    )  # fmt: skip


def _told(wrong: ConfigurationFaults) -> list[FaultAt]:
    """Faults of a text as faults of the request, each with its line."""
    return [FaultAt("/toml", fault.kind, _with_line(fault)) for fault in wrong.faults]


def _with_line(fault: Fault) -> str:
    return say("error.in_line", line=fault.line, fault=fault.message) if fault.line else fault.message
