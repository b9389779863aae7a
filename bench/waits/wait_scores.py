"""From what visitors were told to figures: errors against the best peer, coverage, width, bias."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from statistics import mean
from typing import Any

from bench.waits.wait_trial import ORACLES, Told

MINUTE = 60.0


def errors(told: Sequence[Told]) -> dict[str, float]:
    """The mean absolute error in minutes of each peer, and of the product as "ours"."""
    found = {name: mean(abs(t.wait - t.peers[name]) for t in told) / MINUTE for name in told[0].peers}
    return found | {"ours": mean(abs(t.wait - t.forecast.wait(t.forecast.point)) for t in told) / MINUTE}


def best(found: dict[str, float], prefix: str) -> tuple[str, float]:
    """The best of a family of peers, in hindsight."""
    name = min((n for n in found if n.startswith(prefix)), key=lambda n: found[n])
    return name, found[name]


def within(t: Told, share: int) -> bool:
    """Whether the wait lay in the interval told (80 or 90 %)."""
    f = t.forecast
    low, high = (f.low, f.high) if share == 80 else (f.low90, f.high90)
    return low is not None and f.wait(low) - 0.5 <= t.wait <= f.wait(high) + 0.5


def coverage(told: Iterable[Told], share: int) -> float:
    """In per cent."""
    return 100 * mean(within(t, share) for t in told)


def bias(told: Sequence[Told]) -> float:
    """Mean of told minus waited, in per cent of the mean wait."""
    off = mean(t.forecast.wait(t.forecast.point) - t.wait for t in told)
    return 100 * off / mean(t.wait for t in told)


def width90(told: Sequence[Told]) -> float:
    """The mean width of the 90 % interval in minutes."""
    return mean(t.forecast.wait(t.forecast.high90) - t.forecast.wait(t.forecast.low90) for t in told) / MINUTE


def narrowest(told: Sequence[Told]) -> tuple[str, float]:
    """The moving average whose conformal 90 % interval was the narrowest, in minutes."""
    widths = {name: mean(t.widths[name] for t in told) / MINUTE for name in told[0].widths}
    return best(widths, "MA")


#: Whose best stands in the summary: other products', and those who know more than anybody can.
FAMILIES = ("MA", "LES", "HOL", "QL", "work ahead", *ORACLES)
QUEUES = ((4, "0-4"), (14, "5-14"), (29, "15-29"), (10**9, "30+"))
LEFT = (
    (300.0, "0-5 min"),
    (900.0, "5-15 min"),
    (1800.0, "15-30 min"),
    (3600.0, "30-60 min"),
    (1e9, "60+ min"),
)
#: Of fewer tickets (and looks) nothing is said of a group: chance alone would move it by more than eight
#: points.
ENOUGH = 60
#: A look that was kept to the second is kept.
_SLACK = 0.5
_GROUPS: dict[str, Callable[[Told], str]] = {
    "class": lambda t: t.priority_class,
    "hour": lambda t: f"{t.hour:02}",
    "queue": lambda t: next(name for most, name in QUEUES if t.queue <= most),
    "desks": lambda t: "one desk" if t.desks == 1 else "several desks",
}


def groups(told: Sequence[Told]) -> dict[str, dict[str, dict[str, Any]]]:
    """Coverage by class, hour, queue length and desks."""
    return {name: by(told, key) for name, key in _GROUPS.items()}


def farthest(told: Sequence[Told], share: int) -> tuple[float, str]:
    """By how many points the coverage of the worst group is off its claim, and which group it is."""
    found = [
        (abs(group[f"coverage_{share}"] - share), f"{kind} {name}: {group[f'coverage_{share}']}")
        for kind, names in groups(told).items()
        for name, group in names.items()
        if group["tickets"] >= ENOUGH
    ]
    return max(found, default=(0.0, ""))


def days(told: Sequence[Told], share: int) -> list[float]:
    """Coverage of each day, the least first."""
    found = by(told, lambda t: f"{t.scenario} {t.day}")
    return sorted(day[f"coverage_{share}"] for day in found.values())


def looks_kept(told: Iterable[Told]) -> tuple[float, dict[str, tuple[int, float]]]:
    """Of all looks of all waits the share, in per cent, in which nobody was called before the time shown; and
    by how long was still to wait."""
    kept: dict[str, list[bool]] = defaultdict(list)
    for t in told:
        for look in t.looks:
            kept[next(name for most, name in LEFT if look.left <= most)].append(
                look.back <= look.left + _SLACK
            )
    every = [held for found in kept.values() for held in found]
    rows = {name: (len(kept[name]), round(100 * mean(kept[name]), 1)) for _, name in LEFT if kept[name]}
    return 100 * mean(every), rows


def called_before(told: Iterable[Told], by_seconds: float = 0.0) -> float:
    """Of waits the share, in per cent, that were called before any time they had been told, by more than so
    many seconds."""
    return 100 * mean(any(look.back > look.left + _SLACK + by_seconds for look in t.looks) for t in told)


def away(told: Iterable[Told]) -> float:
    """Of the wait the share, in per cent, that the first `back_by` leaves to be elsewhere."""
    waits = [(t.looks[0].back, t.wait) for t in told if t.looks]
    return 100 * sum(back for back, _ in waits) / max(1.0, sum(wait for _, wait in waits))


def jumps(told: Iterable[Told], seconds: float = 300.0) -> float:
    """Of waits the share, in per cent, in which a told time moved earlier by more than so many seconds."""

    def moved(t: Told) -> bool:
        times = [t.wait - look.left + look.back for look in t.looks]
        return any(a - b > seconds for a, b in pairwise(times))

    return 100 * mean(moved(t) for t in told)


def by(told: Iterable[Told], key: Callable[[Told], str]) -> dict[str, dict[str, Any]]:
    """Coverage by class, by service, by day."""
    groups: dict[str, list[Told]] = defaultdict(list)
    for t in told:
        groups[key(t)].append(t)
    return {
        name: {
            "tickets": len(group),
            "coverage_80": round(coverage(group, 80), 1),
            "coverage_90": round(coverage(group, 90), 1),
        }
        for name, group in sorted(groups.items())
    }


def summary(told: Sequence[Told]) -> dict[str, Any]:
    """All figures of one scenario, for the results file."""
    found = errors(told)
    known = [family for family in FAMILIES if any(name.startswith(family) for name in found)]
    families = {family: best(found, family) for family in known}
    return {
        "tickets": len(told),
        "mean_wait": round(mean(t.wait for t in told) / MINUTE, 2),
        "mae": round(found["ours"], 2),
        "peers_mae": {name: round(value, 2) for name, value in families.values()},
        "mae_over_best_ma": round(found["ours"] / families["MA"][1], 3),
        "every_ma": {n: round(v, 2) for n, v in found.items() if n.startswith("MA")},
        "bias_percent": round(bias(told), 1),
        "coverage_80": round(coverage(told, 80), 1),
        "coverage_90": round(coverage(told, 90), 1),
        "back_by_kept": round(
            100 * mean(t.forecast.wait(t.forecast.back_by) <= t.wait + 0.5 for t in told), 1
        ),
        "width_90": round(width90(told), 2),
        "narrowest_ma_width_90": narrowest(told),
        "looks_kept": looks_kept(told),
        "called_before": round(called_before(told), 1),
        "called_before_by_5": round(called_before(told, 300.0), 1),
        "moved_earlier_by_5": round(jumps(told), 1),
        "away_percent": round(away(told), 1),
        "groups": groups(told),
        "by_service": by(told, lambda t: t.service_id),
        "by_day": by(told, lambda t: t.day),
    }
