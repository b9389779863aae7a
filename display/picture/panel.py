"""The panel on the wall and how its picture is divided, in design pixels.

A landscape picture holds 1920 x 1080 design pixels, an upright one 1080 x 1920. A panel of another
shape has more of them one way, which go to the counters.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from drawing.box import CAP, Box

#: Figures of 50 mm are read at 10 m (height >= distance / 250 x 1.25).
LEAST_MM = 50.0
#: What is read at 5 m: a counter's number in its cell, earlier calls, breaks and their ends.
NEAR_MM = 25.0


@dataclass(frozen=True)
class Plan:
    """Where the parts stand in a picture of `width` x `height`; `stale` leaves room for the notice.
    `part` is the height of the top bar where this is what a list of calls leaves of a picture."""

    width: float
    height: float
    portrait: bool = False
    stale: bool = False
    part: float = 0.0

    @property
    def header(self) -> Box:
        """The top bar."""
        return Box(0, 0, self.width, self.part or (120 if self.portrait else 84))

    @property
    def notice(self) -> Box:
        """Since when the connection is lost."""
        return Box(0, self.header.height, self.width, 132 if self.portrait else 96)

    @property
    def hero(self) -> Box:
        """The latest call."""
        if self.portrait:
            return Box(40, 266, self.width - 80, 286) if self.stale else Box(40, 120, self.width - 80, 432)
        return Box(40, 194, self.width - 630, 240) if self.stale else Box(40, 84, self.width - 630, 308)

    @property
    def info(self) -> Box:
        """What visitors should have with them."""
        if self.portrait:
            return Box(40, self.height - 286, self.width - 80, 154)
        x = self.width - 550
        return Box(x, 194, 510, 250) if self.stale else Box(x, 84, 510, 316)

    @property
    def grid(self) -> Box:
        """All counters."""
        if self.portrait:
            return Box(40, 566, self.width - 80, self.height - 852)
        top, bottom = (450, 84) if self.stale else (410, 85)
        return Box(40, top, self.width - 80, self.height - top - bottom)

    @property
    def right_half(self) -> Box:
        """The counters where a video stands beside them: the right half."""
        half = (self.grid.width - 40) / 2
        return self.grid._replace(x=self.grid.x + half + 40, width=half)

    @property
    def video(self) -> Box:
        """The picture of a video: as wide as the left half, 16 to 9, with room for two lines below."""
        half = (self.grid.width - 40) / 2
        return Box(self.grid.x, self.grid.y, half, half * 506 / 900)

    @property
    def strip(self) -> Box:
        """The bottom bar."""
        high = 132 if self.portrait else 80
        return Box(0, self.height - high, self.width, high)

    @property
    def strip_tall(self) -> Box:
        """The bottom bar below a call."""
        high = 0 if self.part else 140 if self.portrait else 128
        return Box(0, self.height - high, self.width, high)

    @property
    def call(self) -> Box:
        """A call that has the screen."""
        top = self.header.height
        return Box(0, top, self.width, self.height - top - self.strip_tall.height)

    @property
    def signal(self) -> Box:
        """The yellow of a call: its number's ground."""
        high = 760 if self.portrait else self.call.height - 258
        return Box(0, self.call.y, self.width, high)

    @property
    def way(self) -> Box:
        """The counter of a call, and where it lies."""
        return Box(0, self.signal.bottom, self.width, self.call.bottom - self.signal.bottom)

    def beside(self, list_of_calls: Box) -> Plan:
        """What such a list leaves for the call that is spoken: the left, or the upper part."""
        upright = self.portrait
        width = self.width if upright else list_of_calls.x
        height = list_of_calls.y if upright else self.height
        return Plan(width, height, part=self.header.height)

    @property
    def rest(self) -> Box:
        """All between the bars, while the hall is closed."""
        return Box(0, self.header.bottom, self.width, self.strip.y - self.header.bottom)


@dataclass(frozen=True)
class Panel:
    """A panel of `width` x `height` real pixels whose diagonal is `inches` long."""

    width: int = 1920
    height: int = 1080
    inches: float = 43.0

    @property
    def portrait(self) -> bool:
        """Whether it stands upright."""
        return self.height > self.width

    @cached_property
    def scale(self) -> float:
        """Real pixels of a design pixel."""
        wide, high = (1080, 1920) if self.portrait else (1920, 1080)
        return min(self.width / wide, self.height / high)

    @property
    def mm(self) -> float:
        """The size of a real pixel."""
        return self.inches * 25.4 / math.hypot(self.width, self.height)

    @property
    def smallest(self) -> float:
        """The font size, in design pixels, from which figures are 50 mm tall."""
        return self._font_of(LEAST_MM)

    @property
    def near(self) -> float:
        """The font size, in design pixels, from which figures are 25 mm tall."""
        return self._font_of(NEAR_MM)

    def _font_of(self, millimetres: float) -> float:
        return (math.ceil(millimetres / self.mm) + 0.5) / self.scale / CAP

    def plan(self, stale: bool = False) -> Plan:
        """The division of its picture."""
        return Plan(self.width / self.scale, self.height / self.scale, self.portrait, stale)


#: The panel of a device file that says nothing: 43 inches, 1920 x 1080.
USUAL = Panel()
