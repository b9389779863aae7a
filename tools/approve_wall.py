"""Draw the wall's pictures anew and keep them as the approved ones that tests compare with.

Run it after a wanted change, look at what it wrote, and commit both: `python -m tools.approve_wall`. Words
after it choose the states that begin with them.
"""

from __future__ import annotations

import sys

from tests.support.wall.approved import approve_all
from tests.support.wall.frames import PICTURES

if __name__ == "__main__":
    approve_all("display", PICTURES, sys.argv[1:])
