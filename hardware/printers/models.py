"""Printer models: what a device file's `model` stands for, so that an installer need not know it.

A new model is one line of `MODELS`. How printers are reached (USB, TCP, serial) is `hardware/registry.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

Dots: TypeAlias = Literal[576, 384]


@dataclass(frozen=True)
class PrinterModel:
    """What is the same for all printers of a model."""

    #: Dots across the paper, at 8 a millimetre: 576 on rolls of 80 mm, 384 on rolls of 58 mm.
    width_dots: Dots


GENERIC = "generic-80"
MODELS: Mapping[str, PrinterModel] = MappingProxyType(
    {
        GENERIC: PrinterModel(576),
        "generic-58": PrinterModel(384),
        "epson-tm-m30": PrinterModel(576),
        "epson-tm-t20": PrinterModel(576),
        "epson-tm-t82": PrinterModel(576),
    }
)
