"""The code of the first start: shown where the hub runs, guessed by nobody, another after many wrong ones."""

from __future__ import annotations

import pytest

from balai.errors import Refusal
from server.usecases.founding import ALL_TRIES_A_MINUTE, TRIES_A_MINUTE, WRONG_CODES, StartCode
from server.usecases.limits import TooOften


class Machine:
    """A console, and a clock that stands still unless it is moved."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.now = 0.0
        self.code = StartCode(self.shown.append, lambda: self.now)

    def wrong(self) -> str:
        """A code that is not the one shown."""
        return f"{(int(self.shown[-1]) + 1) % 10**6:06d}"


def test_the_code_that_is_shown_passes_however_it_is_spaced() -> None:
    machine = Machine()
    code = machine.shown[0]
    assert len(code) == 6
    for told in (code, f"{code[:3]} {code[3:]}", f" {code} "):
        machine.code.check(told, "10.0.0.1")


@pytest.mark.parametrize("told", ["", "12345", "code", "\0"])
def test_any_other_is_refused(told: str) -> None:
    with pytest.raises(Refusal) as refused:
        Machine().code.check(told, "10.0.0.1")
    assert refused.value.code == "start_code_wrong"


def test_an_address_has_few_tries_and_the_right_code_costs_none() -> None:
    machine = Machine()
    for _ in range(TRIES_A_MINUTE):
        with pytest.raises(Refusal):
            machine.code.check(machine.wrong(), "10.0.0.1")
    with pytest.raises(TooOften):
        machine.code.check(machine.shown[-1], "10.0.0.1")
    # Whoever stands at the machine is not kept out by it.
    for _ in range(2 * ALL_TRIES_A_MINUTE):
        machine.code.check(machine.shown[-1], "10.0.0.2")


def test_after_many_wrong_codes_another_is_shown_and_the_old_one_is_none() -> None:
    machine = Machine()
    first = machine.shown[0]
    for n in range(WRONG_CODES):
        machine.now += 60.0
        with pytest.raises(Refusal):
            machine.code.check(machine.wrong(), f"10.0.0.{n}")
    assert len(machine.shown) == 2
    machine.now += 60.0
    if machine.shown[1] != first:
        with pytest.raises(Refusal):
            machine.code.check(first, "10.0.1.1")
    machine.code.check(machine.shown[1], "10.0.1.1")
