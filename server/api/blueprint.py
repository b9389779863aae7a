"""All routes under /api/v1."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from flask import Blueprint

from balai.clock import Clock
from balai.domain.entry import Entry
from balai.protocol.devices.samples import Sample
from balai.protocol.managed.devices import DeviceRow
from balai.words.said import Said
from server.api.counters import add_counters
from server.api.day import add_clock, add_day, add_numbers
from server.api.devices.admission import add_admission
from server.api.devices.cut_off import add_cut_off
from server.api.devices.enrolment import add_enrolment, add_restarting
from server.api.devices.machine import add_machine
from server.api.devices.papers import add_papers
from server.api.devices.walls import add_hearing, add_thumbnails
from server.api.document import PREFIX
from server.api.hall.file import add_hall_file
from server.api.hall.hall import SnapshotOf, add_devices, add_hall
from server.api.overseeing import add_overseeing
from server.api.people.accounts import add_accounts, add_seats
from server.api.people.session import add_session
from server.api.people.trail import add_trail
from server.api.practice import add_practice
from server.api.reports import add_reports
from server.api.routing import Routes
from server.api.settings.calendar import add_calendar
from server.api.settings.drafts import add_drafts, add_forcing
from server.api.settings.names import add_names
from server.api.settings.previews import add_previews
from server.api.settings.replays import add_replays
from server.api.settings.shown import People
from server.api.settings.tables import add_tables
from server.api.settings.versions import add_versions
from server.api.slides import add_slides
from server.api.speaking.announcements import add_announcements, add_recordings
from server.api.speaking.clips import add_clips
from server.api.visitors.bookings import add_bookings, add_corrections
from server.api.visitors.codes import add_codes
from server.api.visitors.estimates import add_estimates
from server.api.visitors.visits import add_visits
from server.api.visitors.waiting import add_waiting
from server.auth.authenticator import Authenticator
from server.store import Store
from server.store.kept.papers import Papers
from server.store.kept.sat import Sat, sat_by, sat_on
from server.usecases.asking import Submits
from server.usecases.configuration import Configuration
from server.usecases.day.counters import Walls
from server.usecases.day.overseeing import OverviewOf
from server.usecases.day.papers import SharedPapers
from server.usecases.day.visits import EntriesOf
from server.usecases.devices.admission import Admission
from server.usecases.devices.devices import Enrolment, Restarting, kiosk_ids
from server.usecases.devices.thumbnails import Thumbnails
from server.usecases.estimates import Estimates
from server.usecases.limits import ANNOUNCEMENTS_A_MINUTE, WRONG_CODES_A_MINUTE, Limit
from server.usecases.machine.calling import Technicians
from server.usecases.machine.clock_trust import ClockTrust
from server.usecases.people.accounts import AccountKeeping
from server.usecases.people.session import SignIn
from server.usecases.practice import Beside, Tasks
from server.usecases.previews.calls import Calls
from server.usecases.previews.tickets import Tickets
from server.usecases.previews.trying import Trying
from server.usecases.reports.reporting import Reporting
from server.usecases.reports.story import Stories
from server.usecases.settings.drafts import Drafts
from server.usecases.settings.replays import Replays
from server.usecases.settings.versions import History
from server.usecases.slides.keeping import WallSlides
from server.usecases.speaking.announcements import Announcements
from server.usecases.speaking.clips import Clips
from server.usecases.trail import Trail
from server.views.days import Today
from server.views.roster import SightingOf


@dataclass(frozen=True)
class Parts:
    """What the routes stand on."""

    hall_id: str
    dispatcher: Submits
    trust: ClockTrust
    days: Today
    seqs_of: Callable[[str], tuple[int, ...]]
    clock: Clock
    store: Store
    estimates: Estimates
    gate: Authenticator
    sign_in: SignIn
    snapshot: SnapshotOf
    sighting: SightingOf
    walls: Walls
    thumbnails: Thumbnails
    trail: Trail
    #: Makes the hub forget who is known, and cut an actor off who is so no more.
    out: Callable[[str], None]
    clips: Clips
    tasks: Callable[[], Sequence[Sequence[Said]]]
    overview: OverviewOf
    technicians: Technicians
    reporting: Reporting
    slides: WallSlides
    calls: Calls
    tickets: Tickets
    device_rows: Callable[[], tuple[DeviceRow, ...]]
    send_sample: Callable[[str, Sample], bool]
    send_restart: Callable[[str], bool]
    stories: Stories
    replays: Replays
    practice: Beside
    #: What is to be tried, where this is a training hall.
    tasks_here: Tasks | None
    #: The file of the authority that the hall made for itself.
    authority: Path | None
    https: bool


def api_routes(parts: Parts) -> Routes:
    """The routes on a blueprint of their own for each app, so that nothing is shared."""
    routes = Routes(
        Blueprint("api", __name__, url_prefix=PREFIX), parts.gate.admit, parts.days, parts.trail.note
    )
    add_session(routes, parts.sign_in, parts.gate, parts.days, https=parts.https)
    add_accounts(routes, _keeping(parts), _sat(parts), https=parts.https)
    add_seats(routes, _sat_on(parts), parts.days)
    codes = Limit(WRONG_CODES_A_MINUTE, time.monotonic)
    entries = _entries_of(parts)
    add_visits(routes, parts.dispatcher, parts.days, entries, parts.estimates, codes)
    add_codes(routes, parts.days, parts.clock, parts.estimates, codes)
    add_estimates(routes, parts.days, parts.estimates)
    add_counters(routes, parts.dispatcher, parts.days, parts.walls, parts.sign_in.accounts.skills)
    add_day(routes, parts.dispatcher, parts.days, parts.sighting, parts.clock)
    add_numbers(routes, parts.dispatcher, parts.days)
    add_overseeing(routes, parts.dispatcher, parts.days, parts.overview, parts.technicians)
    add_clock(routes, parts.sign_in.writes, parts.store, parts.trust, parts.days, parts.clock)
    add_hall(routes, parts.days, parts.clock, parts.store, parts.snapshot)
    _add_settings(routes, parts)
    add_devices(routes, parts.store, parts.sign_in.writes, parts.clock, parts.hall_id)
    _add_letting_in(routes, parts)
    announcements = Announcements(parts.dispatcher, parts.sign_in.writes, parts.store)
    add_announcements(routes, announcements, parts.days, Limit(ANNOUNCEMENTS_A_MINUTE, time.monotonic))
    add_recordings(routes, announcements, parts.days, parts.clock)
    _add_papers_and_kiosks(routes, parts, entries)
    add_bookings(routes, parts.dispatcher, parts.days, codes)
    add_corrections(routes, parts.dispatcher, parts.days)
    add_hearing(routes, parts.dispatcher, parts.days)
    _add_shown(routes, parts)
    add_trail(routes, parts.trail)
    add_reports(routes, parts.reporting, parts.stories, parts.days, parts.clock)
    add_machine(routes, parts.tasks)
    return routes


def _add_shown(routes: Routes, parts: Parts) -> None:
    add_thumbnails(routes, parts.thumbnails, parts.clock)
    add_clips(routes, parts.clips.find)
    add_slides(routes, parts.slides, parts.days)


def _add_papers_and_kiosks(routes: Routes, parts: Parts, entries: EntriesOf) -> None:
    kiosks = partial(kiosk_ids, parts.store.devices, parts.hall_id)
    add_waiting(routes, parts.dispatcher, parts.days, entries, kiosks)
    add_cut_off(routes, parts.dispatcher, parts.days, parts.clock, kiosks)
    papers = SharedPapers(Papers(parts.store.run, parts.hall_id), parts.sign_in.writes)
    add_papers(routes, papers, parts.days)


def _add_settings(routes: Routes, parts: Parts) -> None:
    changes = Configuration(parts.store, parts.sign_in.writes)
    add_hall_file(routes, changes, parts.days, parts.clock)
    people = People(parts.store, parts.hall_id)
    drafts = Drafts(parts.store, parts.sign_in.writes, parts.hall_id, changes, parts.trail)
    add_drafts(routes, drafts, people)
    add_forcing(routes, drafts)
    trying = Trying(drafts, parts.device_rows, parts.send_sample)
    add_previews(routes, drafts, parts.calls, parts.tickets, trying)
    add_names(routes, drafts, parts.clips)
    add_calendar(routes, drafts)
    add_replays(routes, drafts, parts.replays)
    add_tables(routes, drafts, parts.store, parts.days)
    add_versions(routes, History(parts.store, parts.hall_id), parts.days, people)
    add_practice(routes, parts.days, parts.practice, parts.tasks_here)


def _add_letting_in(routes: Routes, parts: Parts) -> None:
    enrolment = _enrolment(parts)
    add_enrolment(routes, enrolment)
    add_restarting(routes, _restarting(parts))
    add_admission(routes, Admission(parts.store.asks(parts.hall_id), enrolment, parts.authority))


def _enrolment(parts: Parts) -> Enrolment:
    writes = parts.sign_in.writes.run
    return Enrolment(parts.store, parts.hall_id, parts.clock, writes, parts.trail, parts.out)


def _restarting(parts: Parts) -> Restarting:
    writes = parts.sign_in.writes.run
    return Restarting(
        parts.store.devices, parts.hall_id, parts.clock, writes, parts.trail, parts.send_restart
    )


def _entries_of(parts: Parts) -> EntriesOf:
    def entries(day: str, visit_id: str) -> list[Entry]:
        return parts.store.at(parts.hall_id, day, parts.seqs_of(visit_id))

    return entries


def _sat(parts: Parts) -> Callable[[str], list[Sat]]:
    def sat(actor: str) -> list[Sat]:
        with parts.store.read.connect() as connection:
            return sat_by(connection, parts.hall_id, actor, parts.days.last().date)

    return sat


def _sat_on(parts: Parts) -> Callable[[date], list[Sat]]:
    def sat(day: date) -> list[Sat]:
        with parts.store.read.connect() as connection:
            return sat_on(connection, parts.hall_id, day)

    return sat


def _keeping(parts: Parts) -> AccountKeeping:
    sign_in, log = parts.sign_in, parts.sign_in.writes
    return AccountKeeping(
        parts.hall_id,
        lambda: {agency.id for agency in log.day.config.agencies},
        sign_in.accounts,
        sign_in.passwords.hash,
        sign_in.passwords.check,
        parts.clock,
        log.run,
        parts.trail,
        log,
        sign_in.attempts,
        parts.out,
        lambda: set(log.day.config.service_by_id),
    )
