"""What each event of the log says to a person, as a code of the catalogue (`log.note.<code>`) with its
parameters. Pure.

The one place for `balai log explain` and the pages. Every type of event has its words: a test walks them all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from balai.domain import events as e
from balai.domain.chains import FLAGS
from balai.domain.commands import REASONS_TO_SEND
from balai.domain.hall.config import HallConfig
from balai.domain.state import Happened
from balai.words import Language, words_in
from balai.words.dates import clock_seconds, clock_time, long_date

Params = dict[str, object]
Told = tuple[str, Params]
_Tell = Callable[[HallConfig, Happened, Any], Told | None]


@dataclass(frozen=True, slots=True)
class Key:
    """A parameter that has words of its own in the catalogue, by key; without them its last part stands."""

    key: str

    @property
    def name(self) -> str:
        """The last part of the key: what the log has."""
        return self.key.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Names:
    """A parameter that the hall names itself, in both its languages."""

    id: str
    en: str = ""


def told_of(config: HallConfig, happened: Happened) -> tuple[Told, ...]:
    """What an event says, as codes with parameters, in the words of the hall as it is configured then.
    Nothing for an event of a newer version."""
    event = happened.event
    tells = _TELLS.get(type(event), ())
    found = (tell(config, happened, event) for tell in tells)
    return tuple(told for told in found if told is not None)


def sentence(told: Told, at: datetime, language: Language, zone: tzinfo) -> str:
    """One sentence; `at` is when it happened, clock times are those of the hall's zone."""
    code, params = told
    shown = {name: _shown(value, language, zone) for name, value in params.items()}
    return words_in(language)(f"log.note.{code}", at=clock_seconds(at, zone, language), **shown)


def plain(value: object) -> object:
    """A parameter as JSON has it."""
    if isinstance(value, Key):
        return value.name
    if isinstance(value, Names):
        return {"id": value.id, "en": value.en or value.id}
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _shown(value: object, language: Language, zone: tzinfo) -> object:
    if isinstance(value, datetime):
        return clock_time(value, zone, language)
    if isinstance(value, date):
        return long_date(value, language)
    if isinstance(value, Names):
        return (value.en or value.id) if language == "en" else value.id
    if isinstance(value, Key):
        say = words_in(language)
        text = say(value.key) if value.key in say else value.name
        return text[:1].lower() + text[1:]
    return value


def _counter(config: HallConfig, event: Any, name: str = "counter_id") -> Params:
    id_ = getattr(event, name)
    counter = config.counter_by_id.get(id_)
    return {"counter": counter.shown if counter else id_}


def _service(config: HallConfig, service_id: str) -> Names:
    service = config.service_by_id.get(service_id)
    return Names(service.name, service.name_en) if service else Names(service_id)


def _plain(code: str) -> _Tell:
    return lambda config, h, event: (code, {})


def _at_counter(code: str) -> _Tell:
    return lambda config, h, event: (code, _counter(config, event))


def _later(day: date | None) -> object:
    return day or Key("log.note.some_day")


def _issued(config: HallConfig, h: Happened, event: e.VisitIssued) -> Told:
    if event.base is not None:
        return "waits_on", {}
    what = {"service": _service(config, event.service_id), "channel": Key(f"log.channel.{event.channel}")}
    return ("issued_group", {**what, "count": event.persons}) if event.persons > 1 else ("issued", what)


def _then(config: HallConfig, h: Happened, event: e.VisitIssued) -> Told | None:
    names = [_service(config, service_id) for service_id in event.plan]
    joined = Names(", ".join(n.id for n in names), ", ".join(n.en or n.id for n in names))
    return ("then", {"services": joined}) if names else None


def _reach(config: HallConfig, h: Happened, event: e.VisitIssued) -> Told | None:
    told = event.reach != "sure" and event.base is None
    return (event.reach, {"on": _later(event.first_on)}) if told else None


def _changed(config: HallConfig, h: Happened, event: e.VisitChanged) -> Told:
    kind = Key(f"log.class.{event.priority_class}")
    return "changed", {"service": _service(config, event.service_id), "kind": kind}


def _ticket_marked(config: HallConfig, h: Happened, event: e.TicketMarked) -> Told:
    known = "printed" if event.printed else "unprinted"
    return known if event.certain else "print_unsure", {}


