"""Every edit of a hall's file on a random day: any setting of any section, names, entries that come and go.

An edit is made in the file, as a manager makes it, and is asked for only where the file has no fault. The
settings are found in the file's own models: a new one without values here fails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import get_origin

from pydantic import BaseModel

from balai.config import model_in
from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.day import HallDay, Happened
from balai.domain.decide.closing import ends_at, overtaken
from balai.domain.hall.config import HallConfig
from balai.domain.log import GENESIS
from balai.errors import ConfigurationFaults
from balai.hall_file.mapping import file_of
from balai.hall_file.sections import HallFile
from tests.support.random_days.acts.edit_values import VALUES
from tests.support.random_days.driver import Driver, step
from tests.support.random_days.halls import File, read

#: The models of the sections, by name; those that are lists of entries stand in ENTRIES, too.
SECTIONS: Mapping[str, type[BaseModel]] = {
    name: model  # type: ignore[misc]  # every section is a model
    for name, field in HallFile.model_fields.items()
    if (model := model_in(field.annotation))
}
ENTRIES = tuple(name for name in SECTIONS if get_origin(HallFile.model_fields[name].annotation) is tuple)
FIELDS = tuple(
    (section, field.alias or name)
    for section, model in SECTIONS.items()
    for name, field in model.model_fields.items()
)
#: What an id of an entry is named by elsewhere.
_NAMED_BY = {
    "zone": (("counter", "zone"),),
    "agency": (("service", "agency"), ("counter", "agency"), ("hours", "agency"), ("closed", "agency")),
    "service": (("service", "after"), ("counter", "services"), ("hours", "service"), ("closed", "service")),
}


#: Those that an entry may have another value of by itself; its id goes with all that name it.
SETTINGS = tuple((section, field) for section, field in FIELDS if field != "id" or section not in _NAMED_BY)


def a_setting(file: File, rnd: Random) -> str:
    """Another value of any setting."""
    section, field = rnd.choice(SETTINGS)
    entries = file.get(section, []) if section in ENTRIES else [file[section]]
    value = rnd.choice(VALUES[section, field])
    if entries:
        _put(rnd.choice(entries), field, value)
    return f"{section}.{field}"


def _put(entry: File, field: str, value: object) -> None:
    if value is None:
        entry.pop(field, None)
    else:
        entry[field] = value


def an_entry_goes(file: File, rnd: Random) -> str:
    """An entry of a list is taken out, mostly with what names it."""
    section = rnd.choice(ENTRIES)
    entries = file.get(section, [])
    if entries:
        gone = entries.pop(rnd.randrange(len(entries)))
        if rnd.random() < 0.8:
            _rename(file, section, str(gone.get("id")), None)
    return f"{section} goes"


def an_entry_comes(file: File, rnd: Random) -> str:
    """An entry like another, under an id (number) of its own."""
    section = rnd.choice(ENTRIES)
    if file.get(section):
        entry = deepcopy(rnd.choice(file[section]))
        for field in ("id", "number"):
            if field in entry:
                entry[field] = "baru" if field == "id" else 9
        if section == "agency":
            entry["letter"] = "Q"
        if section == "service" and rnd.random() < 0.9:
            desk = rnd.choice(file["counter"])
            desk["services"] = [*desk["services"], "baru"]
        file[section].append(entry)
    return f"{section} comes"


def an_id_is_corrected(file: File, rnd: Random) -> str:
    """An id, wherever it is named."""
    section = rnd.choice(sorted(_NAMED_BY))
    entry = rnd.choice(file[section])
    was = entry["id"]
    entry["id"] = was.removesuffix("-2") if was.endswith("-2") else f"{was}-2"
    _rename(file, section, was, entry["id"])
    return f"{section} id"


def _rename(file: File, section: str, was: str, now: str | None) -> None:
    for other, field in _NAMED_BY.get(section, ()):
        for entry in list(file.get(other, [])):
            value = entry.get(field)
            if isinstance(value, (list, tuple)):
                entry[field] = [word for name in value if (word := now if name == was else name)]
            elif value == was:
                if now is None:
                    file[other].remove(entry)
                else:
                    entry[field] = now


def two_letters_are_swapped(file: File, rnd: Random) -> str:
    """Two agencies change their letters."""
    if len(file["agency"]) > 1:
        one, other = rnd.sample(file["agency"], 2)
        one["letter"], other["letter"] = other["letter"], one["letter"]
    return "letters swapped"


KINDS: Mapping[Callable[[File, Random], str], int] = {
    a_setting: 8, an_entry_goes: 2, an_entry_comes: 2, an_id_is_corrected: 1, two_letters_are_swapped: 1,
}  # fmt: skip
EDITS = frozenset({
    *(f"{section}.{field}" for section, field in SETTINGS),
    *(f"{section} {how}" for section in ENTRIES for how in ("goes", "comes")),
    *(f"{section} id" for section in _NAMED_BY), "letters swapped",
})  # fmt: skip


class Edits(Driver):
    """Commands of the manager."""

    REFUSALS = frozenset({
        "change_waits", "closed_today", "date_too_far", "day_open", "hall_mismatch", "holiday",
        "nothing_waits",
    })  # fmt: skip

    def __init__(self, opening: c.OpenDay) -> None:
        self.first = opening.config
        super().__init__(opening)

    @step(3)
    def edit(self, rnd: Random) -> None:
        """One to three edits at once."""
        file = deepcopy(file_of(self.day.config))
        kinds = rnd.choices([*KINDS], [*KINDS.values()], k=rnd.choice([1, 1, 1, 2, 3]))
        made = [kind(file, rnd) for kind in kinds]
        try:
            wanted = read(file)
        except ConfigurationFaults:
            self.counts["edit with a fault"] += 1
            return
        self.counts.update(f"edit {name}" for name in made)
        self._configure(wanted, rnd)

    @step(2)
    def the_first_file_again(self, rnd: Random) -> None:
        """So that a day does not end as a hall that is closed or empty."""
        self._configure(self.first, rnd)

    def _configure(self, wanted: HallConfig, rnd: Random) -> None:
        """For now or for another day; it may replace one that waits."""
        was, had_visits = self.day.config, len(self.day.visits)
        on = self.day.date + timedelta(days=rnd.choice([-1, 0, 1, 7, 500])) if rnd.random() < 0.2 else None
        command = c.ChangeConfiguration(config=wanted, on=on, replaces=rnd.random() < 0.5)
        if not any(isinstance(event, e.ConfigurationChanged) for event in self.ask(command)):
            return
        served = {service_id for desk in wanted.counters for service_id in desk.service_ids}
        assert self.day.lanes.keys() <= served, "who waits is offered nowhere"
        assert wanted.hall.time_zone == was.hall.time_zone or not had_visits
        for leg in overtaken(self.day, None):
            assert leg in overtaken(self.day, ends_at(self.day)) or wanted.calendar.always_open

    @step()
    def take_a_change_back(self, rnd: Random) -> None:
        if self.ask(c.WithdrawChange()):
            assert self.day.scheduled is None

    def witness(self, before: HallDay, happened: Happened) -> None:
        """What waits is not in force, and nothing of today is lost by it."""
        super().witness(before, happened)
        if isinstance(happened.event, e.ConfigurationScheduled):
            assert self.day == replace(before, seq=self.day.seq, scheduled=self.day.scheduled, at=self.day.at)
            assert happened.event.on > self.day.date

    @step()
    def open_again(self, rnd: Random) -> None:
        if rnd.random() < 0.2:
            again = self.day.date + timedelta(days=rnd.randint(0, 1))
            self.ask(c.OpenDay(date=again, config=self.first, previous_hash=GENESIS))
