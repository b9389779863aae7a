"""Drills on a store's file: a lost machine, damage, a torn log, a full disk, an upgrade and the way back."""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path

from demo.driving.wait import eventually
from server.store import migrate
from tests.drill.outcome import Outcome
from tests.drill.stage import Desk, Stage
from tests.support.hub import damaged
from tests.support.hub.listeners import Wall

Damage = Callable[[Path], None]


def lost_machine(folder: Path, size: int) -> Outcome:
    """The machine is gone; a new one is given its address and the copy on the stick."""
    stick = folder / "stick"
    with Stage(folder / "old", "machine lost, restored") as stage:
        wall, desk = Wall(stage.hub.url, stage.board), Desk(stage, stage.account)
        with stage.kiosks() as kiosks:
            kiosks.until(size)
            desk.call()
            copy = stage.copy()
            desk.call()
            last = desk.call()
            eventually(lambda: _called(wall) == last, what="the wall to show a call that the copy has not")
            stick.mkdir()
            copy = copy.rename(stick / copy.name)
            kiosks.until(size // 3)
            stage.hub.kill()
            with stage.timed("until the next number"):
                stage.move_to(folder / "new")
                with stage.timed("of it restoring"):
                    stage.site.balai("restore", str(copy), "--config", str(stage.site.config))
                stage.start()
                kiosks.until(1)
            kiosks.until(size // 3)
        desk.look()
        last = desk.call()
        with stage.timed("until the wall is true again"):
            eventually(lambda: wall.look() == desk.board(), 60.0, what="the wall to be true")
        assert _called(wall) == last
        desk.close()
        wall.close()
        return stage.outcome()


def _called(wall: Wall) -> str | None:
    shown = wall.look()
    return shown.calls[0].number if shown is not None and shown.calls else None


def damaged_store(folder: Path, size: int, name: str, damage: Damage) -> Outcome:
    """The hub dies under load and its file is damaged; it is started again and finds that by itself."""
    with Stage(folder, name) as stage:
        with stage.kiosks() as kiosks:
            kiosks.until(size)
            stage.copy()
            kiosks.until(size // 3)
            stage.hub.kill()
            damage(stage.file)
            with stage.timed("until the next number"):
                stage.start()
                kiosks.until(1)
            kiosks.until(size // 3)
        return stage.outcome(_told(stage))


def _told(stage: Stage) -> str:
    assert "store_recovered" in stage.hub.log, "the hub did not say what it found"
    return "told"


def checkpointed(damage: Damage) -> Damage:
    """Damage of a file that holds what its write-ahead log held."""

    def act(file: Path) -> None:
        damaged.settled(file)
        damage(file)

    return act


def torn(file: Path) -> None:
    """A frame in the middle of the write-ahead log does not read."""
    damaged.torn_log(file, max(1, damaged.frames_kept(file) * 3 // 4))


def full_disk(folder: Path, size: int) -> Outcome:
    """The disk takes no more under load, and then again."""
    with Stage(folder, "disk full") as stage:
        with stage.kiosks() as kiosks:
            kiosks.until(size)
            written = damaged.frames_kept(stage.file) * (damaged.PAGE + 24)
            limits = resource.prlimit(stage.hub.pid, resource.RLIMIT_FSIZE)
            resource.prlimit(stage.hub.pid, resource.RLIMIT_FSIZE, (written + 20_000, limits[1]))
            kiosks.until_refused(10)
            refused = len(kiosks.told.refused)
            resource.prlimit(stage.hub.pid, resource.RLIMIT_FSIZE, limits)
            with stage.timed("until the next number"):
                kiosks.until(1)
            kiosks.until(size // 3)
        return stage.outcome(f"{refused} refused, nothing half written")


def upgrade_and_return(folder: Path, size: int) -> Outcome:
    """A store of the version before is brought up to date, and handed back to that version."""
    before = migrate.versions()[1]
    with Stage(folder, "upgrade and return") as stage:
        with stage.kiosks() as kiosks:
            kiosks.until(size // 2)
        stage.hub.stop()
        stage.site.balai("db", "downgrade", before, "--config", str(stage.site.config))
        with stage.kiosks() as kiosks:
            with stage.timed("upgrade"):
                stage.start()
                kiosks.until(1)
            kiosks.until(size // 2)
        (copy,) = stage.folder.glob(f"balai.db.tables-{before}-*Z")
        stage.hub.stop()
        with stage.timed("return"):
            stage.site.balai("db", "downgrade", before, "--config", str(stage.site.config))
        stage.start()
        return stage.outcome(f"copied first ({copy.stat().st_size // 1000} kB)")
