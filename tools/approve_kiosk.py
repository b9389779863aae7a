"""Draw the pictures of a kiosk's screen anew and keep them as the approved ones that tests compare with.

Run it after a wanted change, look at what it wrote, and commit both: `python -m tools.approve_kiosk`. Words
after it choose the states that begin with them.
"""

from __future__ import annotations

import sys

from tests.support.touch.shots import PICTURES
from tests.support.wall.approved import approve_all

if __name__ == "__main__":
    approve_all("kiosk", PICTURES, sys.argv[1:])
