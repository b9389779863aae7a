"""What somebody is to be told of at once: one list of rules, for this product's own alerts and, as
deploy/prometheus/balai-alerts.yml (`python -m tools.documents.alert_rules`), for halls with Prometheus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from balai.words.said import Said, say
from server.usecases.machine.vitals import Vitals

#: Bytes; as `keeping.LEAST_FREE`, in figures of PromQL.
LEAST_FREE = 300_000_000
LONGEST_WAIT_SECONDS = 5400.0
STALE_SECONDS = 120.0
PASSES_SECONDS = 300.0
#: Copies are made hourly.
LATE_SECONDS = 7500.0
#: What the age of a copy that was never made is told as.
NEVER_SECONDS = 999 * 3600.0
#: Each is renewed long before: the hall's own with 250 days left, a public one with 30.
DAY_SECONDS = 86400.0
CERTIFICATE_SECONDS = 21 * DAY_SECONDS
Severity = Literal["critical", "warning"]


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that is so now; `about` tells two of one rule apart (a device, a service, a place)."""

    code: str
    about: str
    severity: Severity
    told: Said


@dataclass(frozen=True, slots=True)
class Rule:
    """`expr` is PromQL over the hub's /metrics, `found` the same over what those metrics are made of: about
    whom it is so, and a figure for the sentence. It must be so for `seconds` before anybody is told."""

    code: str
    severity: Severity
    seconds: int
    expr: str
    found: Callable[[Vitals], Iterator[tuple[str, float]]]
    unit: str = "min"

    def alerts(self, vitals: Vitals) -> Iterator[Alert]:
        """What is so now, whether for long enough or not."""
        for about, figure in self.found(vitals):
            yield Alert(
                self.code, about, self.severity,
                say(f"alert.{self.code}", about=about, figure=f"{round(figure)} {self.unit}"),
            )  # fmt: skip


def _once(so: bool, figure: float = 0) -> Iterator[tuple[str, float]]:
    if so:
        yield "", figure


#: A visitor at a kiosk has called staff: told at once, and for itself.
HELP_WANTED = "help_wanted"
RULES = (
    Rule(
        "writer_failing", "critical", 60, "balai_writer_failing == 1", lambda v: _once(v.writer_failing)
    ),
    Rule(
        "clock_doubted", "critical", 60, "balai_clock_trusted == 0", lambda v: _once(not v.clock_trusted)
    ),
    Rule(
        "day_not_open", "critical", 600, "balai_hall_open == 1 and balai_day_open == 0",
        lambda v: _once(v.hall_open and not v.day_open),
    ),
    Rule(
        "device_down", "critical", 60, "balai_device_up == 0",
        lambda v: ((device.id, 0) for device in v.devices if not device.up),
    ),
    Rule(
        "help_wanted", "warning", 20, f'balai_device_fault{{code="{HELP_WANTED}"}} == 1',
        lambda v: ((device.id, 0) for device in v.devices if HELP_WANTED in device.faults),
    ),
    Rule(
        "device_fault", "warning", 300, f'balai_device_fault{{code!="{HELP_WANTED}"}} == 1',
        lambda v: (
            (f"{device.id} {code}", 0)
            for device in v.devices
            for code in device.faults
            if code != HELP_WANTED
        ),
    ),
    Rule(
        "long_wait", "warning", 300, f"balai_longest_wait_seconds > {LONGEST_WAIT_SECONDS:g}",
        lambda v: (
            (service, queue.longest_seconds / 60)
            for service, queue in v.queues.items()
            if queue.longest_seconds > LONGEST_WAIT_SECONDS
        ),
    ),
    Rule(
        "desk_passes", "warning", 300, f"balai_counter_passes_seconds > {PASSES_SECONDS:g}",
        lambda v: (
            (counter, seconds / 60)
            for counter, seconds in v.passes_seconds.items()
            if seconds > PASSES_SECONDS
        ),
    ),
    Rule(
        "estimates_stale", "warning", 300,
        f"balai_estimates_age_seconds > {STALE_SECONDS:g} and on() balai_hall_open == 1",
        lambda v: _once(
            v.hall_open and v.estimates_seconds is not None and v.estimates_seconds > STALE_SECONDS,
            (v.estimates_seconds or 0) / 60,
        ),
    ),
    Rule(
        "disk_full", "critical", 60, f"balai_disk_free_bytes < {LEAST_FREE}",
        lambda v: _once(
            v.disk_free_bytes is not None and v.disk_free_bytes < LEAST_FREE,
            (v.disk_free_bytes or 0) / 1e6,
        ),
        "MB",
    ),
    Rule(
        "copy_late", "warning", 300, f"balai_copy_age_seconds > {LATE_SECONDS:g}",
        lambda v: (
            (place, min(age, NEVER_SECONDS) / 3600)
            for place, age in v.copies_seconds.items()
            if age > LATE_SECONDS
        ),
        "h",
    ),
    Rule(
        "certificate_ends", "critical", 300, f"balai_certificate_seconds < {CERTIFICATE_SECONDS:g}",
        lambda v: _once(
            v.certificate_seconds is not None and v.certificate_seconds < CERTIFICATE_SECONDS,
            max(0.0, v.certificate_seconds or 0) / DAY_SECONDS,
        ),
        "d",
    ),
)  # fmt: skip


class Watch:
    """Remembers since when what is so, and what was told. Times in seconds of one clock."""

    def __init__(self) -> None:
        self._since: dict[tuple[str, str], float] = {}
        self._firing: dict[tuple[str, str], Alert] = {}

    @property
    def firing(self) -> list[Alert]:
        """What has been so for long enough."""
        return list(self._firing.values())

    def look(self, vitals: Vitals, at: float) -> tuple[list[Alert], list[Alert]]:
        """What is to be told anew since the last look, and what is over of what was told."""
        now: dict[tuple[str, str], tuple[Rule, Alert]] = {
            (alert.code, alert.about): (rule, alert) for rule in RULES for alert in rule.alerts(vitals)
        }
        over = [alert for key, alert in self._firing.items() if key not in now]
        self._since = {key: self._since.get(key, at) for key in now}
        fresh = []
        for key, (rule, alert) in now.items():
            if key in self._firing:
                self._firing[key] = alert
            elif at - self._since[key] >= rule.seconds:
                self._firing[key] = alert
                fresh.append(alert)
        self._firing = {key: alert for key, alert in self._firing.items() if key in now}
        return fresh, over
