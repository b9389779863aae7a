"""What `make bench` measures, and what each must reach."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """One row. `limit` is for the ratio to the reference, or for the value where there is none or the
    reference only stands beside (`absolute`)."""

    name: str
    title: str
    unit: str
    reference: str
    limit: float
    at_most: bool
    #: Where the value must lie between two.
    least: float | None = None
    absolute: bool = False
    #: Each round tells of all rounds so far, so that the last one's figures stand.
    adds_up: bool = False

    def met(self, figure: float) -> bool:
        """Whether a ratio or value reaches the target."""
        if self.least is not None and figure < self.least:
            return False
        return figure <= self.limit if self.at_most else figure >= self.limit

    @property
    def words(self) -> str:
        """The target as the table shows it."""
        unit = f" {self.unit}" if self.absolute or not self.reference else ""
        if self.least is not None:
            return f"{self.least:g} to {self.limit:g}{unit}"
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
    # At five copies of the surface a frame, a machine that copies one in 3 ms draws 60 frames a second.
    Target("frame", "frame of a call's animation, 1080p", "ms", "full-surface blit", 5.0, True),
    Target("frame_first", "first frame of a call, 1080p", "ms", "full-surface blit", 25.0, True),
    Target("frame_idle", "rectangles drawn in 600 idle frames", "", "", 0.0, True),
    *(
        Target(f"hearing_{what}{suffix}", f"{words}{tail}", "%", "espeak-ng", limit, False, absolute=True)
        for suffix, tail in (("", ""), ("_en", ", English"))
        for what, words, limit in (
            ("ticket", "whole ticket numbers heard of 120", 95.0),
            ("counter", "counters heard of 120", 98.0),
            ("agency", "agencies heard of 120, 40 known", 90.0),
        )
    ),
    # People take a tenth of a second for at once, so that is the limit, in milliseconds. The ratio stands
    # beside: a bare round trip takes half a millisecond, the durable commit and the drawing are the rest.
    *(
        Target(
            f"{what}_{displays}_{share}",
            f"call to the {what}, {words}, {share}",
            "ms",
            "raw loop",
            limit,
            True,
            absolute=True,
            adds_up=True,
        )
        for what in ("wall", "chime")
        for displays, words in ((1, "one display"), (50, "50 displays"))
        for share, limit in (("p50", 100.0), ("p99", 250.0))
    ),
    Target("rush_seen", "30 calls in 20 s, call to its first picture, worst", "ms", "", 100.0, True),
    Target("rush_spoken", "all of them spoken, from the first call", "s", "", 75.0, True),
    Target("rush_lost", "of them not seen, or not spoken", "calls", "", 0.0, True),
    Target("wall_idle", "CPU of a display while nothing happens", "%", "", 1.0, True),
    Target("memory_connection", "memory per idle connection", "KiB", "", 60.0, True),
    Target("wait_nominal", "error of waits told, simulated hall", "min", "best moving average", 0.6, True),
    Target("wait_shut", "the same, two counters shut unexpectedly", "min", "best moving average", 0.6, True),
    Target("wait_longer", "the same, services 25 % longer", "min", "best moving average", 0.6, True),
    Target("wait_surge", "the same, 1.7 times as many visitors", "min", "best moving average", 0.6, True),
    Target("wait_municipal", "error of waits told, municipal halls", "min", "best moving average", 0.8, True),
    Target("wait_cover_90", "waits within their 90 % interval", "%", "", 93.0, True, 87.0),
    Target("wait_cover_80", "waits within their 80 % interval", "%", "", 84.0, True, 76.0),
    Target("wait_width", "width of the 90 % interval", "min", "narrowest moving average's", 0.8, True),
    Target("wait_bias", "bias ÷ mean wait, worst scenario", "%", "", 15.0, True),
    Target("wait_cpu", "CPU for one ticket's estimate", "ms", "", 20.0, True),
    Target("overtakes", "overtakes beyond the stated bound", "calls", "", 0.0, True),
    *(
        Target(
            f"decide_issue_{size}",
            f"deciding a number, {words}",
            "µs",
            "json.loads of its event",
            limit,
            True,
        )
        for size, words, limit in (
            ("small", "26 services, 12 counters", 8.0),
            ("large", "440 services, 60 counters", 12.0),
        )
    ),
    Target("choose_next", "choose_next, 2,000 waiting", "µs", "max() of their due times", 20.0, True),
    Target("replay", "replay a day of 10,000 events", "ms", "json.loads of them", 40.0, True),
)
