"""What is found when a machine is looked at: a sentence each that says how it is, or what to do."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from balai.words.said import Said, say

F = TypeVar("F", bound=Callable[..., Any])


def check_options(command: F) -> F:
    """--check and --json of a program: look at what it needs on this machine, say so, and do not run."""
    check: Callable[[F], F] = click.option("--check", is_flag=True, help=say("option.check"))
    as_json: Callable[[F], F] = click.option("--json", "as_json", is_flag=True, help=say("option.check_json"))
    return check(as_json(command))


@dataclass(frozen=True, slots=True)
class Finding:
    """`part` names what was looked at; `told` says how it is and, unless it is `well`, how to mend it."""

    part: str
    well: bool
    told: Said


def show(found: Sequence[Finding], *, as_json: bool = False) -> int:
    """Write what was found on standard output, a line each or as one JSON object; the exit code: 0 where all
    is well, else 1."""
    ill = [finding for finding in found if not finding.well]
    if as_json:
        rows = [{"part": f.part, "well": f.well, "told": f.told} for f in found]
        click.echo(json.dumps({"well": not ill, "found": rows}, ensure_ascii=False))
        return 1 if ill else 0
    for finding in found:
        verdict = say("cli.doctor.well" if finding.well else "cli.doctor.mend")
        click.echo(f"{verdict:<9} {say(f'doctor_part.{finding.part}'):<12} {finding.told}")
    click.echo(say("cli.doctor.sum", count=len(ill)) if ill else say("cli.doctor.all_well"))
    return 1 if ill else 0
