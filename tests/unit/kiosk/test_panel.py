"""A panel whose wires are not all well."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path

import gpiozero
import pytest
from gpiozero.pins.mock import MockFactory, MockPin

from balai.clock import ManualClock
from balai.program.shell import Shell
from hardware.device_file import HubSettings, KeptFiles
from hardware.panel.pins import Pins
from hardware.ports import PartUnavailable
from hardware.virtual.panel import VirtualPanel
from kiosk import admission
from kiosk.config import KioskConfig, PanelSettings
from kiosk.fronts import _buttons
from tests.support.kiosk_fakes import START

PANEL = PanelSettings(pins="virtual:")


def _config(*pins: tuple[int, int, str]) -> KioskConfig:
    return KioskConfig.model_validate({
        "hub": {"url": "http://127.0.0.1:9", "token": "token"}, "printer": {"url": "virtual:"},
        "panel": {"pins": "virtual:"},
        "button": [{"pin": pin, "lamp": lamp, "service": service} for pin, lamp, service in pins],
    })  # fmt: skip


def test_a_pin_that_is_taken_costs_its_own_button_or_lamp_and_is_named() -> None:
    pins = VirtualPanel()
    taken = [gpiozero.LED(pin, pin_factory=pins.factory) for pin in (2, 16)]
    config = _config((2, 15, "akta"), (3, 16, "ktp"), (4, 17, "kk"))
    front = _buttons(config, PANEL, pins, ManualClock(START))
    assert front.services == {"ktp", "kk"}
    assert front.trouble is not None
    assert (front.trouble.code, front.trouble.about) == ("pins_unusable", "GPIO2, GPIO16")
    for led in taken:
        led.close()
    pins.close()


class Board(MockFactory):  # type: ignore[misc]  # ships no types
    """A chip that refuses lines, as the kernel does: by pin, with that errno."""

    def __init__(self, refused: Mapping[str, int]) -> None:
        super().__init__(pin_class=Refusing)
        self.refused = refused


class Refusing(MockPin):  # type: ignore[misc]  # ships no types
    def _set_function(self, value: str) -> None:
        if why := self.factory.refused.get(self.info.name):
            raise OSError(why, os.strerror(why))
        super()._set_function(value)

    def close(self) -> None:
        """Nothing is held."""


@pytest.mark.parametrize(
    ("refused", "lasting"),
    [
        ({"GPIO2": errno.EINVAL, "GPIO3": errno.EINVAL}, True),
        ({"GPIO2": errno.EINVAL, "GPIO3": errno.EBUSY}, False),
        ({"GPIO2": errno.EACCES, "GPIO3": errno.EACCES}, False),
    ],
)
def test_a_panel_without_any_button_ends_for_good_only_where_none_may_come(
    refused: Mapping[str, int], *, lasting: bool
) -> None:
    pins = Pins(Board(refused))
    with pytest.raises(PartUnavailable, match=r"pin [23]") as caught:
        _buttons(_config((2, 15, "akta"), (3, 16, "ktp")), PANEL, pins, ManualClock(START))
    assert caught.value.lasting is lasting
    pins.close()


def test_a_kiosk_is_let_in_though_a_pin_cannot_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pins, config = Pins(Board({"GPIO2": errno.EBUSY})), _config((2, 15, "akta"), (3, 16, "ktp"))
    asked: list[set[int]] = []

    def let_in(hub: HubSettings, *_: object) -> HubSettings:
        asked.append(set(pins.buttons))
        return hub.model_copy(update={"token": "given"})

    monkeypatch.setattr(admission, "open_pins", lambda _url: pins)
    monkeypatch.setattr(admission, "let_in", let_in)
    read = admission.admitted(Shell("kiosk"), config, KeptFiles(tmp_path / "token", tmp_path / "ca"))
    assert (asked, read.hub.token) == ([{3}], "given")
