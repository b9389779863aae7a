"""Routes of the history: every version of the settings, what differs between two, and the file as TOML."""

from __future__ import annotations

from flask import Response

from balai.protocol.managed.drafts import Comparison, Difference, Person, Version, VersionList
from balai.words import Language
from server.api.paths import CompareQuery, VersionsQuery
from server.api.routing import Routes
from server.api.settings.shown import People
from server.auth.roles import Permission
from server.problems import language_asked
from server.store.kept.versions import VersionRow
from server.usecases.settings.drafts import name_of
from server.usecases.settings.versions import History
from server.views.days import Today
from server.views.settings.wording import told_differences

#: Of each version so many changes are told in a list; all of them where two are compared.
_TOLD = 4


def add_versions(routes: Routes, history: History, days: Today, people: People) -> None:
    """Every version that was in force."""

    def changes(n: int, language: Language) -> tuple[Difference, ...]:
        return told_differences(history.file(n - 1), history.file(n), language) if n > 1 else ()

    def show_versions(query: VersionsQuery) -> VersionList:
        """Versions with who put them in force and what they changed, the latest first."""
        rows = history.rows(query.before, query.limit + 1)
        names, language, latest = people.names(), language_asked(), history.rows(None, 1)

        def told(row: VersionRow) -> Version:
            found = changes(row.n, language)
            return Version(
                n=row.n, at=row.at, by=Person(actor=row.by, name=names.get(row.by, "")),
                in_force=row.n == latest[0].n, changes=found[:_TOLD], more=max(0, len(found) - _TOLD),
            )  # fmt: skip

        return VersionList(
            versions=tuple(told(row) for row in rows[: query.limit]), more=len(rows) > query.limit
        )

    def compare_versions(query: CompareQuery) -> Comparison:
        """All that differs from one version to another, in words."""
        older, newer = history.file(query.older), history.file(query.newer)
        told = told_differences(older, newer, language_asked())
        return Comparison(older=query.older, newer=query.newer, changes=told)

    def show_toml() -> Response:
        """The configuration in force as the TOML file of the hall, with the comments of the one that was
        imported last."""
        config = days.current().config
        text = history.toml(config)
        headers = {
            "Content-Disposition": f'attachment; filename="{config.hall.id}.toml"',
            "ETag": f'"{name_of(config)}"',
            "Cache-Control": "private, no-cache",
        }
        return Response(text, 200, headers, content_type="application/toml; charset=utf-8")

    may = Permission.HISTORY_READ
    routes.add("GET", "/hall/versions", show_versions, may=may, answers=VersionList)
    routes.add("GET", "/hall/versions/compare", compare_versions, may=may, answers=Comparison)
    routes.add("GET", "/hall/file.toml", show_toml, may=may, answers=None)
