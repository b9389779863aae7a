"""Chains: what a device that may be cut off keeps of a day, and what a log says of it.

A device numbers all that it gives out, in a chain of its own (a new machine begins a new one), and holds
blocks of numbers from the top of a series.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from balai.domain.event import Event
from balai.domain.hall.numbering import Numbers, hold

#: For so many days after a device was last heard its blocks stand, also on a morning without a hub.
STANDS_DAYS = 7
#: As many numbers of a series as one chain holds for later; and the part of a series that all hold together.
MOST_HELD, SHARE_HELD = 50, 0.2
#: What may be odd about a ticket that a device brings: the quota was used up, its number was given to
#: somebody else, the number that it abandoned had been called already, and nobody knows whether it came out.
FLAGS = ("over_quota", "number_twice", "abandoned_called", "print_unknown")


@dataclass(frozen=True, slots=True)
class HeldBlock:
    """Numbers that a chain keeps, `first` to `last` as printed under `prefix` with `width` digits.
    `stands_until` is the last day (local) to which it is carried; None: for this day alone."""

    series_id: str
    prefix: str
    first: int
    last: int
    width: int
    stands_until: date | None = None

    @property
    def place(self) -> tuple[str, int, int]:
        """Which numbers they are, whoever has them until when."""
        return self.prefix, self.first, self.last


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain today: whose it is, the last of its tickets that the log has (`last_n`), what it holds."""

    device_id: str
    last_n: int = 0
    blocks: tuple[HeldBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A block that a day carries over for a chain."""

    chain: str
    device_id: str
    block: HeldBlock


Chains = Mapping[str, Chain]


@dataclass(frozen=True, slots=True)
class VisitAbandoned(Event):
    """A device has given up what it asked for under this visit: whatever comes of it is not wanted. `n` is
    its place in the device's `chain`."""

    TYPE: ClassVar[str] = "visit_abandoned"
    visit_id: str
    chain: str
    n: int


@dataclass(frozen=True, slots=True)
class LateTicketAdopted(Event):
    """A device brings a ticket of a day that is over: its visitor has a right (`voucher`), honoured first on
    `valid_on` (None: when the service opens again)."""

    TYPE: ClassVar[str] = "late_ticket_adopted"
    visit_id: str
    number: str
    service_id: str
    of_day: date
    voucher: str
    valid_on: date | None
    chain: str
    n: int
    plan: tuple[str, ...] = ()
    priority_class: str = "regular"
    persons: int = 1


#: The kinds of this list, for the list of all.
CHAINS: tuple[type[Event], ...] = (VisitAbandoned, LateTicketAdopted)


def heard(chains: Chains, chain: str, device_id: str, n: int) -> Chains:
    """The chains after a ticket came of one."""
    before = chains.get(chain) or Chain(device_id)
    return {**chains, chain: Chain(before.device_id, max(before.last_n, n), before.blocks)}


def holding(chains: Chains, chain: str, device_id: str, block: HeldBlock) -> Chains:
    """The chains after one was given a block, or one that it has for longer."""
    before = chains.get(chain) or Chain(device_id)
    others = tuple(held for held in before.blocks if held.place != block.place)
    return {**chains, chain: Chain(before.device_id, before.last_n, (*others, block))}


def carried(standing: Iterable[Standing], numbers: Numbers) -> tuple[Chains, Numbers]:
    """Chains and numbers as a day begins with the blocks that stand."""
    chains: Chains = {}
    for one in standing:
        block = one.block
        chains = holding(chains, one.chain, one.device_id, block)
        numbers = hold(numbers, block.prefix, block.first, block.last, block.width)
    return chains, numbers


def standing_over(chains: Chains, to: date) -> tuple[Standing, ...]:
    """The blocks that stand on the day `to`. Of a device whose machine was replaced only those of the chain
    that was heard last: the others stand for a shorter time."""
    latest: dict[str, date] = {}
    for chain in chains.values():
        ends = [block.stands_until for block in chain.blocks if block.stands_until is not None]
        latest[chain.device_id] = max([latest.get(chain.device_id, date.min), *ends])
    return tuple(
        Standing(id_, chain.device_id, block)
        for id_, chain in sorted(chains.items())
        for block in chain.blocks
        if block.stands_until is not None
        and block.stands_until >= to
        and block.stands_until == latest[chain.device_id]
    )
