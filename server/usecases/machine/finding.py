"""One thing looked at on a machine, in a sentence that says what to do."""

from __future__ import annotations

from dataclasses import dataclass

from balai.words.said import Said


@dataclass(frozen=True, slots=True)
class Finding:
    """`part` names what was looked at; `told` says how it is and, unless it is `well`, how to mend it."""

    part: str
    well: bool
    told: Said
