"""Errors that people meet. Each says what happened, what is kept safe and what to do."""

from __future__ import annotations

from dataclasses import dataclass, field

from balai.domain.errors import BalaiError, BrokenLog, Refusal
from balai.words.said import say

__all__ = ["BalaiError", "BrokenLog", "ConfigurationFaults", "Fault", "PartMissing", "Refusal"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a configuration file, with the line it stands on (None: nowhere yet).

    `place` is the path in parts, from 0, and `kind` pydantic's kind of error, for who reads no lines.
    """

    path: str
    line: int | None
    message: str
    place: tuple[str | int, ...] = field(default=(), compare=False)
    kind: str = field(default="unfit", compare=False)

    def __str__(self) -> str:
        where = say("setting.line", line=self.line) if self.line else say("setting.nowhere")
        return f"{where}: {self.path}: {self.message}" if self.path else f"{where}: {self.message}"


class ConfigurationFaults(BalaiError):
    """A configuration that is wrong, with every fault at once. What was in force stays in force."""

    code = "configuration_faults"
    lasting = True

    def __init__(self, source: str, faults: list[Fault]) -> None:
        self.faults = sorted(faults, key=lambda f: (f.line or 0, f.path))
        listed = "\n".join(f"  {fault}" for fault in self.faults)
        told = say("setting.faults", source=source, count=len(faults))
        super().__init__(f"{told}\n{listed}", source=source)


class PartMissing(BalaiError):
    """A part that this installation does not have, and how to get it."""

    code = "part_missing"
    lasting = True
