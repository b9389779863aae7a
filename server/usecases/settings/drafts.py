"""The shared draft of a hall's settings: begun by its first edit, edited by many, put in force or dropped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python
from sqlalchemy import Connection

from balai.config import Source, did_you_mean
from balai.domain.hall.config import HallConfig, config_to_data
from balai.errors import ConfigurationFaults, Fault, Refusal
from balai.hall_file.editing.draft import SECTIONS, Draft, begun, edited, read_draft, replaced
from balai.hall_file.mapping import config_of, whole_file_of
from balai.hall_file.warn import warnings
from balai.protocol.managed.drafts import DraftApply, DraftDiscard, DraftEdit, DraftImport, Edit
from balai.protocol.requests import Change
from balai.words.said import say
from server.store import Store
from server.store.day.todays_log import TodaysLog
from server.store.engine import lock_hall
from server.store.kept.drafts import (
    DraftRow,
    EditRow,
    add_edit,
    begin_draft,
    draft_id,
    end_draft,
    read_draft_row,
    read_edits,
)
from server.store.kept.versions import put_text
from server.usecases.asking import Kept, RequestIdReused, digest_of
from server.usecases.configuration import Configuration
from server.usecases.settings.reach import must_reach
from server.usecases.trail import Did, Trail

_EDITS: TypeAdapter[tuple[Edit, ...]] = TypeAdapter(tuple[Edit, ...])


@dataclass(frozen=True)
class Drafted:
    """The draft as it stands. `state` names it: where none is begun, the configuration in force, whose file
    it holds then. `edits` are who changed what and when; `text` is that of a file that was imported."""

    state: str
    draft: Draft
    row: DraftRow | None = None
    edits: tuple[EditRow, ...] = ()
    text: str | None = None

    def knows(self, state: str) -> bool:
        """Whether an edit of `state` is one of this draft: of it, or of what it was begun from."""
        return state == self.state or (self.row is not None and state == self.row.base)


@dataclass(frozen=True)
class Checked:
    """A draft as it reads: the configuration that it makes, or the faults that keep it from that; `notes` are
    what it may say and had better not."""

    config: HallConfig | None
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]


@dataclass
class Drafts:
    """The draft of the hall whose day a hub keeps."""

    store: Store
    log: TodaysLog
    hall_id: str
    configuration: Configuration
    trail: Trail
    _kept: Drafted | None = None
    _in_force: tuple[HallConfig, Drafted] | None = None
    _checked: tuple[Draft, Checked] | None = None

    def now(self) -> Drafted:
        """The draft as all hubs have edited it until now. Raises StoreUnavailable."""
        config = self.log.refresh().config
        with self.store.read.connect() as connection:
            return self._read(connection, config)

    def in_force(self) -> Drafted:
        """What is in force, as what a draft would be begun from."""
        return self._of(self.log.day.config)

    def checked(self, drafted: Drafted) -> Checked:
        """The draft as read: worked out once for each state of it, since pages ask every few seconds."""
        known = self._checked
        if known is None or known[0] is not drafted.draft:
            file, faults = read_draft(drafted.draft)
            config = None if file is None else config_of(file)
            notes = () if config is None else tuple(warnings(config))
            known = drafted.draft, Checked(config, tuple(faults), notes)
            self._checked = known
        return known[1]

    def edit(self, actor: str, request: DraftEdit, agency_id: str | None = None) -> Drafted:
        """Edit the draft, for somebody of one agency only what is that agency's. Raises Refusal
        (`draft_gone`, `other_agency`, and as `edited`), RequestIdReused, StoreUnavailable."""

        def make(known: Drafted) -> Draft:
            if agency_id is not None:
                must_reach(known.draft, request.edits, agency_id)
            return edited(known.draft, request.edits, actor, request.seen)

        text = _EDITS.dump_json(request.edits).decode()
        return self._change(actor, request, request.state, request.seen, text, make)

    def bring(self, actor: str, request: DraftImport) -> Drafted:
        """Put a whole file, or an earlier version, in the draft's place. Raises ConfigurationFaults where the
        text is no TOML, Refusal as `edit`, `version_unknown`, `draft_changed` where somebody edited since."""
        file = self._file_asked(request)

        def make(known: Drafted) -> Draft:
            if known.draft.n > request.seen:
                raise Refusal("draft_changed", say("error.draft_changed"), by=known.edits[-1].by)
            return replaced(known.draft, file, actor)

        text = json.dumps({"file": file, "toml": request.toml}, ensure_ascii=False)
        return self._change(actor, request, request.state, request.seen, text, make)

    def discard(self, actor: str, request: DraftDiscard) -> Drafted:
        """Throw the draft away; one that is gone already stays gone. Raises Refusal `draft_gone`."""
        known = self.now()
        if known.row is not None:
            if request.state != known.row.id:
                raise Refusal("draft_gone", say("error.draft_gone"))
            self._end(known.row.id)
            self.trail.note(Did.DRAFT_DISCARDED, actor)
        return self.now()

    def apply(self, actor: str, request: DraftApply) -> Kept:
        """Put the draft in force as one change. The answer is a HallInForce, the first where it is repeated.

        Raises Refusal: `draft_gone`, `draft_changed` where it is not as the asker saw it, `draft_faulty`, and
        what keeps a configuration from being put in force.
        """
        known = self.now()
        if known.row is None or request.state != known.row.id:
            return self._repeated(actor, request)
        if request.seen != known.draft.n:
            raise Refusal("draft_changed", say("error.draft_changed"), by=known.edits[-1].by)
        wanted, count = self.checked(known).config, len(self.checked(known).faults)
        if wanted is None:
            raise Refusal("draft_faulty", say("error.draft_faulty", count=count), count=count)
        on = self.date_of(request.when)
        kept = self.configuration.change(actor, wanted, request, on, replaces=request.replaces, route=_APPLY)
        self._end(known.row.id, known.text)
        return kept

    def date_of(self, when: str | date) -> date | None:
        """The day that is meant: None for at once."""
        if when == "opening":
            return self.log.day.date + timedelta(days=1)
        return when if isinstance(when, date) else None

    def _repeated(self, actor: str, request: DraftApply) -> Kept:
        """The first answer to a request whose draft is in force, and so is gone. Raises Refusal."""
        kept = self.configuration.answered(actor, request, _APPLY)
        if kept is None:
            raise Refusal("draft_gone", say("error.draft_gone"))
        return kept

    def _file_asked(self, request: DraftImport) -> dict[str, Any]:
        if request.version is not None:
            config = self.store.versions.config(self.hall_id, request.version)
            if config is None:
                raise Refusal("version_unknown", say("error.version_unknown"))
            return file_data(config)
        source = Source.of_text(say("setting.the_file"), request.toml or "")
        unknown = [name for name in source.data if name not in SECTIONS]
        if unknown:
            places = [
                ((name,), say("setting.unknown", near=did_you_mean(name, SECTIONS))) for name in unknown
            ]
            raise ConfigurationFaults(source.name, [source.fault(*place) for place in places])
        return dict(begun(source.data).file)

    def _change(
        self, actor: str, request: Change, state: str, seen: int, text: str, make: Callable[[Drafted], Draft]
    ) -> Drafted:
        digest = digest_of(actor, "/hall/draft", request)
        config, at = self.log.refresh().config, self.log.now()

        def write(connection: Connection) -> None:
            lock_hall(connection, self.hall_id)
            known = self._read(connection, config)
            if _is_repeat(known, request, digest):
                return
            if not known.knows(state):
                raise Refusal("draft_gone", say("error.draft_gone"))
            n = make(known).n
            if known.row is None:
                file = json.dumps(known.draft.file, ensure_ascii=False)
                row = DraftRow(uuid4().hex, known.state, at, actor, file)
                begin_draft(connection, self.hall_id, row)
            row_of_edit = EditRow(n, at, actor, str(request.request_id), digest, text, seen)
            add_edit(connection, self.hall_id, row_of_edit)

        self.log.run(lambda: self.store.run(write))
        return self.now()

    def _end(self, ended: str, text: str | None = None) -> None:
        """Forget the draft of this id; where a file was imported into it, keep that one's text."""

        def write(connection: Connection) -> None:
            lock_hall(connection, self.hall_id)
            if draft_id(connection, self.hall_id) == ended:
                end_draft(connection, self.hall_id)
                if text is not None:
                    put_text(connection, self.hall_id, text)

        self.log.run(lambda: self.store.run(write))

    def _read(self, connection: Connection, config: HallConfig) -> Drafted:
        name = draft_id(connection, self.hall_id)
        if name is None:
            self._kept = None
            return self._of(config)
        kept = self._kept
        if kept is None or kept.state != name:
            row = read_draft_row(connection, self.hall_id)
            assert row is not None
            kept = Drafted(name, begun(json.loads(row.file)), row)
        for edit in read_edits(connection, self.hall_id, kept.draft.n):
            kept = _after(kept, edit)
        self._kept = kept
        return kept

    def _of(self, config: HallConfig) -> Drafted:
        """The configuration in force as what a draft would be begun from."""
        known = self._in_force
        if known is None or known[0] is not config:
            known = config, Drafted(name_of(config), begun(file_data(config)))
            self._in_force = known
        return known[1]


