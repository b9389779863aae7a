"""A device is let in by the six digits that it shows: it asks, tells its secret, and a manager types the
digits.

Nobody guesses them: a code is good for minutes, wrong ones are counted, few devices may ask at once, and
the digits belong to the token and to the certificate that the device itself has seen
(`balai.protocol.devices.admission`).
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from balai.errors import Refusal
from balai.protocol.devices import admission as a
from balai.words.said import say
from server.store.kept.asks import Ask, Asks
from server.store.kept.devices import Device
from server.usecases.devices.devices import Enrolment
from server.usecases.limits import Limit, TooOften

#: Asks a minute from one address, and asks that are kept: of one address, of the hall.
ASKS_A_MINUTE, KEPT_OF_ADDRESS, KEPT = 6, 4, 40
#: Codes that nobody shows, typed by one account: with so few in a minute and so many devices at most one in
#: ten thousand tries at random would meet one.
WRONG_A_MINUTE = 5
_LIFE = timedelta(seconds=a.CODE_SECONDS)
_FULL_SECONDS = 60


@dataclass(frozen=True)
class Admission:
    """Asks of one hall. `authority` is the file of the hall's own authority, where it has one."""

    asks: Asks
    enrolment: Enrolment
    authority: Path | None
    monotonic: Callable[[], float] = time.monotonic
    _asked: Limit = field(init=False)
    _typed: Limit = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_asked", Limit(ASKS_A_MINUTE, self.monotonic))
        object.__setattr__(self, "_typed", Limit(WRONG_A_MINUTE, self.monotonic))

    def ask(self, address: str, asked: a.AskAdmission) -> a.AdmissionAsked:
        """A device asks from `address`. Raises TooOften."""
        self._asked.take(address)
        now = self.enrolment.clock.now()
        ask = Ask(
            secrets.token_urlsafe(16), asked.kind, asked.token_hash, asked.commitment, secrets.token_hex(32),
            address, now,
        )  # fmt: skip
        if not self.enrolment.run(lambda: self.asks.add(ask, now - _LIFE, KEPT_OF_ADDRESS, KEPT)):
            raise TooOften(say("detail.try_again", wait=str(_FULL_SECONDS)), seconds=_FULL_SECONDS)
        return a.AdmissionAsked(id=ask.id, nonce=ask.nonce, authority=self._authority())

    def told(self, ask_id: str, told: a.TellSecret) -> a.AdmissionState:
        """The device tells its secret, again and again; whether it is let in. Raises Refusal `ask_unknown`
        where it has to begin anew."""
        ask = self.asks.get(ask_id)
        if ask is None or a.digest_of(told.secret) != ask.commitment:
            raise _unknown()
        let_in = self.enrolment.store.devices.by_token_hash(ask.token_hash)
        if let_in is not None:
            return a.AdmissionState(admitted=True, device_id=let_in.id)
        since = self.enrolment.clock.now() - _LIFE
        if ask.asked_at < since:
            raise _unknown()
        if ask.code is None:
            code = a.code_of(_as_asked(ask), ask.nonce, self._authority(), told.secret)
            if self.asks.by_code(code, since):
                # Two that show the same digits are told apart by nobody: this one draws others.
                raise _unknown()
            self.enrolment.run(lambda: self.asks.show(ask.id, code))
        return a.AdmissionState(admitted=False)

    def admit(self, actor: str, wanted: a.AdmitDevice) -> a.DeviceAdmitted:
        """Somebody typed the digits. Raises Refusal `admission_code_unknown`, those of enrolling, and
        TooOften."""
        tried = self._typed.take(actor)
        found = self.asks.by_code(wanted.code, self.enrolment.clock.now() - _LIFE)
        if len(found) != 1:
            raise _no_code()
        (ask,) = found
        there = self.enrolment.store.devices.by_token_hash(ask.token_hash)
        if there is not None and there.id != wanted.id:
            raise _no_code()
        tried.give_back()
        if there is None:
            self._let_in(actor, ask, wanted)
        return a.DeviceAdmitted(id=wanted.id, kind=ask.kind)

    def _let_in(self, actor: str, ask: Ask, wanted: a.AdmitDevice) -> None:
        if wanted.replaces:
            self.enrolment.replace(actor, wanted.id, ask.kind, ask.token_hash)
        else:
            new = Device(wanted.id, "", ask.kind, wanted.name or wanted.id, zone_id=wanted.zone_id)
            self.enrolment.enrol_as(actor, new, ask.token_hash)

    def _authority(self) -> str:
        return self.authority.read_text() if self.authority is not None and self.authority.exists() else ""


def _as_asked(ask: Ask) -> a.AskAdmission:
    told = {"kind": ask.kind, "token_hash": ask.token_hash, "commitment": ask.commitment}
    return a.AskAdmission.model_validate(told)


def _no_code() -> Refusal:
    return Refusal("admission_code_unknown", say("error.admission_code"))


def _unknown() -> Refusal:
    return Refusal("ask_unknown", say("error.ask_unknown"))
