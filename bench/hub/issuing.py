"""Rows on giving numbers, on both stores and in both sizes of hall: how many a second, what CPU and what
bytes one costs; and a bare JSON answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from bench.harness import Pair, Round
from bench.hub.audience import cpu_seconds
from bench.hub.hall import Running, hall
from bench.hub.load import Plan
from bench.stage import HOST, Server, Stage, load

#: Row: the hall's size, how many clients, and what is held against the reference's.
ISSUES: dict[str, tuple[str, int, str]] = {
    "issue_sqlite_64": ("small", 64, "per_second"),
    "issue_sqlite_64_large": ("large", 64, "per_second"),
    "issue_sqlite_8": ("small", 8, "per_second"),
    "issue_sqlite_8_large": ("large", 8, "per_second"),
    "issue_cpu_64": ("small", 64, "cpu"),
    "issue_cpu_1": ("small", 1, "cpu"),
    "issue_bytes": ("small", 1, "bytes"),
    "issue_postgres_64": ("small", 64, "per_second"),
}
ROWS = (*ISSUES, "bare_json")
#: What one alone writes is counted over so many a second, so that what is written later for many is in it.
ALONE_PER_SECOND = 20.0
ALONE_SECONDS = 12.0


class Spent(NamedTuple):
    """What a load cost its server, each request: µs of CPU, kB written."""

    per_second: float
    cpu: float
    bytes: float


@contextmanager
def issuing(stage: Stage, wanted: frozenset[str]) -> Iterator[Round]:
    """A hub and the reference, each with its load in turn; a fresh hub in every round."""
    post = stage.reference("validated_post") if wanted != {"bare_json"} else None
    bare = _bare(stage) if "bare_json" in wanted else None
    stores = {name: stage.databases() for name in wanted if "postgres" in name}

    def measure(number: int) -> Mapping[str, Pair]:
        found: dict[str, Pair] = {}
        if post is not None:
            for size, on in {(ISSUES[name][0], name in stores) for name in wanted & ISSUES.keys()}:
                here = (name for name in wanted & ISSUES.keys() if (name in stores) is on)
                rows = {name: ISSUES[name] for name in here if ISSUES[name][0] == size}
                store = next(iter(stores.values()))() if on else None
                with hall(size, store=store) as running, stage.listening(running.listeners()):
                    found |= _in_hall(running, post, rows, first=number % 2)
        if bare is not None:
            product, reference = bare
            ours, theirs = _in_turn(product, reference, first=number % 2)
            found["bare_json"] = ours.per_second, theirs.per_second
        return found

    yield measure


def _in_hall(
    running: Running, post: Server, rows: Mapping[str, tuple[str, int, str]], *, first: int
) -> dict[str, Pair]:
    known: dict[tuple[int, bool], tuple[Spent, Spent | None]] = {}
    found: dict[str, Pair] = {}
    # One alone comes first: of what others leave to be written later nothing is its own.
    for name, (_, clients, what) in sorted(rows.items(), key=lambda row: row[1][2] != "bytes"):
        alone = what == "bytes"
        if (clients, alone) not in known:
            plan = running.issuing(clients)
            if alone:
                plan = replace(plan, rate=ALONE_PER_SECOND, seconds=ALONE_SECONDS)
                known[clients, alone] = spent(running.hub.pid, plan), None
            else:
                ours, theirs = (running.hub.pid, plan), (post.pid, replace(plan, port=post.port))
                known[clients, alone] = _in_turn(ours, theirs, first=first)
        ours_spent, theirs_spent = known[clients, alone]
        reference = getattr(theirs_spent, what) if theirs_spent is not None else None
        found[name] = getattr(ours_spent, what), reference
    return found


def spent(pid: int, plan: Plan) -> Spent:
    """Run a load and see what it costs the process that serves it."""
    cpu, written = cpu_seconds(pid), bytes_written(pid)
    result: dict[str, Any] = load(plan)
    answered = result["answered"]
    each = (cpu_seconds(pid) - cpu) / answered * 1e6, (bytes_written(pid) - written) / answered / 1000
    return Spent(result["per_second"], *each)


def bytes_written(pid: int) -> int:
    """Bytes that a process has caused to be written to the disk; on a folder in memory what it wrote."""
    text = Path(f"/proc/{pid}/io").read_text()
    fields = {name: int(value) for name, _, value in (line.partition(":") for line in text.splitlines())}
    return fields["write_bytes"] or fields["wchar"]


def _bare(stage: Stage) -> tuple[tuple[int, Plan], tuple[int, Plan]]:
    reference = stage.reference("plain_get")
    site = stage.site()
    token = site.device("kiosk")  # who is not known waits for a turn
    hub = site.start()
    plain = Plan(HOST, reference.port, path="/api/v1/time", headers={"Authorization": f"Bearer {token}"})
    return (hub.pid, replace(plain, port=hub.port)), (reference.pid, plain)


def _in_turn(product: tuple[int, Plan], reference: tuple[int, Plan], *, first: int) -> tuple[Spent, Spent]:
    figures = {}
    for pid, plan in (reference, product) if first else (product, reference):
        figures[pid] = spent(pid, plan)
    return figures[product[0]], figures[reference[0]]
