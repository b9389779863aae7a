"""A language's file is read as it is now, whatever is kept of it from before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from balai.words.kept import parsed


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr("sys.pycache_prefix", None)
    (tmp_path / "__pycache__").mkdir()
    written = tmp_path / "id.toml"
    written.write_text('[language]\nlocale = "id"\n[a]\nb = ["satu", "dua"]\n', encoding="utf-8")
    return written


def kept(file: Path) -> Path:
    (found,) = (file.parent / "__pycache__").iterdir()
    return found


def test_it_is_read_once_and_then_taken_from_what_was_kept(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = parsed(file)
    assert told["a"] == {"b": ["satu", "dua"]}
    monkeypatch.delattr("tomllib.loads")
    assert parsed(file) == told


def test_what_is_written_anew_is_read_anew(file: Path) -> None:
    parsed(file)
    file.write_text('[a]\nb = "tiga"\n', encoding="utf-8")
    assert parsed(file) == {"a": {"b": "tiga"}} == parsed(file)


@pytest.mark.parametrize(
    "damage", [lambda data: b"", lambda data: data[:40], lambda data: data[:32] + b"\xff" * 9]
)
def test_what_is_kept_and_damaged_is_kept_anew(file: Path, damage: Callable[[bytes], bytes]) -> None:
    told, whole = parsed(file), kept(file).read_bytes()
    kept(file).write_bytes(damage(whole))
    assert parsed(file) == told
    assert kept(file).read_bytes() == whole


def test_where_nothing_may_be_kept_it_is_read_each_time(file: Path) -> None:
    (file.parent / "__pycache__").rmdir()
    (file.parent / "__pycache__").write_text("a file stands in its place")
    assert parsed(file) == parsed(file)
