"""The row on the memory of a wall with forty photographs, a logo and a video that plays: the most that it
ever had resident, and its decoder's."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from bench.harness import Pair, Round
from bench.stage import Stage, assert_durable
from bench.wall.wall import Display, display
from demo.driving.wait import eventually

ROWS = ("wall_memory",)
PICTURES, PIXELS = 40, (4000, 3000)
#: A zone for few counters, in which a video plays.
_SCOPE = 'counters = ["loket-1", "loket-2", "loket-3"]\npictures = "gambar"\nlogo = "gambar/logo.png"\n'


@contextmanager
def pictures(stage: Stage, _wanted: frozenset[str]) -> Iterator[Round]:
    """A wall that has read all of them and plays."""
    site = stage.site()
    token = site.device("display", "layar-1")
    hub = site.start()
    assert_durable(hub)
    folder = stage.folder()
    _fill(folder / "gambar")
    with display(folder, hub.url, token, "system", _SCOPE) as shown:

        def measure(_number: int) -> Mapping[str, Pair]:
            eventually(lambda: _decoder(shown) is not None, timeout=120, interval=0.5)
            eventually(lambda: shown.state()["pictures"] == PICTURES, timeout=240, interval=0.5)
            # One may just have come to its video's end.
            decoder = eventually(lambda: _decoder(shown), timeout=30)
            assert decoder is not None
            return {"wall_memory": (_megabytes(shown.pid, "VmHWM") + _megabytes(decoder, "VmRSS"), None)}

        yield measure


def _fill(folder: Path) -> None:
    """Photographs as a telephone takes them, a logo, and a video of a minute."""
    folder.mkdir()
    photograph = Image.effect_noise((PIXELS[0] // 4, PIXELS[1] // 4), 60).convert("RGB").resize(PIXELS)
    photograph.save(folder / "a0.jpg", quality=88)
    for number in range(1, PICTURES):
        (folder / f"a{number}.jpg").write_bytes((folder / "a0.jpg").read_bytes())
    Image.new("RGBA", (800, 600), (200, 40, 40, 255)).save(folder / "logo.png")
    made = ["-f", "lavfi", "-i", "testsrc2=s=1920x1080:d=60:r=25", "-pix_fmt", "yuv420p"]
    subprocess.run(["ffmpeg", "-v", "error", *made, "-preset", "ultrafast", folder / "b.mp4"], check=True)


def _decoder(shown: Display) -> int | None:
    """The process that decodes the video."""
    children = Path(f"/proc/{shown.pid}/task").glob("*/children")
    found = [int(pid) for file in children for pid in file.read_text().split()]
    return next((pid for pid in found if "ffmpeg" in Path(f"/proc/{pid}/comm").read_text()), None)


def _megabytes(pid: int, what: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in status if line.startswith(what)).split()[1]) / 1000
