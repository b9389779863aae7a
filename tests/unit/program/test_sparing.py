"""Libraries that a program does without seem not to be there while others are imported, and only then."""

from __future__ import annotations

import json
import sys

import pytest

from balai.program.sparing import without


def test_what_is_spared_is_missing_within_and_there_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "this", raising=False)
    with without("this", "json"), pytest.raises(ModuleNotFoundError):
        __import__("this")
    assert "this" not in sys.modules
    assert sys.modules["json"] is json
