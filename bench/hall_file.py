"""The parameters of a simulated hall, as `bench/halls/*.toml` has them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from datetime import time
from pathlib import Path
from typing import Any, TypeVar

from balai.domain.hall.calendar import Calendar
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


@dataclass(frozen=True)
class Staff:
    gap_seconds: float
    speed_spread: float
    short_breaks_per_hour: float
    short_break_minutes: float
    says_until: float
    late_opening_minutes: float


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
    services: tuple[str, ...]
    lunch: time


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
            calendar=Calendar(),
        )  # fmt: skip


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
        desks=tuple(SimulatedCounter(tuple(d["services"]), clock(d["lunch"])) for d in data["counter"]),
        lunch_minutes=data["lunch"]["minutes"],
        lunch_jitter_minutes=data["lunch"]["jitter_minutes"],
        scenarios=tuple(_made(Scenario, scenario) for scenario in data["scenario"]),
        seeds={kind: tuple(data[f"{kind}_seeds"]) for kind in ("development", "warm_up", "evaluation")},
    )


def _made(kind: type[T], data: dict[str, Any]) -> T:
    unknown = data.keys() - {f.name for f in fields(kind)}  # type: ignore[arg-type]  # dataclasses all
    if unknown:
        raise TypeError(f"{kind.__name__} knows no {', '.join(sorted(unknown))}")
    return kind(**data)