def _started(config: HallConfig, h: Happened, event: e.LegStarted) -> Told:
    return "presumed" if event.presumed else "started", _counter(config, event)


def _finished(config: HallConfig, h: Happened, event: e.LegFinished) -> Told:
    if event.outcome is None:
        return "finished", _counter(config, event)
    return "outcome", {"outcome": _outcome(config, event.outcome)}


def _outcome(config: HallConfig, outcome: str) -> object:
    one = next((found for found in config.outcomes if found.id == outcome), None)
    return Names(one.name, one.name_en) if one else outcome


def _booked(config: HallConfig, h: Happened, event: e.VisitIssued) -> Told | None:
    return ("booked", {"slot": event.slot}) if event.booking and event.slot else None


def _booking(config: HallConfig, event: e.BookingMade) -> Params:
    slot = event.slot.astimezone(config.zone)
    return {"service": _service(config, event.service_id), "on": slot.date(), "slot": event.slot}


def _corrected(name: str, code: str, say: Callable[[HallConfig, Any], Params]) -> _Tell:
    """One thing that was put right, where the correction says anything of it."""

    def tell(config: HallConfig, h: Happened, event: e.LegCorrected) -> Told | None:
        value = getattr(event, name)
        about: Params = {"actor": h.actor, "seq": event.corrects}
        return (code, {**about, **say(config, value)}) if value else None

    return tell


def _became(config: HallConfig, h: Happened, event: e.LegCorrected) -> Told | None:
    code = "corrected_missed" if event.state == "missed" else "corrected_finished"
    return (code, {"actor": h.actor, "seq": event.corrects}) if event.state else None


def _no_outcome(config: HallConfig, h: Happened, event: e.LegCorrected) -> Told | None:
    none = event.outcome == ""
    return ("corrected_no_outcome", {"actor": h.actor, "seq": event.corrects}) if none else None


def _released(config: HallConfig, h: Happened, event: e.BookingReleased) -> Told:
    return "booking_cancelled" if event.reason == "cancelled" else "booking_late", {}


def _flag(flag: str) -> _Tell:
    """One thing that is odd about what a device brought."""
    code = _ODD[flag]
    return lambda config, h, event: (code, {}) if flag in event.flags else None


def _parked(config: HallConfig, h: Happened, event: e.LegParked) -> Told:
    return ("parked_until", {"until": event.until}) if event.until else ("parked", {})


def _sent(config: HallConfig, h: Happened, event: e.LegTransferred) -> Told:
    about: Params = {"service": _service(config, event.service_id)}
    if event.to_counter is not None:
        return "sent_to", {**about, **_counter(config, event, "to_counter")}
    if event.reason in REASONS_TO_SEND:
        return "transferred_for", {**about, "reason": Key(f"send_reason.{event.reason}")}
    return "transferred", about


def _paused(config: HallConfig, h: Happened, event: e.CounterPaused) -> Told:
    about = {**_counter(config, event), "reason": Key(f"pause_reason.{event.reason or 'other'}")}
    return ("paused_until", {**about, "until": event.until}) if event.until else ("paused", about)


def _scope(config: HallConfig, scope: str) -> object:
    kind, _, name = scope.partition(":")
    if kind == "service":
        return _service(config, name)
    agency = config.agency_by_id.get(name) if kind == "agency" else None
    return agency.short_name if agency else Key(f"log.scope.{kind}") if kind == "hall" else name


def _stopped(config: HallConfig, h: Happened, event: e.NumbersStopped) -> Told:
    about = {"where": _scope(config, event.scope), "reason": Key(f"stop_reason.{event.reason}")}
    return ("stopped_until", {**about, "until": event.until}) if event.until else ("stopped", about)


