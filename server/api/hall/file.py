"""Routes of the hall's file: read, checked and put in force in the sections that its TOML has."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from flask import Response
from pydantic import Strict, ValidatorFunctionWrapHandler, WrapValidator
from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError, to_jsonable_python

from balai.clock import Clock
from balai.config import Source
from balai.errors import ConfigurationFaults, Fault
from balai.hall_file.mapping import config_of, whole_file_of
from balai.hall_file.read import read_sections
from balai.hall_file.sections import HallFile
from balai.hall_file.warn import warnings
from balai.protocol.base import Message
from balai.protocol.managed.hall_changes import HallChange, HallChecked, HallInForce
from balai.protocol.requests import Change
from balai.words.said import say, told_in
from server.api.routing import Json, Routes, kept
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.problems import language_asked
from server.usecases.configuration import Configuration
from server.usecases.trail import Did
from server.views.days import Today

#: A hall of 27 agencies with the whole standards of its 440 services stays below it.
MOST_BYTES = 4 * 1024 * 1024


def _read(written: object, handler: ValidatorFunctionWrapHandler) -> HallFile:
    """Read as the file is: texts tidied, every fault of the parts and of the whole at once."""
    if not isinstance(written, dict):
        whole: HallFile = handler(written)
        return whole
    try:
        return read_sections(Source(say("setting.the_file"), written))
    except ConfigurationFaults as wrong:
        faults = [_fault(fault) for fault in wrong.faults]
        raise ValidationError.from_exception_data("HallFile", faults) from None


def _fault(fault: Fault) -> InitErrorDetails:
    kind = PydanticCustomError(fault.kind, "{detail}", {"detail": fault.message})
    return InitErrorDetails(type=kind, loc=fault.place, input=None)


Written = Annotated[HallFile, WrapValidator(_read)]


class HallFileCheck(Message):
    """A hall's file to look at."""

    file: Written


class HallFileChange(Change):
    """A hall's file to put in force: at once, or when the day `on` opens. It is refused while another one
    waits for a later day, unless it `replaces` that."""

    file: Written
    on: Annotated[date, Strict()] | None = None
    replaces: Annotated[bool, Strict()] = False


def add_hall_file(routes: Routes, configuration: Configuration, days: Today, clock: Clock) -> None:
    """The hall's file, as `balai hall export`, `check` and `load` have it."""

    def show_hall_file() -> Json:
        """The configuration in force in the sections of the hall's file, every setting told."""
        shown: dict[str, Any] = to_jsonable_python(whole_file_of(days.current().config))
        return shown

    def check_hall_file(body: HallFileCheck) -> HallChecked:
        """Say what is wrong in a hall's file, all of it, or when it would be in force. Changes nothing."""
        wanted = config_of(body.file)
        would = configuration.check(wanted)
        language = language_asked()
        notes = [f"{note.path}: {told_in(note.message, language)}" for note in body.file.notes]
        told = [str(told_in(words, language)) for words in warnings(wanted, clock.now().date())]
        return HallChecked(warnings=(*notes, *told), would=would)

    def change_hall_file(who: Principal, body: HallFileChange) -> Response:
        """Put a hall's file in force at once, or when a later day opens: the one that was said, or the next
        where something of today still needs what would go. What is in force stays where it is refused."""
        wanted = config_of(body.file)
        return kept(configuration.change(who.actor, wanted, body, body.on, replaces=body.replaces))

    def show_waiting_change() -> HallChange:
        """The change that waits for a later day."""
        return configuration.waiting()

    def withdraw_change(who: Principal, body: Change) -> Response:
        """Take back the change that waits for a later day."""
        return kept(configuration.withdraw(who.actor, body))

    may = Permission.HALL_CHANGE
    routes.add("GET", "/hall/change", show_waiting_change, may=may, answers=HallChange)
    routes.add(
        "POST", "/hall/change/withdraw", withdraw_change,
        may=may, answers=HallChange, refuses=True, notes=Did.CONFIGURATION_WITHDRAWN,
    )  # fmt: skip
    routes.add("GET", "/hall/file", show_hall_file, may=Permission.HALL_READ, answers=HallFile)
    routes.add(
        "POST", "/hall/file/check", check_hall_file,
        may=may, answers=HallChecked, refuses=True, most_bytes=MOST_BYTES,
    )  # fmt: skip
    routes.add(
        "PUT", "/hall/file", change_hall_file,
        may=may, answers=HallInForce, refuses=True, most_bytes=MOST_BYTES, notes=Did.CONFIGURATION_CHANGED,
    )  # fmt: skip
