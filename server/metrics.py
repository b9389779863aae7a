"""Prometheus metrics: counts and times, nothing about people. One registry per app."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator

from prometheus_client import (
    CollectorRegistry,
    Gauge,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from balai.version import software
from server.store.errors import StoreError
from server.usecases.machine.vitals import Vitals

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
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)

    def request(self, route: str, status: int, seconds: float) -> None:
        """Count one answered request. `route` is the rule, never the path with its ids."""
        key = (route, status)
        self._statuses[key] = self._statuses.get(key, 0) + 1
        times = self._times.get(route)
        if times is None:
            times = self._times[route] = _Times()
        times.counts[bisect_left(_BUCKETS, seconds)] += 1
        times.seconds += seconds

    def vitals(self, read: Callable[[], Vitals]) -> None:
        """Add the figures of the hall and its machines, which are looked at when a monitor asks."""
        self.registry.register(VitalFigures(read))

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


class VitalFigures:
    """The hall's vital figures as the library wants them; where they cannot be read, that alone."""

    def __init__(self, read: Callable[[], Vitals]) -> None:
        self._read = read

    def collect(self) -> Iterator[Metric]:
        """Look, and tell."""
        build = GaugeMetricFamily("balai_build_info", "Which program runs.", labels=("version",))
        build.add_metric((software(),), 1)
        yield build
        try:
            vitals = self._read()
        except (StoreError, OSError):
            yield GaugeMetricFamily("balai_vitals_readable", "Whether the figures can be read.", value=0)
            return
        yield GaugeMetricFamily("balai_vitals_readable", "Whether the figures can be read.", value=1)
        yield from _of_hall(vitals)
        yield from _of_devices(vitals)

    def describe(self) -> Iterator[Metric]:
        """Nothing is read before somebody asks."""
        return iter(())


def _of_hall(vitals: Vitals) -> Iterator[Metric]:
    single: tuple[tuple[str, str, float | None], ...] = (
        ("balai_day_open", "Whether the log of today's date is open.", vitals.day_open),
        ("balai_hall_open", "Whether a service is open now by its hours.", vitals.hall_open),
        ("balai_clock_trusted", "Whether the hub believes its clock.", vitals.clock_trusted),
        ("balai_writer_failing", "Whether the store took no change last time.", vitals.writer_failing),
        ("balai_estimates_age_seconds", "Since the estimator told anything.", vitals.estimates_seconds),
        ("balai_store_bytes", "Size of the store's file.", vitals.store_bytes),
        ("balai_disk_free_bytes", "Free on the store's disk.", vitals.disk_free_bytes),
        ("balai_disk_bytes", "Size of the store's disk.", vitals.disk_bytes),
        ("balai_certificate_seconds", "Until the hub's certificate ends.", vitals.certificate_seconds),
    )
    for name, text, value in single:
        if value is not None:
            yield GaugeMetricFamily(name, text, value=float(value))
    waiting = GaugeMetricFamily("balai_waiting", "Visitors who wait, by service.", labels=("service",))
    longest = GaugeMetricFamily(
        "balai_longest_wait_seconds", "Longest wait of those who wait, by service.", labels=("service",)
    )
    for service, queue in vitals.queues.items():
        waiting.add_metric((service,), queue.waiting)
        longest.add_metric((service,), queue.longest_seconds)
    copies = GaugeMetricFamily(
        "balai_copy_age_seconds", "Age of the newest copy of the store, by place.", labels=("place",)
    )
    for place, age in vitals.copies_seconds.items():
        copies.add_metric((place,), age)
    passes = GaugeMetricFamily(
        "balai_counter_passes_seconds",
        "For how long a counter, open and free, has called none of those who wait.",
        labels=("counter",),
    )
    for counter, seconds in vitals.passes_seconds.items():
        passes.add_metric((counter,), seconds)
    yield from (waiting, longest, copies, passes)


def _of_devices(vitals: Vitals) -> Iterator[Metric]:
    up = GaugeMetricFamily("balai_device_up", "Whether it was heard lately.", labels=("device", "kind"))
    faults = GaugeMetricFamily(
        "balai_device_fault", "What a device does without, by code.", labels=("device", "kind", "code")
    )
    for device in vitals.devices:
        up.add_metric((device.id, device.kind), device.up)
        for code in device.faults:
            faults.add_metric((device.id, device.kind, code), 1)
    yield from (up, faults)
