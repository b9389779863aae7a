"""Blocks of numbers from the top of a series, for devices that may be cut off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from balai.domain import events as e
from balai.domain.chains import MOST_HELD, SHARE_HELD, STANDS_DAYS, Chain, HeldBlock
from balai.domain.commands import chains as cc
from balai.domain.errors import Refusal
from balai.domain.fold.chains import device_of
from balai.domain.hall.config import Series
from balai.domain.hall.numbering import Given, Numbers, draw_from_top, hold, share_held
from balai.domain.state import HallDay

#: The chain that holds, after a restore, what other chains may hold; it may be claimed back from it.
RESTORED = "restored"


def hold_numbers(day: HallDay, command: cc.HoldNumbers, now: datetime) -> list[e.Event]:
    """What the chain holds already stands for longer; where little of it is left, more is set aside. What it
    claims and nobody else holds is its own: the log may be of before. Raises Refusal `chain_of_another`."""
    chain = chain_of(day, command.chain, command.actor)
    until = day.date + timedelta(days=STANDS_DAYS)
    events: list[e.Event] = []
    numbers, kept = day.numbers, list[HeldBlock]()
    for block in (*chain.blocks, *_claimed(day, command, chain)):
        stands = until if block.stands_until is not None else None
        known = next((held for held in chain.blocks if held.place == block.place), None)
        if known is None or known.stands_until != stands:
            events.append(_event(command, block, stands))
        numbers = hold(numbers, block.prefix, block.first, block.last, block.width)
        kept.append(block)
    for series in (s for s in day.config.series if s.id in command.series_ids):
        more = _more(day, series, numbers, kept, command.most)
        if more is not None:
            numbers = hold(numbers, more.prefix, more.first, more.last, more.width)
            kept.append(more)
            events.append(_event(command, more, until if more.stands_until else None))
    return events


def chain_of(day: HallDay, chain: str, actor: str) -> Chain:
    """A chain of the actor, a device; empty where it is new. Raises Refusal `chain_of_another`."""
    device_id = device_of(actor)
    found = day.chains.get(chain) or Chain(device_id)
    if found.device_id != device_id:
        raise Refusal("chain_of_another", "This chain is another device's.", device_id=found.device_id)
    return found


def _claimed(day: HallDay, command: cc.HoldNumbers, chain: Chain) -> Iterator[HeldBlock]:
    known = {block.place for block in chain.blocks}
    others = [b for id_, c in day.chains.items() if id_ not in (command.chain, RESTORED) for b in c.blocks]
    for block in command.claims:
        is_block = 0 <= block.last - block.first < MOST_HELD and block.series_id in day.config.series_by_id
        theirs = any(_meet(block, other) for other in others)
        if block.place in known or not is_block or theirs or _given_within(day.numbers, block):
            continue
        known.add(block.place)
        yield block


def _meet(one: HeldBlock, other: HeldBlock) -> bool:
    return one.prefix == other.prefix and one.first <= other.last and other.first <= one.last


def _given_within(numbers: Numbers, block: HeldBlock) -> bool:
    given = numbers.get(block.prefix)
    return given is not None and given.highest(block.first, block.last) is not None


def _more(
    day: HallDay, series: Series, numbers: Numbers, kept: list[HeldBlock], most: int
) -> HeldBlock | None:
    """A block more where less than half of what the chain may have of a series is left."""
    own = [block for block in kept if block.series_id == series.id and block.prefix == series.letter]
    left = sum(_unused(numbers.get(series.letter), block) for block in own)
    if left * 2 > most:
        return None
    whole = series.last - series.first + 1
    restored = day.chains.get(RESTORED)
    set_aside = (
        sum(b.last - b.first + 1 for b in restored.blocks if b.series_id == series.id) if restored else 0
    )
    room = int(whole * SHARE_HELD) - (share_held(numbers, series) - set_aside)
    count = min(most - left, room)
    block = draw_from_top(numbers, series, count) if count > 0 else None
    if block is None:
        return None
    standing = sum(b.last - b.first + 1 for b in own if b.stands_until is not None)
    stands: date | None = day.date if standing + count <= most else None
    return HeldBlock(series.id, block.prefix, block.first, block.last, block.width, stands)


def _unused(given: Given | None, block: HeldBlock) -> int:
    spans = given.used if given else ()
    gone = sum(max(0, min(to, block.last) - max(first, block.first) + 1) for first, to in spans)
    return block.last - block.first + 1 - gone


def _event(command: cc.HoldNumbers, block: HeldBlock, stands: date | None) -> e.NumbersReserved:
    return e.NumbersReserved(
        block.series_id, block.first, block.last, device_of(command.actor), block.prefix, block.width,
        command.chain, stands,
    )  # fmt: skip
