"""The pins of the 40-pin header on the lines of a chip: what buttons and lamps of gpiozero hang on. It needs
the kernel alone, and so is the same on every board, release and interpreter."""

from __future__ import annotations

import os
import select
import threading
from time import monotonic
from typing import Any

from gpiozero import PinInvalidEdges
from gpiozero.pins.pi import PiFactory, PiPin

from hardware.panel.lines import BIASES, BOTH_EDGES, INPUT, OUTPUT, Line
from hardware.waking import WakingThread

#: A board by its revision (Raspberry Pi 5): all with a header of 40 pins number them alike.
_BOARD = 0xC04170


class Header(PiFactory):  # type: ignore[misc]  # ships no types
    """A gpiozero pin factory. Whoever listens to a pin is called from its one thread."""

    def __init__(self, chip: int) -> None:
        """Open the chip of that number. Raises OSError."""
        super().__init__()
        self.pin_class = HeaderPin
        self.chip = os.open(f"/dev/gpiochip{chip}", os.O_RDWR | os.O_CLOEXEC)
        self._lock = threading.Lock()
        self._watched: dict[int, HeaderPin] = {}
        self._files = select.epoll()
        self._thread = WakingThread(self._watch, "pins")
        self._files.register(self._thread.woken, select.EPOLLIN)
        self._thread.start()

    def close(self) -> None:
        """Give everything back; harmless to repeat."""
        if self._thread.end():
            super().close()
            self._files.close()
            os.close(self.chip)

    def watch(self, pin: HeaderPin, line: Line) -> None:
        """Have the pin told of each edge of its line."""
        with self._lock:
            self._watched[line.file] = pin
            self._files.register(line.file, select.EPOLLIN)

    def forget(self, line: Line) -> None:
        """The opposite; harmless where it was not watched."""
        with self._lock:
            if self._watched.pop(line.file, None):
                self._files.unregister(line.file)

    @staticmethod
    def ticks() -> float:
        """Now, as the kernel's edges have it: monotonic seconds."""
        return monotonic()

    @staticmethod
    def ticks_diff(later: float, earlier: float) -> float:
        """The seconds between two of them."""
        return later - earlier

    def _get_revision(self) -> int:
        return _BOARD

    def _watch(self) -> None:
        while not self._thread.ending:
            for file, _ in self._files.poll():
                with self._lock:
                    pin = self._watched.get(file)
                    edges = pin.happened() if pin else []
                if pin:
                    pin.tell(edges)


class HeaderPin(PiPin):  # type: ignore[misc]  # ships no types
    """One pin; its line is held from when it is made an input or an output until it is closed."""

    def __init__(self, factory: Header, info: Any) -> None:
        super().__init__(factory, info)
        self._line: Line | None = None
        self._function, self._pull = "input", "floating"

    def close(self) -> None:
        """Give the line back; a lamp that was lit is dark."""
        self._set_when_changed(None)
        if self._line and self._function == "output":
            self._hold("input")
        self._release()
        self._pull = "floating"

    def output_with_state(self, state: Any) -> None:
        """Make it an output with that level from the first moment on."""
        self._hold("output", int(state))

    def happened(self) -> list[tuple[float, int]]:
        """What its line did meanwhile."""
        return self._line.edges() if self._line else []

    def tell(self, edges: list[tuple[float, int]]) -> None:
        """Tell whoever listens."""
        heard = self.when_changed
        for edge in edges if heard else ():
            heard(*edge)

    def _hold(self, function: str, level: int = 0) -> None:
        self._release()
        flags = OUTPUT if function == "output" else INPUT | BOTH_EDGES | BIASES[self._pull]
        self._line, self._function = Line(self.factory.chip, self._number, flags, level), function
        if self.when_changed is not None:
            self._enable_event_detect()

    def _release(self) -> None:
        if self._line:
            self.factory.forget(self._line)
            self._line.close()
            self._line = None

    def _get_function(self) -> str:
        return self._function

    def _set_function(self, value: str) -> None:
        self._hold(value)

    def _get_pull(self) -> str:
        return self._pull

    def _set_pull(self, value: str) -> None:
        self._pull = value
        self._hold("input")

    def _get_state(self) -> int:
        return self._line.value if self._line else 0

    def _set_state(self, value: Any) -> None:
        if self._line:
            self._line.value = int(value)

    def _get_edges(self) -> str:
        return "both"

    def _set_edges(self, value: str) -> None:
        if value != "both":
            raise PinInvalidEdges(f"{value}: only both")

    def _enable_event_detect(self) -> None:
        if self._line:
            self.factory.watch(self, self._line)

    def _disable_event_detect(self) -> None:
        if self._line:
            self.factory.forget(self._line)
