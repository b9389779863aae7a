"""Kiosks that are cut off on a random day: what they hold, give out by themselves, and bring late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.chains import HeldBlock
from balai.domain.commands import chains as cc
from balai.domain.day import HallDay, Happened
from balai.domain.hall.numbering import label
from balai.domain.visit import LegState
from tests.support.random_days.driver import Driver, step, truth

KIOSKS = ("k1", "k2", "k3")


class CutOff(Driver):
    """Three kiosks, each with a chain; what they have not brought yet waits in a pile."""

    REFUSALS = frozenset({"chain_of_another", "code_taken", "visit_abandoned"})

    def __init__(self, opening: c.OpenDay) -> None:
        self.pile: list[cc.AdoptVisit] = []
        self.brought: list[cc.AdoptVisit] = []
        self.given_by_kiosks: set[tuple[str, int]] = set()
        self.given_up: set[str] = set()
        self.places = dict.fromkeys(KIOSKS, 0)
        super().__init__(opening)

    def close_log(self) -> None:
        """Numbers begin again each day, but for places that are kept over night: a kiosk gives none of
        theirs. What was not brought is brought later."""
        if self.day.config.rules.over_night != "order":
            self.given_by_kiosks.clear()
        self.brought = []
        super().close_log()

    @step(2)
    def hold_numbers(self, rnd: Random) -> None:
        kiosk = rnd.choice(KIOSKS)
        chain = rnd.choice(KIOSKS) if rnd.random() < 0.05 else kiosk
        series = tuple(s.id for s in self.day.config.series if rnd.random() < 0.7)
        self.ask(
            cc.HoldNumbers(actor=f"device:{kiosk}", chain=chain, series_ids=series, most=rnd.randint(1, 6))
        )

    @step(3)
    def press_while_cut_off(self, rnd: Random) -> None:
        kiosk = rnd.choice(KIOSKS)
        for _ in range(rnd.randint(1, 3)):
            self._press(rnd, kiosk)

    def _press(self, rnd: Random, kiosk: str) -> None:
        found = self._next_number(kiosk)
        if found is None:
            return
        block, ordinal = found
        self.given_by_kiosks.add((block.prefix, ordinal))
        services = [s.id for s in self.day.config.services if s.series_id == block.series_id]
        self.places[kiosk] += 1
        pressed = cc.AdoptVisit(
            actor=f"device:{kiosk}", visit_id=self.new_id("o"), chain=kiosk, n=self.places[kiosk],
            day=self.day.date, number=label(block.prefix, ordinal, block.width), series_id=block.series_id,
            ordinal=ordinal, service_id=rnd.choice([*services, "no-such-service"]),
            priority_class=rnd.choice(["regular", "regular", "priority"]), persons=rnd.choice([1, 1, 1, 3]),
            abandons=rnd.choice([None, self.new_id("x"), *sorted(self.day.visits)[:3]]),
            voucher=self.new_id("late-"), certainly_printed=rnd.random() < 0.9,
            occurred_at=self.now - timedelta(seconds=rnd.choice([0, 0, 5, 900])),
            clock_certain=rnd.random() < 0.8,
        )  # fmt: skip
        self.pile.append(pressed)

    @step(3)
    def bring_what_was_given(self, rnd: Random) -> None:
        if self.brought and rnd.random() < 0.2:
            assert not self.ask(rnd.choice(self.brought)), "brought twice, it changes nothing"
        for _ in range(min(len(self.pile), rnd.randint(1, 3))):
            command = self.pile.pop(rnd.randrange(len(self.pile)))
            if self.checked(replace(command, actor=f"device:{command.chain}")):
                self.brought.append(command)
                assert self._is_void(command.abandons or "") or command.abandons in self.given_up
                self.given_up.add(command.abandons or "")

    @step()
    def void(self, rnd: Random) -> None:
        visit_id = rnd.choice([self.new_id("x"), *sorted(self.day.visits)[-3:]])
        kiosk = rnd.choice(KIOSKS)
        command = cc.VoidVisit(actor=f"device:{kiosk}", visit_id=visit_id, chain=kiosk, n=self.places[kiosk])
        assert not self.ask(command) or self._is_void(visit_id)
        self.given_up.add(visit_id)

    @step()
    def ask_for_what_was_given_up(self, rnd: Random) -> None:
        for visit_id in sorted(self.day.abandoned)[:1]:
            assert not self.ask(c.IssueVisit(visit_id=visit_id, service_id=self.service(rnd)))

    def witness(self, before: HallDay, happened: Happened) -> None:
        """Whom a kiosk brings gets a number that nobody has."""
        super().witness(before, happened)
        event = happened.event
        if isinstance(event, e.VisitIssued) and event.own:
            assert "number_twice" not in event.flags
            self.counts["numbers of kiosks' own"] += 1

    @truth
    def what_chains_hold_is_one_chains_alone(self) -> None:
        held = [
            (block.prefix, ordinal)
            for chain in self.day.chains.values()
            for block in chain.blocks
            for ordinal in range(block.first, block.last + 1)
        ]
        assert len(held) == len(set(held))

    def _is_void(self, visit_id: str) -> bool:
        """Nobody waits by a number that was just given up."""
        visit = self.day.visits.get(visit_id)
        return visit is None or self.day.current_leg(visit).state not in (LegState.WAITING, LegState.PARKED)

    def _next_number(self, kiosk: str) -> tuple[HeldBlock, int] | None:
        chain = self.day.chains.get(kiosk)
        for block in chain.blocks if chain else ():
            for ordinal in range(block.first, block.last + 1):
                if (block.prefix, ordinal) not in self.given_by_kiosks and self._is_known(block):
                    return block, ordinal
        return None

    def _is_known(self, block: HeldBlock) -> bool:
        return any(s.series_id == block.series_id for s in self.day.config.services)
