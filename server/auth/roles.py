"""Role-based access control: who may do what, and how far it reaches (role x permission x scope).

The one table. Routes, pages, sockets and the command line ask it; `docs/roles.md` is printed from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal, get_args

from balai.protocol.devices.admission import DeviceKind
from balai.protocol.views import Audience

Role = Literal["visitor", "kiosk", "display", "staff", "supervisor", "manager", "auditor", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
DEVICE_ROLES: tuple[Role, ...] = get_args(DeviceKind)
ACCOUNT_ROLES: tuple[Role, ...] = ("staff", "supervisor", "manager", "auditor", "administrator")
#: Who may run the hub's commands may read its store, and so acts as an administrator.
AT_THE_MACHINE: Role = "administrator"


class Scope(StrEnum):
    """How far a permission reaches: everything in the hall, what concerns the account's agency (all of the
    hall for an account without one), or the asker's own."""

    HALL = "hall"
    AGENCY = "agency"
    OWN = "own"


class Permission(StrEnum):
    """What may be done, as resource and action."""

    TIME_READ = "time.read"
    PAGES_READ = "pages.read"
    HEALTH_READ = "health.read"
    SESSION_BEGIN = "session.begin"
    SESSION_READ = "session.read"
    LOGIN_CHANGE = "login.change"
    HALL_READ = "hall.read"
    HALL_CHANGE = "hall.change"
    DRAFT_READ = "draft.read"
    DRAFT_CHANGE = "draft.change"
    HISTORY_READ = "history.read"
    CLIPS_READ = "clips.read"
    BOARD_READ = "board.read"
    OFFER_READ = "offer.read"
    LINE_READ = "line.read"
    LOG_READ = "events.read"
    VISITS_ISSUE = "visits.issue"
    VISITS_READ = "visits.read"
    VISITS_CHANGE = "visits.change"
    NUMBERS_RESERVE = "numbers.reserve"
    PAPERS_PRINT = "papers.print"
    COUNTERS_WORK = "counters.work"
    COUNTERS_READ = "counters.read"
    COUNTERS_RELEASE = "counters.release"
    CALLS_REPORT = "calls.report"
    DAY_CLOSE = "day.close"
    NUMBERS_STOP = "numbers.stop"
    QUOTA_RAISE = "quota.raise"
    CLOCK_CONFIRM = "clock.confirm"
    DAY_VOID = "day.void"
    VOUCHERS_READ = "vouchers.read"
    VISITS_CORRECT = "visits.correct"
    BOOKINGS_READ = "bookings.read"
    BOOKINGS_CHANGE = "bookings.change"
    ANNOUNCEMENTS_MAKE = "announcements.make"
    ANNOUNCEMENTS_READ = "announcements.read"
    ANNOUNCEMENTS_WITHDRAW = "announcements.withdraw"
    DEVICES_REPORT = "devices.report"
    DEVICES_READ = "devices.read"
    DEVICES_WATCH = "devices.watch"
    DEVICES_TRY = "devices.try"
    SLIDES_READ = "slides.read"
    SLIDES_CHANGE = "slides.change"
    TECHNICIAN_CALL = "technician.call"
    DEVICES_ENROL = "devices.enrol"
    DEVICES_ASK = "devices.ask"
    DEVICES_ADMIT = "devices.admit"
    COVERAGE_READ = "coverage.read"
    ACCOUNTS_READ = "accounts.read"
    ACCOUNTS_CHANGE = "accounts.change"
    TRAIL_READ = "trail.read"
    REPORTS_READ = "reports.read"
    PRACTICE_READ = "practice.read"
    PRACTICE_HOLD = "practice.hold"
    STORE_MAINTAIN = "store.maintain"


