"""The hall at a glance: figures, who holds which counter, who will probably not be reached. Pure."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Callable, Iterable
from datetime import datetime

from balai.domain.state import HallDay
from balai.domain.visit import Leg, LegState
from balai.protocol.managed.devices import DeviceRow
from balai.protocol.managed.overview import AgencyOutlook, Figures, Overview
from server.views.roster import SightingOf, counters

#: How likely a call today is (0 to 1); None where nobody knows.
ChanceOf = Callable[[HallDay, Leg], float | None]
#: Who is called today with less than this is told by number.
UNLIKELY = 0.5
MOST_TOLD = 60


def nobody_knows(_day: HallDay, _leg: Leg) -> float | None:
    """Where there is no estimator."""
    return None


_COUNTED = {
    LegState.FINISHED: "served", LegState.MISSED: "missed", LegState.CANCELLED: "cancelled",
    LegState.UNSERVED: "unserved", LegState.WAITING: "waiting",
}  # fmt: skip


def overview(
    day: HallDay,
    sighting: SightingOf,
    now: datetime,
    chance: ChanceOf = nobody_knows,
    devices: Iterable[DeviceRow] = (),
    agency_id: str | None = None,
) -> Overview:
    """The hall at `now` (aware), or one agency of it; `devices` are those that somebody must see to."""
    tallies = _tallies(day)
    shown = [agency.id for agency in day.config.agencies if agency_id in (None, agency.id)]
    agencies = tuple(_outlook(day, id_, tallies.get(id_, Tally()), chance) for id_ in shown)
    of_services = day.config.service_by_id
    mine = {id_ for id_, service in of_services.items() if service.agency_id in shown}
    rows = counters(day, sighting, now, agency_id).counters
    return Overview(
        day=day.date.isoformat(),
        figures=_sum(row.figures for row in agencies),
        agencies=agencies,
        # A tablet that is heard is heard now: nothing that would change at every look.
        counters=tuple(row.model_copy(update={"seen_at": None}) if row.connected else row for row in rows),
        devices=tuple(devices),
        change_on=day.scheduled.on if day.scheduled else None,
        ended=len(day.ended),
        raised={id_: more for id_, more in day.raised.items() if id_ in mine},
    )


def _tallies(day: HallDay) -> dict[str, Tally[str]]:
    """What is counted, by agency: a visit where it began, a leg where it was."""
    services, found = day.config.service_by_id, dict[str, Tally[str]]()

    def of(service_id: str) -> Tally[str]:
        service = services.get(service_id)
        return found.setdefault(service.agency_id if service else "", Tally())

    for leg in day.legs.values():
        counted = of(leg.service_id)
        if (name := _COUNTED.get(leg.state)) is not None:
            counted[name] += 1
        if leg.state is not LegState.VOID and leg.id == day.visits[leg.visit_id].leg_ids[0]:
            counted["given"] += 1
    for (service_id, code), times in day.refused.items():
        of(service_id)[f"refused:{code}"] += times
    return found


def _outlook(day: HallDay, agency_id: str, counted: Tally[str], chance: ChanceOf) -> AgencyOutlook:
    waiting = [
        (leg, chance(day, leg))
        for service in day.config.services
        if service.agency_id == agency_id
        for leg in day.line(service.id)
    ]
    known = [(leg, likely) for leg, likely in waiting if likely is not None]
    unlikely = [leg.number for leg, likely in known if likely < UNLIKELY]
    return AgencyOutlook(
        agency_id=agency_id,
        figures=Figures(
            **{name: counted[name] for name in ("given", *_COUNTED.values())},
            refused={
                key.removeprefix("refused:"): n
                for key, n in sorted(counted.items())
                if key.startswith("refused:")
            },
        ),
        unreached=round(sum(1 - likely for _, likely in known)) if known or not waiting else None,
        unlikely=tuple(unlikely[:MOST_TOLD]),
    )


def _sum(all_of: Iterable[Figures]) -> Figures:
    total, refused = Tally[str](), Tally[str]()
    for figures in all_of:
        total.update(figures.model_dump(exclude={"refused"}))
        refused.update(figures.refused)
    return Figures(**total, refused=dict(sorted(refused.items())))
