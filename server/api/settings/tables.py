"""Routes of tables: a spreadsheet or a carried agency understood row by row, and one agency to carry away."""

from __future__ import annotations

import gevent
from flask import Response

from balai.errors import ConfigurationFaults
from balai.hall_file.tables.carried import agency_toml, carried_rows
from balai.hall_file.tables.people import Known, People
from balai.hall_file.tables.rows import understood
from balai.protocol.managed.drafts import ReadTable, TableRow, TableUnderstood
from balai.text.encoding import NotText, decoded
from balai.words import Language
from balai.words.said import say
from server.api.paths import AgencyPath
from server.api.routing import Routes
from server.auth.roles import Permission
from server.problems import FaultAt, Rejected, language_asked
from server.store import Store
from server.usecases.settings.drafts import Drafted, Drafts
from server.usecases.settings.tables import Unreadable, tables_of
from server.views.days import Today

#: Of the request: the file is a third longer in it.
MOST_BYTES = 5_500_000


def add_tables(routes: Routes, drafts: Drafts, store: Store, days: Today) -> None:
    """What a file says, told before anything is done: its edits are made by editing the draft."""

    def read(body: ReadTable, drafted: Drafted, language: Language) -> tuple[list[TableRow], list[str]]:
        if body.name.lower().endswith(".toml"):
            return _carried(drafted, body.content, language), []
        accounts = {one.username: Known(one.id, one.skills) for one in store.accounts.all(drafts.hall_id)}
        people = People(accounts, {one.id: one.name for one in days.last().config.services})
        return understood(drafted.draft, tables_of(body.name, body.content), people, language)

    def read_table(body: ReadTable) -> TableUnderstood:
        """Understand a spreadsheet (XLSX, CSV) or a carried agency (TOML) row by row, against the draft.
        Changes nothing: what is wanted of it is sent as edits."""
        drafted, language = drafts.now(), language_asked()
        try:
            rows, ignored = gevent.get_hub().threadpool.apply(read, (body, drafted, language))
        except Unreadable as fault:
            faults = [FaultAt("/content", "unfit", fault.args[0])]
            raise Rejected(422, "invalid", say("detail.see_errors"), faults=faults) from fault
        return TableUnderstood(
            state=drafted.state, seen=drafted.draft.n, rows=tuple(rows), ignored=tuple(ignored)
        )

    def show_agency_toml(path: AgencyPath) -> Response:
        """One agency of the configuration in force, with its services, hours and closings, to be carried to
        another hall."""
        try:
            text = agency_toml(days.current().config, path.agency_id)
        except KeyError:
            raise Rejected(404, "not_found", say("detail.no_agency")) from None
        headers = {
            "Content-Disposition": f'attachment; filename="{path.agency_id}.toml"',
            "Cache-Control": "private, no-cache",
        }
        return Response(text, 200, headers, content_type="application/toml; charset=utf-8")

    routes.add(
        "POST", "/hall/draft/read", read_table,
        may=Permission.HALL_CHANGE, answers=TableUnderstood, most_bytes=MOST_BYTES,
    )  # fmt: skip
    routes.add(
        "GET",
        "/hall/agencies/<agency_id>/file.toml",
        show_agency_toml,
        may=Permission.HISTORY_READ,
        answers=None,
    )


def _carried(drafted: Drafted, data: bytes, language: Language) -> list[TableRow]:
    try:
        return carried_rows(drafted.draft, decoded(data), language)
    except NotText as fault:
        raise Unreadable(say("error.table_line", line=fault.line, why=fault.words)) from fault
    except ConfigurationFaults as wrong:
        first = wrong.faults[0]
        raise Unreadable(say("error.table_line", line=first.line or 1, why=first.message)) from wrong
