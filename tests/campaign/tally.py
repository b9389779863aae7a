"""What is counted after a bad day: the papers in people's hands beside the hub's log."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

from balai.domain.events import VisitIssued
from balai.domain.state import HallDay, Happened
from balai.domain.visit import LegState, Visit
from tests.campaign.papers import Paper


@dataclass
class Tallied:
    """`presses` of which so many papers were `printed` (`without_number`: slips, and what broke off;
    `copies`: that say so).

    To be 0: papers that the log has not (`missing`), visits that are said to have a paper and have none
    (`paperless`), papers that stand before one that was out when their button was pressed (`out_of_order`),
    tickets that the hub `declined` or that are `not_handed` over. Numbers on two papers that do not say that
    they are copies (`twice`) are at most those that are `flagged` since the hub was put back to a copy.
    """

    presses: int = 0
    printed: int = 0
    without_number: int = 0
    copies: int = 0
    own: int = 0
    missing: int = 0
    paperless: int = 0
    twice: int = 0
    flagged: int = 0
    out_of_order: int = 0
    power_cuts: int = 0
    declined: int = 0
    not_handed: int = 0
    happened: Tally[str] = field(default_factory=Tally)
    found: list[str] = field(default_factory=list)

    def add(self, more: Tallied) -> None:
        """Count another day's, too."""
        for name, count in vars(more).items():
            setattr(self, name, getattr(self, name) + count)

    @property
    def row(self) -> str:
        """All of it in a line."""
        names = [name for name in vars(self) if name not in ("happened", "found")]
        counts = ", ".join(f"{name.replace('_', ' ')} {getattr(self, name)}" for name in names)
        broke = ", ".join(f"{name} {count}" for name, count in sorted(self.happened.items()))
        return "\n  ".join([f"{counts} ({broke})", *self.found])

    def holds(self) -> bool:
        """Whether nothing was lost and nobody's number stands twice."""
        wrong = self.missing + self.paperless + self.out_of_order + self.declined + self.not_handed
        return wrong == 0 and self.twice <= self.flagged

    def compare(self, papers: Iterable[Paper], day: HallDay, log: Iterable[Happened], *, blur: float) -> None:
        """Count what the papers and the log say of each other. Times of kiosk and hub may differ by `blur`
        seconds."""
        papers = list(papers)
        there = {visit.number: visit for visit in day.visits.values()}
        void = {v.number for v in day.visits.values() if day.current_leg(v).state is LegState.VOID}
        issued = [one for one in log if isinstance(one.event, VisitIssued)]
        first = Tally(paper.number for paper in papers if not paper.copy)
        self.printed, self.copies = len(papers), sum(paper.copy for paper in papers)
        self.own = sum(one.event.own for one in issued if isinstance(one.event, VisitIssued))
        missing = {p.number for p in papers if p.number not in there or p.number in void}
        self.twice = sum(count - 1 for count in first.values() if count > 1)
        self.flagged = sum("number_twice" in visit.flags for visit in day.visits.values())
        known = {paper.number for paper in papers}
        sure = [visit for visit in day.visits.values() if _is_sure(day, visit)]
        paperless = [visit for visit in sure if visit.number not in known]
        doubtful = {
            one.event.number for one in issued if isinstance(one.event, VisitIssued) and not one.clock_certain
        }
        alone = [p for p in papers if p.pressed is not None and first[p.number] == 1 and not p.copy]
        overtaken = _overtaken([p for p in alone if p.number in there], there, doubtful, blur)
        self.missing, self.paperless, self.out_of_order = map(len, (missing, paperless, overtaken))
        self.found += [f"missing: {number}" for number in sorted(missing)]
        self.found += [f"paperless: {visit}" for visit in paperless]
        self.found += [f"out of order: {pair}" for pair in overtaken]


def _is_sure(day: HallDay, visit: Visit) -> bool:
    """Whether the hub says that somebody holds its paper."""
    unsure = visit.print_unsure or visit.printed is False or "print_unknown" in visit.flags
    return not unsure and day.current_leg(visit).state is not LegState.VOID


def _overtaken(
    papers: list[Paper], there: Mapping[str, Visit], doubtful: set[str], blur: float
) -> list[tuple[Paper, Paper]]:
    """Each paper that stands before one that was out when its button was pressed, with that one. Whose time
    nobody knew may be placed behind others, never before."""

    def place(paper: Paper) -> datetime:
        return there[paper.number].issued_at

    found = []
    latest: Paper | None = None
    before = sorted((p for p in papers if p.number not in doubtful), key=attrgetter("out"), reverse=True)
    for paper in sorted(papers, key=lambda one: one.pressed or 0.0):
        assert paper.pressed is not None
        while before and before[-1].out < paper.pressed - blur:
            one = before.pop()
            latest = one if latest is None or place(one) > place(latest) else latest
        if latest is not None and place(paper) < place(latest):
            found.append((paper, latest))
    return found
