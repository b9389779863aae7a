"""What is asked of the kernel for a pin is laid out as its driver reads it; pins are tried on a kernel that
pretends to have some (tests/install/panel)."""

from __future__ import annotations

from hardware.panel import lines


def test_each_request_has_the_number_that_the_driver_answers() -> None:
    # As <linux/gpio.h> makes them of the sizes of its structures.
    numbers = (lines.GET_CHIP, lines.GET_LINE, lines.GET_VALUES, lines.SET_VALUES)
    assert numbers == (0x8044B401, 0xC250B407, 0xC010B40E, 0xC010B40F)
