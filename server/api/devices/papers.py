"""Routes of kiosks that share the printing of a hall's vouchers and copies."""

from __future__ import annotations

from balai.protocol.devices import papers as p
from server.api.routing import Routes
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.usecases.day.papers import SharedPapers
from server.views.days import Today


def add_papers(routes: Routes, papers: SharedPapers, days: Today) -> None:
    """Each paper is printed by one kiosk."""

    def claim_papers(who: Principal, body: p.ClaimPapers) -> p.ClaimedPapers:
        """Let the asking kiosk print what nobody else prints, for a while."""
        return papers.claim(who.id, days.current(), body)

    def papers_out(who: Principal, body: p.PapersOut) -> None:
        """Papers came out of the asking kiosk: nobody prints them again."""
        papers.out(body)

    may, add = Permission.PAPERS_PRINT, routes.add
    add("POST", "/papers/claim", claim_papers, may=may, answers=p.ClaimedPapers)
    add("POST", "/papers/out", papers_out, may=may, answers=None, status=204)
