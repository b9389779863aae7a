"""What was said aloud is kept for its day: not in the store, not in its free pages, not in copies."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import func, select

from balai.protocol.answers.announcements import FreeAnnouncement
from server.store import open_store
from server.store.kept.walls.announcements import (
    Recording,
    put_announcement,
    put_recording,
    read_announcement,
    read_sound,
)
from server.store.safety.copies import back_up
from server.store.tables.kept import announcements, recordings
from tests.support.days import MORNING, small_hall
from tests.support.hub.stores import HALL, WriterHarness

WORDS = "Anak berbaju hijau menunggu di loket tiga."
SOUND = b"RIFF" + b"suara-petugas" * 2000
SAID = FreeAnnouncement(announcement_id="a", text=WORDS, language="id", times=1, recorded=True)


def say(harness: WriterHarness, day: str) -> None:
    recording = Recording(1, "2026-04-14T00:00:00+00:00", SOUND)
    harness.store.run(lambda c: put_recording(c, HALL, day, "a", recording))
    harness.store.run(lambda c: put_announcement(c, HALL, day, SAID))


def told(harness: WriterHarness, day: str) -> tuple[bool, bool]:
    with harness.store.read.connect() as c:
        return read_announcement(c, HALL, day, "a") is not None, read_sound(c, HALL, day, "a") is not None


def test_a_new_day_forgets_what_was_said_on_the_one_before(harness: WriterHarness) -> None:
    said_on = harness.today()
    say(harness, said_on)
    assert told(harness, said_on) == (True, True)
    assert told(harness, "2026-04-15") == (False, False), "read by its day, whatever is still there"
    harness.clock.advance(3 * 86_400)
    harness.commit()
    assert harness.today() == "2026-04-17"
    assert told(harness, said_on) == (False, False)
    with harness.store.read.connect() as c:
        left = [c.scalar(select(func.count()).select_from(t)) for t in (announcements, recordings)]
    assert left == [0, 0]


def test_another_halls_words_are_left_alone(harness: WriterHarness) -> None:
    harness.store.run(lambda c: put_announcement(c, "lain", "2026-04-13", SAID))
    say(harness, harness.today())
    harness.clock.advance(86_400)
    harness.commit()
    with harness.store.read.connect() as c:
        assert read_announcement(c, "lain", "2026-04-13", "a") is not None


def test_no_page_of_the_file_and_no_copy_holds_what_was_said(tmp_path: Path) -> None:
    file = tmp_path / "balai.db"
    with open_store(f"sqlite:///{file}") as store:
        store.halls.put(small_hall(), MORNING)
        harness = WriterHarness(store)
        say(harness, harness.today())
        copied = back_up(f"sqlite:///{file}", tmp_path / "copies", MORNING).path.read_bytes()
        harness.clock.advance(86_400)
        harness.commit()
        harness.writer.close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for held in (copied, file.read_bytes()):
        assert b"day_opened" in held
        assert WORDS.encode() not in held
        assert b"suara-petugas" not in held