_BACK = {
    "at_once": "back_at_once",
    "after_numbers": "back_after_numbers",
    "half_standard": "back_half_standard",
}
#: What may be odd about a ticket that a device brings (`balai.domain.chains.FLAGS`).
_ODD = {
    "over_quota": "flag_over_quota",
    "number_twice": "flag_number_twice",
    "abandoned_called": "flag_abandoned_called",
    "print_unknown": "flag_print_unknown",
}
_CALL = {
    "shown": "call_shown",
    "spoken": "call_spoken",
    "dropped": "call_dropped",
    "no_wall": "call_no_wall",
}
_TELLS: Mapping[type[e.Event], tuple[_Tell, ...]] = {
    e.DayOpened: (lambda config, h, event: ("day_opened", {"on": event.date}),),
    e.ConfigurationChanged: (_plain("configured"),),
    e.ConfigurationScheduled: (lambda config, h, event: ("scheduled", {"on": event.on}),),
    e.ConfigurationWithdrawn: (lambda config, h, event: ("withdrawn", {"on": event.on}),),
    e.DayVoided: (lambda config, h, event: ("day_voided", {"on": event.date, "count": event.visits}),),
    e.NumbersReserved: (
        lambda config, h, event: (
            "reserved",
            {"first": event.first, "last": event.last, "device": event.device_id},
        ),
    ),
    e.VisitIssued: (_issued, _booked, _then, _reach, *map(_flag, FLAGS)),
    e.VisitCancelled: (lambda config, h, event: ("voided" if event.void else "cancelled", {}),),
    e.VisitAbandoned: (_plain("abandoned"),),
    e.LateTicketAdopted: (
        lambda config, h, event: (
            "came_late",
            {"number": event.number, "of": event.of_day, "on": _later(event.valid_on)},
        ),
    ),
    e.VisitUnserved: (
        lambda config, h, event: ("kept_over" if event.keeps else "unserved", {"on": _later(event.valid_on)}),
    ),
    e.VisitRestored: (_plain("restored"),),
    e.LegCalled: (_at_counter("called"),),
    e.LegRecalled: (
        lambda config, h, event: ("recalled", {**_counter(config, event), "count": event.times}),
    ),
    e.CallAnnounced: (lambda config, h, event: (_CALL[event.kind], {"actor": h.actor}),),
    e.LegStarted: (_started,),
    e.LegTaken: (_at_counter("taken"),),
    e.LegFinished: (_finished,),
    e.LegMissed: (_at_counter("missed"),),
    e.LegParked: (_parked,),
    e.LegReturned: (_plain("returned"),),
    e.LegReinstated: (lambda config, h, event: (_BACK[event.rule], {}),),
    e.LegBegun: (lambda config, h, event: ("begun", {"service": _service(config, event.service_id)}),),
    e.LegTransferred: (_sent,),
    e.LegLapsed: (_plain("lapsed"),),
    e.LegCorrected: (
        _became,
        _corrected("service_id", "corrected_service", lambda config, id_: {"service": _service(config, id_)}),
        _corrected("outcome", "corrected_outcome", lambda config, id_: {"outcome": _outcome(config, id_)}),
        _no_outcome,
        _corrected("started_at", "corrected_started", lambda config, when: {"when": when}),
        _corrected("ended_at", "corrected_ended", lambda config, when: {"when": when}),
    ),
    e.BookingMade: (lambda config, h, event: ("booking_made", _booking(config, event)),),
    e.BookingReleased: (_released,),
    e.StepUndone: (_plain("undone"),),
    e.CallUndone: (_at_counter("call_undone"),),
    e.LegSetAside: (lambda config, h, event: ("set_aside", {"until": event.until}),),
    e.VisitChanged: (_changed,),
    e.TicketMarked: (_ticket_marked,),
    e.CopyAsked: (_plain("copy_asked"),),
    e.CollectionPromised: (lambda config, h, event: ("collect", {"on": event.valid_on}),),
    e.CounterOpened: (_at_counter("opened"),),
    e.CounterPaused: (_paused,),
    e.BreakPassed: (_at_counter("break_passed"),),
    e.CounterResumed: (_at_counter("resumed"),),
    e.CounterClosed: (_at_counter("closed"),),
    e.CounterReleased: (_at_counter("released"),),
    e.AnnouncementMade: (_plain("announced"),),
    e.AnnouncementWithdrawn: (_plain("unannounced"),),
    e.QuotaRaised: (
        lambda config, h, event: (
            "quota_raised",
            {"service": _service(config, event.service_id), "count": event.persons},
        ),
    ),
    e.VisitRefused: (
        lambda config, h, event: (
            "turned_away",
            {"service": _service(config, event.service_id), "why": Key(f"turned_away.{event.code}")},
        ),
    ),
    e.NumbersStopped: (_stopped,),
    e.NumbersResumed: (lambda config, h, event: ("resumed_numbers", {"where": _scope(config, event.scope)}),),
}
