"""Draw the wall's three pictures anew and keep them as the approved ones that tests compare with.

Run it after a wanted change, look at what it wrote, and commit both: `python -m tools.approve_wall`.
"""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

from display.frame import paint, read_board
from display.screen import encode

ROOT = Path(__file__).resolve().parent.parent
BOARDS = ROOT / "tests" / "support" / "boards"
GOLDEN = ROOT / "tests" / "integration" / "golden"
AT = datetime(2026, 4, 14, 2, 42, tzinfo=UTC)
_COLOURS = 48


def main() -> None:
    """Write display-idle, display-call and display-offline with few colours, to keep them small."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    hall, offline = read_board(BOARDS / "hall.json"), read_board(BOARDS / "hall-offline.json")
    size = (1920, 1080)
    pictures = {
        "idle": paint(hall, size, AT + timedelta(seconds=30), slide=1),
        "call": paint(hall, size, AT, {"loket-3": "right"}),
        "offline": paint(offline, size, AT),
    }
    for name, picture in pictures.items():
        path = GOLDEN / f"display-{name}.png"
        image = Image.open(io.BytesIO(encode(picture))).convert("RGB")
        image.quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
