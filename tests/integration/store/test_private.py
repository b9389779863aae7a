"""Whatever the machine's umask is, what the store keeps is for its own user alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.store import open_store
from server.store.safety.copies import back_up, restored
from tests.support.days import MORNING, small_hall
from tests.support.hub.stores import WriterHarness, issue


@pytest.fixture(autouse=True)
def open_umask() -> Iterator[None]:
    """A machine on which everybody may read what is made."""
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    return {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in folder.iterdir()}


def fill(folder: Path) -> dict[str, str]:
    """The modes of a store's files while a hub writes to it."""
    with open_store(f"sqlite:///{folder / 'balai.db'}", hub=True) as store:
        store.halls.put(small_hall(), MORNING)
        harness = WriterHarness(store)
        harness.commit(issue())
        found = modes(folder)
        harness.writer.close()
    return found


def test_a_new_store_with_all_that_lies_beside_it_is_private(tmp_path: Path) -> None:
    names = {"balai.db", "balai.db-wal", "balai.db-shm", "balai.db.lock", "balai.db.reached"}
    assert fill(tmp_path) == dict.fromkeys(names, "0o600")


def test_a_store_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / "balai.db").chmod(0o644)
    assert set(fill(tmp_path).values()) == {"0o600"}


def test_copies_and_what_is_restored_are_private(tmp_path: Path) -> None:
    fill(tmp_path)
    copy = back_up(f"sqlite:///{tmp_path / 'balai.db'}", tmp_path / "copies", MORNING).path
    assert modes(copy.parent) == {copy.name: "0o600"}
    with restored(f"sqlite:///{tmp_path / 'new' / 'balai.db'}", copy, MORNING):
        assert set(modes(tmp_path / "new").values()) == {"0o600"}
    assert [modes(tmp_path)[name] for name in ("copies", "new")] == ["0o700", "0o700"]
