"""Draw the wall's pictures anew and keep them as the approved ones that tests compare with.

Run it after a wanted change, look at what it wrote, and commit both: `python -m tools.approve_wall`.
"""

import io

from PIL import Image

from display.screen import encode
from tests.support.frames import GOLDEN, PICTURES

_COLOURS = 96


def main() -> None:
    """Write every approved picture with few colours, to keep them small."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name, picture in PICTURES.items():
        path = GOLDEN / f"display-{name}.png"
        image = Image.open(io.BytesIO(encode(picture()))).convert("RGB")
        image.quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        print(f"{path.name}: {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
