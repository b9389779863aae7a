"""A small program that writes until it is killed: `python -m tests.support.hub.writer_child URL START EACH`.

Commits batches of EACH issues; prints `request_id number text` for each once it is committed.
"""

from __future__ import annotations

import sys
import uuid

from balai.clock import ManualClock
from server.store import open_store
from tests.support.days import MORNING
from tests.support.hub.stores import HALL, issue


def request_id_of(number: int) -> str:
    """The id of the n-th request, the same in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"request-{number}"))


def main(url: str, start: int, each: int) -> None:
    """Write for ever."""
    with open_store(url, hub=True) as store:
        store.serve()
        writer = store.writer(HALL, ManualClock(MORNING))
        for first in range(start, start + 1_000_000, each):
            ids = [request_id_of(number) for number in range(first, first + each)]
            committed = writer.commit([issue(request_id=request_id) for request_id in ids])
            for request_id, outcome in zip(ids, committed.outcomes, strict=True):
                sys.stdout.write(f"{request_id} {outcome.text}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
