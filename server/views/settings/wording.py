"""Differences between two files of a hall as sentences for people, with names instead of ids. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from balai.hall_file.editing.differences import Differs, differences
from balai.hall_file.editing.form import Field, form
from balai.protocol.managed.drafts import Difference
from balai.words import Language, Words, words_in
from balai.words.dates import long_date, together

Entry = Mapping[str, Any]
#: The longest list that is told in full.
_MOST_ITEMS = 6


def told_differences(
    before: Mapping[str, Any], after: Mapping[str, Any], language: Language
) -> tuple[Difference, ...]:
    """All that differs, in words. Both are files with every setting told."""
    wording = Wording(before, after, language)
    return tuple(wording.told(one) for one in differences(before, after))


@dataclass(frozen=True)
class Wording:
    """Words for what differs between two files: names are those of the later one, else of the earlier."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    language: Language

    @cached_property
    def say(self) -> Words:
        """The sentences of the reader's language."""
        return words_in(self.language)

    @cached_property
    def names(self) -> Mapping[tuple[str, str], str]:
        """What people call each row that has an id."""
        found = {}
        for file in (self.before, self.after):
            for section, field in (("zone", "name"), ("agency", "short_name"), ("service", "name")):
                for row in file.get(section) or ():
                    found[section, str(row.get("id"))] = str(row.get(field) or row.get("id") or "")
            for row in file.get("counter") or ():
                found["counter", str(row.get("number"))] = self.name_of("counter", row)
        return found

    @cached_property
    def agencies(self) -> Mapping[str, str]:
        """The agency of each service."""
        files = (self.before, self.after)
        return {str(s.get("id")): str(s.get("agency") or "") for f in files for s in f.get("service") or ()}

    def told(self, one: Differs) -> Difference:
        """A difference as it is shown."""
        name, section = self.name_of(one.section, one.entry), self.say(f"form.section.{one.section}")
        more = {"key": one.key, "name": name, "agency": self.agency_of(one.section, one.entry)}
        if one.kind != "changed":
            told = self.say(f"change.{one.kind}", section=section, name=name).strip()
            return Difference(kind=one.kind, section=one.section, told=told, **more)
        field = next((f for f in form()[one.section] if f.name == one.field), None)
        label = self.label(one.section, one.field)
        was, now = (self._value(field, value) for value in (one.was, one.now))
        return Difference(
            kind="changed", section=one.section, field=one.field, label=label, was=was, now=now,
            told=self._sentence(one, label, name, field), **more,
        )  # fmt: skip

    def label(self, section: str, field: str) -> str:
        """What people call a setting."""
        key = f"form.label.{section}.{field}"
        return self.say(key) if key in self.say else field

    def name_of(self, section: str, entry: Entry) -> str:
        """What people call a row; of a section that is no list, nothing."""
        if section == "counter":
            return self.say("change.counter", number=entry.get("label") or entry.get("number") or "")
        if section == "closed":
            return self.say("change.closed", date=self._date(entry.get("date")), name=entry.get("name") or "")
        if section == "hours":
            return self.say("change.hours", scope=self._scope(entry), when=self._when(entry))
        if section == "notice":
            return str(entry.get("text") or "")
        if section in ("zone", "agency", "service", "outcome", "wall"):
            return str(entry.get("short_name") or entry.get("name") or entry.get("id") or "")
        return ""

    def agency_of(self, section: str, entry: Entry) -> str:
        """The agency that a row belongs to; "" where it is the hall's."""
        if section == "agency":
            return str(entry.get("id") or "")
        return str(entry.get("agency") or self.agencies.get(str(entry.get("service") or ""), ""))

    def _scope(self, entry: Entry) -> str:
        for section in ("service", "agency"):
            if found := entry.get(section):
                return self.names.get((section, str(found)), str(found))
        return self.say("change.hall")

    def _when(self, entry: Entry) -> str:
        days = [self._word(day) for day in entry.get("days") or ()]
        dates = [self._date(day) for day in (entry.get("dates") or ())]
        when = ", ".join(days or dates[:_MOST_ITEMS])
        if entry.get("from") or entry.get("until"):
            ends = {"start": self._date(entry.get("from")), "end": self._date(entry.get("until"))}
            when = f"{when}, {self.say('change.period', **ends)}"
        return when

    def _sentence(self, one: Differs, label: str, name: str, field: Field | None) -> str:
        if isinstance(one.was, list) and isinstance(one.now, list):
            items = "; ".join(self._items(one.was, one.now, field))
            return _joined(self.say("change.items", label=label, name=name, items=items))
        was, now = self._value(field, one.was), self._value(field, one.now)
        how = "set" if one.was is None else "unset" if one.now is None else "changed"
        return _joined(self.say(f"change.{how}", label=label, name=name, was=was, now=now))

    def _items(self, was: list[Any], now: list[Any], field: Field | None) -> Iterable[str]:
        for key, found in (
            ("more", [v for v in now if v not in was]),
            ("fewer", [v for v in was if v not in now]),
        ):
            if found:
                yield self.say(f"change.{key}", items=self._listed(field, found))
        if sorted(map(str, was)) == sorted(map(str, now)):
            yield self.say("change.order")

    def _value(self, field: Field | None, value: Any) -> str:
        if value is None:
            return self.say("change.none")
        if isinstance(value, bool):
            return self.say("change.yes" if value else "change.no")
        if isinstance(value, list):
            return self._listed(field, value)
        text = str(value)
        if field is not None and field.of:
            return self.names.get((field.of, text), text)
        if field is not None and field.kind == "date":
            return self._date(value)
        return self._word(text, field.name) if field is not None and field.choices else text

    def _listed(self, field: Field | None, values: list[Any]) -> str:
        told = [
            "-".join(map(str, value)) if isinstance(value, list) else self._value(field, value)
            for value in values[:_MOST_ITEMS]
        ]
        if len(values) > _MOST_ITEMS:
            told.append(f"+{len(values) - _MOST_ITEMS}")
        return together(told, self.language)

    def _word(self, value: Any, field: str = "") -> str:
        own = f"form.choice_of.{field}.{value}"
        key = own if own in self.say else f"form.choice.{value}"
        return self.say(key) if key in self.say else str(value)

    def _date(self, value: Any) -> str:
        try:
            return long_date(date.fromisoformat(str(value)), self.language)
        except ValueError:
            return "" if value is None else str(value)


def _joined(sentence: str) -> str:
    """Without the gap that an empty name leaves."""
    return sentence.replace(" :", ":").replace(", :", ":").replace(",:", ":")
