"""The parameters of a simulated hall, as `bench/halls/*.toml` has them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from datetime import time
from pathlib import Path
from typing import Any, TypeVar

from balai.domain.hall.calendar import Break, Calendar, Hours
from balai.domain.hall.config import Agency, Counter, Hall, HallConfig, Rules, Series, Service, Zone

HALLS = Path(__file__).parent / "halls"
ZONE = "Asia/Makassar"
T = TypeVar("T")


@dataclass(frozen=True)
class Visitors:
    priority_share: float
    booked_share: float
    no_show_share: float
    patience_minutes: float
    transfer_share: float
    park_share: float
    park_minutes: float
    walk_seconds: float
    absent_seconds: float
    #: Come before the desks open, beside the others, as a share of a day's.
    early_share: float = 0.0
    #: Come for two services.
    journey_share: float = 0.0


@dataclass(frozen=True)
class Staff:
    gap_seconds: float
    speed_spread: float
    short_breaks_per_hour: float
    short_break_minutes: float
    says_until: float
    late_opening_minutes: float
    #: Of breaks, so many are taken without a word: the desk stays signed in and calls nobody.
    silent_breaks: float = 0.0
    #: Of desks, so many end a service by calling the next one only.
    by_next_share: float = 0.0
    #: So often a day an officer walks away from a desk that is signed in.
    walks_off: float = 0.0
    walk_off_minutes: float = 20.0
    #: Of mornings, on so many a desk opens hours late.
    missing_share: float = 0.0
    #: Desks are left when nobody waits, so long before the hall closes.
    leaves_minutes: float = 60.0


@dataclass(frozen=True)
class Days:
    """How days differ, as standard deviations of the logarithm; `weekdays` from Monday."""

    load_spread: float = 0.0
    pace_spread: float = 0.0
    weekdays: tuple[float, ...] = (1.0,) * 7


@dataclass(frozen=True)
class Work:
    """One service as it really is; `standard_minutes` is what the hall's configuration says."""

    id: str
    minutes: float
    spread: float
    standard_minutes: int
    wait_minutes: int
    priority_wait_minutes: int
    per_hour: float


@dataclass(frozen=True)
class SimulatedCounter:
    """`lunch` is None where the desk rests with the hall."""

    services: tuple[str, ...]
    lunch: time | None


@dataclass(frozen=True)
class Scenario:
    name: str
    counters_shut: int = 0
    shut_minutes: float = 0.0
    service_factor: float = 1.0
    surge_factor: float = 1.0
    surge_minutes: float = 0.0


@dataclass(frozen=True)
class SimulatedHall:
    """Everything that the generator of days needs."""

    name: str
    opens: time
    last_ticket: time
    closes: time
    profile: tuple[float, ...]
    rules: Rules
    visitors: Visitors
    staff: Staff
    works: tuple[Work, ...]
    desks: tuple[SimulatedCounter, ...]
    lunch_minutes: float
    lunch_jitter_minutes: float
    scenarios: tuple[Scenario, ...]
    seeds: dict[str, tuple[int, ...]]
    days: Days
    #: From when numbers are given, and the hall's breaks; without breaks it has no calendar.
    tickets_from: time
    breaks: tuple[Break, ...] = ()

    @property
    def config(self) -> HallConfig:
        """The hall as the product sees it."""
        return HallConfig(
            hall=Hall("simulated", "00.00.00", self.name, "", ZONE),
            zones=(Zone("main", "Main"),),
            series=tuple(Series(w.id, chr(65 + n), last=9999) for n, w in enumerate(self.works)),
            agencies=(Agency("all", "All", "All", "A", "bulat", "#000000", "#ffffff"),),
            services=tuple(
                Service(
                    w.id, "all", w.id, w.id, service_minutes=w.standard_minutes, wait_minutes=w.wait_minutes,
                    priority_wait_minutes=w.priority_wait_minutes,
                )
                for w in self.works
            ),
            counters=tuple(
                Counter(f"c{n}", n, "all", "main", desk.services) for n, desk in enumerate(self.desks, 1)
            ),
            rules=self.rules,
            calendar=self.calendar,
        )  # fmt: skip

    @property
    def calendar(self) -> Calendar:
        """Its opening hours, from Monday to Friday; always open where it has no breaks."""
        if not self.breaks:
            return Calendar()
        return Calendar((
            Hours(
                tuple(range(5)), self.opens, self.closes, self.breaks, tickets_from=self.tickets_from,
                tickets_until=self.last_ticket,
            ),
        ))  # fmt: skip


def read_hall(path: Path) -> SimulatedHall:
    """Read a hall's parameters. Raises KeyError or TypeError where one is missing or unknown."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    clock = time.fromisoformat
    return SimulatedHall(
        name=data["name"],
        opens=clock(data["opens"]),
        last_ticket=clock(data["last_ticket"]),
        closes=clock(data["closes"]),
        profile=tuple(data["profile"]),
        rules=_made(Rules, data["rules"]),
        visitors=_made(Visitors, data["visitors"]),
        staff=_made(Staff, data["staff"]),
        works=tuple(_made(Work, work) for work in data["service"]),
        desks=tuple(_counter(d) for d in data["counter"]),
        lunch_minutes=data["lunch"]["minutes"],
        lunch_jitter_minutes=data["lunch"]["jitter_minutes"],
        scenarios=tuple(_made(Scenario, scenario) for scenario in data["scenario"]),
        seeds={kind: tuple(data[f"{kind}_seeds"]) for kind in ("development", "warm_up", "evaluation")},
        days=_made(
            Days, {k: tuple(v) if isinstance(v, list) else v for k, v in data.get("days", {}).items()}
        ),
        tickets_from=clock(data.get("tickets_from", data["opens"])),
        breaks=tuple(
            Break(clock(b["opens"]), clock(b["closes"]), tuple(b.get("weekdays", ())))
            for b in data.get("break", ())
        ),
    )


def _counter(data: dict[str, Any]) -> SimulatedCounter:
    lunch = data.get("lunch")
    return SimulatedCounter(tuple(data["services"]), time.fromisoformat(lunch) if lunch else None)


def _made(kind: type[T], data: dict[str, Any]) -> T:
    unknown = data.keys() - {f.name for f in fields(kind)}  # type: ignore[arg-type]  # dataclasses all
    if unknown:
        raise TypeError(f"{kind.__name__} knows no {', '.join(sorted(unknown))}")
    return kind(**data)
