"""What a monitor may scrape: counts and times, nothing about people. One registry per app."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
_Series = tuple[Callable[[], None], Callable[[float], None]]


class Metrics:
    """The hub's metrics. Counting a request costs two locked additions."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "balai_http_requests",
            "Requests by route and status.",
            ("route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "balai_http_seconds",
            "Time to answer, by route.",
            ("route",),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self._series: dict[tuple[str, int], _Series] = {}

    def request(self, route: str, status: int, seconds: float) -> None:
        """Count one answered request. `route` is the rule, never the path with its ids."""
        series = self._series.get((route, status))
        if series is None:
            counter, timer = self._requests.labels(route, str(status)), self._seconds.labels(route)
            series = self._series[(route, status)] = (counter.inc, timer.observe)
        count, observe = series
        count()
        observe(seconds)

    def gauge(self, name: str, text: str, read: Callable[[], float]) -> None:
        """Add a figure that is read when it is asked for."""
        Gauge(name, text, registry=self.registry).set_function(read)

    def page(self) -> bytes:
        """The page in Prometheus's text format."""
        return generate_latest(self.registry)
