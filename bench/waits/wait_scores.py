"""From what visitors were told to figures: errors against the best peer, coverage, width, bias."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from statistics import mean
from typing import Any

from bench.waits.wait_trial import Told

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
    families = {family: best(found, family) for family in ("MA", "LES", "HOL", "QL", "work ahead")}
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
        "by_class": by(told, lambda t: t.priority_class),
        "by_service": by(told, lambda t: t.service_id),
        "by_day": by(told, lambda t: t.day),
    }
