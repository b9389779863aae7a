"""Prometheus metrics: counts and times, nothing about people. One registry per app."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric

_BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class _Times:
    """How long a route's answers took; `counts` by bucket, the last for all that took longer."""

    def __init__(self) -> None:
        self.counts = [0] * (len(_BUCKETS) + 1)
        self.seconds = 0.0


class Metrics:
    """The hub's metrics. A request is counted in plain numbers, which the hub's one thread may do
    without locks; the library sees them when a monitor asks."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._statuses: dict[tuple[str, int], int] = {}
        self._times: dict[str, _Times] = {}
        self.registry.register(self)

    def request(self, route: str, status: int, seconds: float) -> None:
        """Count one answered request. `route` is the rule, never the path with its ids."""
        key = (route, status)
        self._statuses[key] = self._statuses.get(key, 0) + 1
        times = self._times.get(route)
        if times is None:
            times = self._times[route] = _Times()
        times.counts[bisect_left(_BUCKETS, seconds)] += 1
        times.seconds += seconds

    def gauge(self, name: str, text: str, read: Callable[[], float]) -> None:
        """Add a figure that is read when it is asked for."""
        Gauge(name, text, registry=self.registry).set_function(read)

    def collect(self) -> Iterator[Metric]:
        """The counts as the library wants them."""
        requests = CounterMetricFamily(
            "balai_http_requests", "Requests by route and status.", labels=("route", "status")
        )
        for (route, status), count in self._statuses.items():
            requests.add_metric((route, str(status)), count)
        yield requests
        times = HistogramMetricFamily("balai_http_seconds", "Time to answer, by route.", labels=("route",))
        for route, one in self._times.items():
            times.add_metric((route,), _cumulated(one.counts), one.seconds)
        yield times

    def page(self) -> bytes:
        """The page in Prometheus's text format."""
        return generate_latest(self.registry)


def _cumulated(counts: list[int]) -> list[tuple[str, float]]:
    """Buckets as Prometheus has them: each holds all that took no longer than its bound."""
    rows, total = [], 0
    for bound, count in zip((*map(str, _BUCKETS), "+Inf"), counts, strict=True):
        total += count
        rows.append((bound, float(total)))
    return rows