#: Method and path, as a request's digest has them.
_APPLY = "POST /hall/draft/apply"


def name_of(config: HallConfig) -> str:
    """A configuration's name: the same for the same contents."""
    text = json.dumps(config_to_data(config), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def file_data(config: HallConfig) -> dict[str, Any]:
    """A configuration as the data of its file, every setting told."""
    data: dict[str, Any] = to_jsonable_python(whole_file_of(config))
    return data


def _after(known: Drafted, edit: EditRow) -> Drafted:
    """The draft after one more set of edits, as it was kept."""
    told, text = json.loads(edit.edits), known.text
    if isinstance(told, dict):
        draft, text = replaced(known.draft, told["file"], edit.by), told["toml"] or text
    else:
        draft = edited(known.draft, _EDITS.validate_python(told), edit.by, edit.seen)
    return Drafted(known.state, draft, known.row, (*known.edits, edit), text)


def _is_repeat(known: Drafted, request: Change, digest: str) -> bool:
    """Whether the request has been done already. Raises RequestIdReused."""
    done = next((edit for edit in known.edits if edit.request_id == str(request.request_id)), None)
    if done is not None and done.digest != digest:
        raise RequestIdReused(say("detail.reused"))
    return done is not None


def moment_of(drafted: Drafted, n: int) -> datetime:
    """When the `n`th set of edits was made."""
    return drafted.edits[n - 1].at
