"""The version of the wire. A hub speaks the versions it lists; a client says its own on connecting."""

from __future__ import annotations

PROTOCOL_VERSION = 1
SUPPORTED = frozenset({1})
