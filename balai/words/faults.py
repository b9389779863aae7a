"""A device's fault in words: once for the wall, the kiosk, the page of devices and a phone."""

from __future__ import annotations

from typing import Literal, NamedTuple

from balai.words.catalogue import Words

DeviceKind = Literal["display", "kiosk"]


class Told(NamedTuple):
    """What happened, without a full stop, and what to do about it in whole sentences."""

    what: str
    do: str


def fault_told(code: str, say: Words, kind: DeviceKind, about: str = "") -> Told:
    """A fault by its code. `about` names what it is about; a code of a later version is told by that."""
    if f"fault.{code}.what" not in say:
        code = "other"
    params = {"about": about, "device": say(f"device.{kind}"), "kind": kind}
    what, do = say(f"fault.{code}.what", **params), say(f"fault.{code}.do", **params)
    return Told(what[:1].upper() + what[1:], do)
