"""A panel of buttons and lamps on pins that a kernel only pretends to have (gpio-sim). Run where there are
such: python pressing.py FOLDER, in which they lie."""

from __future__ import annotations

import sys
import threading
from contextlib import closing
from pathlib import Path

from hardware.registry import open_pins

BUTTONS, LAMP = (17, 22), 27


def main(pretended: Path) -> None:
    """Press buttons, light a lamp and darken it; raises AssertionError where the panel sees it otherwise."""

    def pull(pin: int, way: str) -> None:
        (pretended / f"sim_gpio{pin}" / "pull").write_text(way)

    def level() -> str:
        return (pretended / f"sim_gpio{LAMP}" / "value").read_text().strip()

    with closing(open_pins("gpio:")) as pins:
        pressed, released = threading.Semaphore(0), threading.Semaphore(0)
        lamp = pins.lamp(LAMP)
        for pin in BUTTONS:
            button = pins.button(pin)
            button.on_press(pressed.release)
            button.on_release(released.release)
        for pin in BUTTONS:
            pull(pin, "pull-down")
            assert pressed.acquire(timeout=30), f"a press of {pin} is not heard"
            pull(pin, "pull-up")
            assert released.acquire(timeout=30), f"{pin} is let go, which is not heard"
        assert level() == "0", "a lamp is lit from the start"
        lamp.on()
        assert level() == "1", "a lamp stays dark"
        lamp.off()
        assert level() == "0", "a lamp stays lit"
        lamp.on()
    assert level() == "0", "a lamp is lit though its program is gone"
    sys.stdout.write("pins: well\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
