"""The hub's commands: run it, enrol devices, keep accounts, load the hall's file."""

from __future__ import annotations

from server.cli.accounts import account
from server.cli.address import init, renew_certificate  # hang themselves under `hub`
from server.cli.copies import backup, restore
from server.cli.day.bookings import booking  # hangs itself under `hall`
from server.cli.day.log import log
from server.cli.day.voiding import void  # hangs itself under `hall`
from server.cli.devices import device
from server.cli.doctor import doctor
from server.cli.estimate import estimate
from server.cli.hall import hall
from server.cli.hub import hub
from server.cli.reports import report
from server.cli.store import db
from server.cli.trail import show_trail  # hangs itself under `log`

__all__ = [
    "account", "backup", "booking", "db", "device", "doctor", "estimate", "hall", "hub", "init", "log",
    "renew_certificate", "report", "restore", "show_trail", "void",
]  # fmt: skip