_P = Permission
_H, _A, _O = Scope.HALL, Scope.AGENCY, Scope.OWN
_N = None
_ROWS: Mapping[Permission, tuple[Scope | None, ...]] = {
    # in the order of ROLES:    visitor kiosk display staff superv. manager auditor admin.
    _P.TIME_READ:               (_H,    _H,    _H,    _H,    _H,    _H,    _H,    _H),
    _P.PAGES_READ:              (_H,    _H,    _H,    _H,    _H,    _H,    _H,    _H),
    _P.HEALTH_READ:             (_N,    _H,    _H,    _H,    _H,    _H,    _H,    _H),
    _P.SESSION_BEGIN:           (_O,    _O,    _O,    _O,    _O,    _O,    _O,    _O),
    _P.SESSION_READ:            (_N,    _N,    _N,    _O,    _O,    _O,    _O,    _O),
    _P.LOGIN_CHANGE:            (_N,    _N,    _N,    _O,    _O,    _O,    _O,    _O),
    _P.HALL_READ:               (_N,    _H,    _H,    _H,    _H,    _H,    _H,    _H),
    _P.HALL_CHANGE:             (_N,    _N,    _N,    _N,    _N,    _H,    _N,    _H),
    _P.DRAFT_READ:              (_N,    _N,    _N,    _N,    _A,    _H,    _H,    _H),
    _P.DRAFT_CHANGE:            (_N,    _N,    _N,    _N,    _A,    _H,    _N,    _H),
    _P.HISTORY_READ:            (_N,    _N,    _N,    _N,    _N,    _H,    _H,    _H),
    _P.CLIPS_READ:              (_N,    _H,    _H,    _H,    _H,    _H,    _H,    _H),
    _P.BOARD_READ:              (_N,    _N,    _H,    _H,    _H,    _H,    _H,    _H),
    _P.OFFER_READ:              (_N,    _H,    _N,    _H,    _H,    _H,    _H,    _H),
    _P.LINE_READ:               (_N,    _N,    _N,    _A,    _A,    _H,    _H,    _H),
    _P.LOG_READ:                (_N,    _N,    _N,    _A,    _A,    _H,    _H,    _H),
    _P.VISITS_ISSUE:            (_N,    _H,    _N,    _H,    _H,    _H,    _N,    _N),
    _P.VISITS_READ:             (_N,    _H,    _N,    _A,    _A,    _H,    _H,    _H),
    _P.VISITS_CHANGE:           (_N,    _N,    _N,    _A,    _A,    _H,    _N,    _N),
    _P.NUMBERS_RESERVE:         (_N,    _O,    _N,    _N,    _N,    _N,    _N,    _N),
    _P.PAPERS_PRINT:            (_N,    _O,    _N,    _N,    _N,    _N,    _N,    _N),
    _P.COUNTERS_WORK:           (_N,    _N,    _N,    _A,    _A,    _H,    _N,    _N),
    _P.COUNTERS_READ:           (_N,    _N,    _N,    _N,    _A,    _H,    _H,    _H),
    _P.COUNTERS_RELEASE:        (_N,    _N,    _N,    _N,    _A,    _H,    _N,    _H),
    _P.CALLS_REPORT:            (_N,    _N,    _O,    _N,    _N,    _N,    _N,    _N),
    _P.DAY_CLOSE:               (_N,    _N,    _N,    _N,    _N,    _H,    _N,    _N),
    _P.NUMBERS_STOP:            (_N,    _N,    _N,    _N,    _A,    _H,    _N,    _N),
    _P.QUOTA_RAISE:             (_N,    _N,    _N,    _N,    _A,    _H,    _N,    _N),
    _P.CLOCK_CONFIRM:           (_N,    _N,    _N,    _N,    _N,    _H,    _N,    _H),
    _P.DAY_VOID:                (_N,    _N,    _N,    _N,    _N,    _H,    _N,    _H),
    _P.VOUCHERS_READ:           (_N,    _N,    _N,    _A,    _A,    _H,    _H,    _N),
    _P.VISITS_CORRECT:          (_N,    _N,    _N,    _N,    _A,    _H,    _N,    _N),
    _P.BOOKINGS_READ:           (_N,    _N,    _N,    _A,    _A,    _H,    _H,    _H),
    _P.BOOKINGS_CHANGE:         (_N,    _N,    _N,    _A,    _A,    _H,    _N,    _H),
    _P.ANNOUNCEMENTS_MAKE:      (_N,    _N,    _N,    _H,    _H,    _H,    _N,    _N),
    _P.ANNOUNCEMENTS_READ:      (_N,    _N,    _H,    _H,    _H,    _H,    _H,    _N),
    _P.ANNOUNCEMENTS_WITHDRAW:  (_N,    _N,    _N,    _O,    _O,    _H,    _N,    _N),
    _P.DEVICES_REPORT:          (_N,    _O,    _O,    _N,    _N,    _N,    _N,    _N),
    _P.DEVICES_READ:            (_N,    _N,    _N,    _H,    _H,    _H,    _H,    _H),
    _P.DEVICES_WATCH:           (_N,    _N,    _N,    _N,    _N,    _H,    _N,    _H),
    _P.SLIDES_READ:             (_N,    _N,    _H,    _N,    _H,    _H,    _H,    _H),
    _P.SLIDES_CHANGE:           (_N,    _N,    _N,    _N,    _N,    _H,    _N,    _H),
    _P.DEVICES_TRY:             (_N,    _N,    _N,    _N,    _N,    _H,    _N,    _H),
    _P.TECHNICIAN_CALL:         (_N,    _N,    _N,    _N,    _N,    _H,    _N,    _H),
    _P.DEVICES_ENROL:           (_N,    _N,    _N,    _N,    _N,    _N,    _N,    _H),
    _P.DEVICES_ASK:             (_H,    _H,    _H,    _H,    _H,    _H,    _H,    _H),
    _P.DEVICES_ADMIT:           (_N,    _N,    _N,    _N,    _N,    _H,    _N,    _H),
    _P.COVERAGE_READ:           (_N,    _N,    _N,    _N,    _N,    _H,    _H,    _H),
    _P.ACCOUNTS_READ:           (_N,    _N,    _N,    _N,    _A,    _H,    _H,    _H),
    _P.ACCOUNTS_CHANGE:         (_N,    _N,    _N,    _N,    _A,    _H,    _N,    _H),
    _P.TRAIL_READ:              (_N,    _N,    _N,    _N,    _N,    _N,    _H,    _H),
    _P.REPORTS_READ:            (_N,    _N,    _N,    _N,    _A,    _H,    _H,    _H),
    _P.PRACTICE_READ:           (_N,    _N,    _N,    _H,    _H,    _H,    _H,    _H),
    _P.PRACTICE_HOLD:           (_N,    _N,    _N,    _N,    _N,    _H,    _N,    _H),
    _P.STORE_MAINTAIN:          (_N,    _N,    _N,    _N,    _N,    _N,    _N,    _H),
}  # fmt: skip
TABLE: Mapping[Permission, Mapping[Role, Scope]] = {
    permission: {role: scope for role, scope in zip(ROLES, row, strict=True) if scope is not None}
    for permission, row in _ROWS.items()
}
#: Whose accounts each role may make, change and lock; their own password everybody.
MANAGES: Mapping[Role, tuple[Role, ...]] = {
    "supervisor": ("staff",),
    "manager": ("staff", "supervisor"),
    "administrator": ACCOUNT_ROLES,
}
#: What each page is for: whoever has it may see the page.
PAGES: Mapping[str, Permission] = {
    "staff": _P.LINE_READ, "day": _P.COUNTERS_READ, "devices": _P.DEVICES_WATCH,
    "trail": _P.TRAIL_READ, "people": _P.LOGIN_CHANGE,
    "reports": _P.REPORTS_READ, "why": _P.REPORTS_READ, "desk": _P.LINE_READ,
    "agencies": _P.DRAFT_READ, "counters": _P.DRAFT_READ, "calendar": _P.DRAFT_READ,
    "walls": _P.DRAFT_READ, "tickets": _P.DRAFT_READ,
    "settings": _P.DRAFT_READ, "history": _P.HISTORY_READ, "start": _P.HALL_CHANGE,
    "rules": _P.HISTORY_READ, "practice": _P.PRACTICE_READ,
    "services": _P.PAGES_READ,
}  # fmt: skip
#: Whose news each role hears.
AUDIENCES: Mapping[Role, Audience] = {
    "kiosk": "device", "display": "board", **dict.fromkeys(ACCOUNT_ROLES, "staff"),
}  # fmt: skip
#: Whoever may see who holds which counter hears the hall at a glance, too.
OVERSEES = _P.COUNTERS_READ
#: What an audience's view of the day takes.
READS: Mapping[Audience, Permission] = {
    "board": _P.BOARD_READ, "device": _P.OFFER_READ, "staff": _P.LINE_READ,
}  # fmt: skip


def scope_of(role: Role, permission: Permission) -> Scope | None:
    """How far `permission` reaches for `role`; None where it has it not."""
    return TABLE[permission].get(role)


def permissions_of(role: Role) -> tuple[Permission, ...]:
    """All that a role may do."""
    return tuple(permission for permission, roles in TABLE.items() if role in roles)


def pages_of(role: Role) -> tuple[str, ...]:
    """The pages that a role may see."""
    return tuple(page for page, permission in PAGES.items() if scope_of(role, permission) is not None)
