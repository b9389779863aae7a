"""What `make bench` measures, and what each must reach."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """One row. `limit` is for the ratio to the reference, or for the value where there is none."""

    name: str
    title: str
    unit: str
    reference: str
    limit: float
    at_most: bool

    def met(self, figure: float) -> bool:
        """Whether a ratio or value reaches the target."""
        return figure <= self.limit if self.at_most else figure >= self.limit

    @property
    def words(self) -> str:
        """The target as the table shows it."""
        unit = "" if self.reference else f" {self.unit}"
        return f"{'≤' if self.at_most else '≥'} {self.limit:g}{unit}"


TARGETS = (
    Target("issue_sqlite_64", "issue on SQLite FULL, 64 clients", "/s", "validated POST", 0.5, False),
    Target("issue_sqlite_8", "issue on SQLite FULL, 8 clients", "/s", "validated POST", 0.35, False),
    Target("issue_postgres_64", "issue on PostgreSQL, 64 clients", "/s", "validated POST", 0.35, False),
    Target("bare_json", "bare JSON request", "/s", "plain Flask GET", 0.8, False),
    Target("fanout_1000", "one event to the last of 1,000 displays", "ms", "raw WebSocket loop", 2.6, True),
    Target("fanout_cpu", "CPU per message to 1,000 displays", "µs", "raw WebSocket loop", 3.0, True),
    Target("call_200", "call to the last of 200 displays, p50", "ms", "raw loop to 200", 4.0, True),
    Target("second_hub", "second hub's last display, p50", "ms", "first hub's last", 4.0, True),
    Target("memory_base", "memory of a hub that serves", "MB", "", 120.0, True),
    Target("memory_connection", "memory per idle connection", "KiB", "", 60.0, True),
)
