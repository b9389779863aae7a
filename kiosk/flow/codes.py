"""Codes that visitors scan or type: a right or a booking becomes a number, a ticket tells how it stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

import structlog

from balai.codes import NoCode, code_in
from balai.protocol.answers.visits import CodeView
from balai.words import Language
from hardware.ports import HubRefused, HubUnavailable
from kiosk.flow.deadline import Deadline
from kiosk.flow.lane import Lane
from kiosk.flow.ports import CODE, Choice, CodeAsked
from kiosk.paper.told import NotTaken, Told

#: How long the hub is waited for (real seconds); meanwhile others take their numbers.
LOOK_SECONDS = 3.0

log = structlog.get_logger(__name__)


class KnowsCodes(Protocol):
    """The part of the link that is used here."""

    def code(self, code: str) -> CodeView:
        """What a code stands for. Raises HubRefused and HubUnavailable."""


class Codes:
    """For the worker's thread alone. Every code that is asked about is told of, or redeemed, once."""

    def __init__(
        self, link: KnowsCodes, lane: Lane, *, deadline: Deadline | None = None,
        told: Callable[[Told], None], redeem: Callable[[Choice], None],
    ) -> None:  # fmt: skip
        """`told` hears what came of a code, `redeem` of the choice that a right or booking is."""
        self._link, self._lane, self._deadline = link, lane, deadline or Deadline()
        self._told, self._redeem = told, redeem

    def ask(self, asked: CodeAsked, page: str, cut_off: str | None) -> None:
        """See to a code, at a hall with this visitors' page; `cut_off` is since when the hub is not heard, as
        it is read (None: it is)."""
        try:
            code = code_in(asked.text, page) if asked.whole else ""
        except NoCode as no:
            self._told(NotTaken(no.why))
            return
        if not code:
            self._told(NotTaken("unread"))
        elif cut_off is not None:
            self._told(NotTaken("cut_off", {"since": cut_off}))
        else:
            self._lane.run(partial(self._look_up, code), partial(self._found, code, asked.language))

    def _look_up(self, code: str) -> Told:
        try:
            return self._deadline.call(LOOK_SECONDS, lambda: self._link.code(code))
        except HubRefused as refused:
            log.info("code_refused", code=refused.code)
            return NotTaken.by(refused.problem)
        except HubUnavailable as silence:
            log.warning("code_not_looked_up", reason=str(silence))
            return NotTaken("hub_silent")

    def _found(self, code: str, language: Language | None, told: Told) -> None:
        if isinstance(told, CodeView) and told.kind in ("right", "booking"):
            right = told.kind == "right"
            self._redeem(
                Choice(
                    told.service_id, CODE, persons=told.persons, language=language,
                    voucher=code if right else None, booking=None if right else code,
                )
            )  # fmt: skip
        else:
            self._told(told)
