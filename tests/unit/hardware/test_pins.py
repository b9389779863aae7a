"""The header's pins are found by the name of their chip, whatever number the kernel gave it."""

from __future__ import annotations

import pytest

from hardware.panel.pins import chip_of, header_of

#: As the kernels of these boards name their chips.
BOARDS = {
    "Raspberry Pi 4": ({0: "pinctrl-bcm2711", 1: "raspberrypi-exp-gpio"}, 0),
    "Raspberry Pi 5, its maker's kernel": (
        {0: "pinctrl-rp1", 10: "gpio-brcmstb@107d508500", 11: "gpio-brcmstb@107d508520"}, 0,
    ),
    "Raspberry Pi 5, found late": (
        {0: "gpio-brcmstb@107d508500", 1: "gpio-brcmstb@107d517c00", 2: "pinctrl-rp1"},
        2,
    ),
    "a machine with an adapter": ({0: "ftdi-cbus"}, None),
    "a machine without any": ({}, None),
}  # fmt: skip


@pytest.mark.parametrize(("labels", "number"), BOARDS.values(), ids=BOARDS)
def test_the_chip_of_the_header_is_found_by_its_name(labels: dict[int, str], number: int | None) -> None:
    assert header_of(labels) == number


def test_a_header_that_is_found_late_is_waited_for_and_then_the_first_chip_is_taken() -> None:
    late, found = BOARDS["Raspberry Pi 5, found late"]
    without = {number: label for number, label in late.items() if number != found}
    with pytest.raises(OSError, match="No such device"):
        chip_of(without, 20.0)
    assert (chip_of(late, 20.0), chip_of(without, 90.0)) == (found, 0)
