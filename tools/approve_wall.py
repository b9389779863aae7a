"""Draw the wall's pictures anew and keep them as the approved ones that tests compare with.

Run it after a wanted change, look at what it wrote, and commit both: `python -m tools.approve_wall`. Words
after it choose the states that begin with them.
"""

from __future__ import annotations

import sys

from tests.support.wall.approved import GOLDEN, approve
from tests.support.wall.frames import PICTURES


def main(states: list[str]) -> None:
    """Write the approved pictures of those states, or of all, and take away those that are no longer made."""
    for name, picture in PICTURES.items():
        if not states or name.startswith(tuple(states)):
            path = approve(name, picture())
            print(f"{path.name}: {path.stat().st_size // 1024} kB")
    for path in GOLDEN.glob("display-*.png"):
        if path.stem.removeprefix("display-") not in PICTURES:
            path.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
