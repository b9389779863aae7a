"""How far an edit of a hall's settings reaches: somebody of one agency edits what is that agency's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from balai.errors import Refusal
from balai.hall_file.editing.draft import Draft
from balai.protocol.managed.drafts import AddRow, Edit, SetField
from balai.words.said import say

#: Rows that say which agency they are of; the last two may name a service instead.
_OWNED = ("service", "counter", "hours", "closed")
#: What says whose a row is.
_OWNERS = ("agency", "service")


def must_reach(draft: Draft, edits: Iterable[Edit], agency_id: str) -> None:
    """Raise Refusal `other_agency` where an edit is not of that agency alone."""
    own = frozenset(own_services(draft, agency_id))
    for edit in edits:
        if not _reaches(draft, edit, agency_id, own):
            raise Refusal("other_agency", say("detail.other_agency"))


def own_services(draft: Draft, agency_id: str) -> Iterable[str]:
    """The services of an agency, by id."""
    return (str(s.get("id")) for s in draft.file["service"] if s.get("agency") == agency_id)


def is_of(section: str, entry: Mapping[str, Any], agency_id: str, own: frozenset[str]) -> bool:
    """Whether a row is an agency's; `own` are the services of it."""
    if section == "agency":
        return entry.get("id") == agency_id
    if section not in _OWNED:
        return False
    if entry.get("agency"):
        return bool(entry["agency"] == agency_id)
    return bool(entry.get("service")) and entry["service"] in own


def _reaches(draft: Draft, edit: Edit, agency_id: str, own: frozenset[str]) -> bool:
    if isinstance(edit, AddRow):
        return edit.section in _OWNED and is_of(edit.section, edit.values, agency_id, own)
    if edit.section not in ("agency", *_OWNED):
        return False
    entry = draft.row(edit.section, edit.row)
    if not is_of(edit.section, entry, agency_id, own):
        return False
    if not isinstance(edit, SetField):
        return edit.section != "agency"
    if edit.section == "agency":
        return edit.field != "id"
    after = {**entry, edit.field: edit.value}
    return edit.field not in _OWNERS or is_of(edit.section, after, agency_id, own)
