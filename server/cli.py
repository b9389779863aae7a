"""The hub's commands: run it, enrol devices, keep accounts, load the hall's file."""

from __future__ import annotations

from server.cli_accounts import account
from server.cli_devices import device
from server.cli_estimate import estimate
from server.cli_hall import hall
from server.cli_hub import hub
from server.cli_log import log
from server.cli_store import db

__all__ = ["account", "db", "device", "estimate", "hall", "hub", "log"]
