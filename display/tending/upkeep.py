"""What a display does beside showing: minds its loudspeaker, tells the hub how it is and what it shows."""

from __future__ import annotations

from balai.program.shell import Shell
from balai.protocol.pushes import MaySpeak
from balai.protocol.requests import DeviceFault
from display.config import DisplayConfig
from display.picture.layout import too_small
from display.tending.status import state_of, status_of
from display.tending.thumbnails import Thumbnails
from display.wall import Wall
from hardware.hub.reporter import Reporter
from hardware.ports import WallLink
from hardware.registry import scheme_of
from hardware.sound.audio import card_of
from hardware.sound.lasting import LastingAudio
from hardware.watched import SoundCards


class Upkeep:
    """Called after each step of the wall, in its thread."""

    def __init__(
        self,
        config: DisplayConfig,
        wall: Wall,
        link: WallLink,
        audio: LastingAudio,
        reporter: Reporter,
        thumbnails: Thumbnails,
        shell: Shell,
    ) -> None:
        self._wall, self._link, self._audio = wall, link, audio
        self._reporter, self._thumbnails = reporter, thumbnails
        self._unseen = config.screen.mode != "virtual:"
        self._card = card_of(config.audio.url)
        self._may = config.voice.speaker and scheme_of(config.audio.url) != "none"
        self._said: tuple[str | None, bool] | None = None
        self._cards, self._shell = SoundCards(), shell
        self._known: tuple[object, ...] = ()

    def __call__(self) -> None:
        """Look after everything once; waits for nothing."""
        self._shell.beat()
        self._mind_sound()
        zone, able = self._wall.zone, self._may and self._audio.able
        if (zone, able) != self._said:
            self._said = zone, able
            self._link.may_speak(MaySpeak(zone=zone, reports=True, able=able, in_step=True))
        # To put a status together costs more than all else here: only when something may be different.
        if (known := self._grounds()) != self._known:
            self._known = known
            status = status_of(self._wall, self.faults(), self._wall.zone, self._card)
            self._reporter.tell(status)
            self._shell.status(status.detail or status.state)

    def _grounds(self) -> tuple[object, ...]:
        """What a status is made of, as far as it can change."""
        wall, player, gallery = self._wall, self._wall.videos.player, self._wall.gallery
        board, announcer = wall.board, wall.announcer
        return (
            *((board.day, board.seq, board.view, board.scope) if board else ()),
            *(announcer.counts, announcer.waiting, announcer.zones, self._audio.able),
            *(
                wall.mishaps.count,
                wall.mishaps.named,
                wall.screen.seen,
                wall.panel,
                wall.hub_time.off_minutes,
            ),
            *((player.faults, player.lacks_program) if player else ()),
            gallery.changes if gallery else 0,
        )

    def _mind_sound(self) -> None:
        news = self._wall.screen.sound
        if news.lost:
            self._audio.card_lost()
        elif self._cards.changed() or news.changed:
            self._audio.card_changed()
        news.lost = news.changed = False
        self._audio.retry()

    def faults(self) -> list[DeviceFault]:
        """What the display has to do without."""
        unseen = self._unseen and not self._wall.screen.seen
        small = self._wall.screen.seen and too_small(self._wall.panel)
        off = self._wall.hub_time.off_minutes
        player = self._wall.videos.player
        failed = ", ".join(self._wall.mishaps.named)
        parts = (
            (DeviceFault(code="no_screen"), unseen),
            (DeviceFault(code="no_sound"), not self._audio.able),
            (DeviceFault(code="panel_small"), small),
            (DeviceFault(code="video_program_missing"), player is not None and player.lacks_program),
            (DeviceFault(code="clock_wrong", about=str(off)), off),
            (DeviceFault(code="part_failed", about=failed[:200]), failed),
        )
        strange = [
            DeviceFault(code=found.code, about=", ".join(found.ids)[:200]) for found in self._wall.unknown
        ]
        videos = [
            DeviceFault(code="video_left_out", about=name[:200]) for name in (player.faults if player else ())
        ]
        gallery = self._wall.gallery
        pictures = [
            DeviceFault(code="picture_left_out", about=words.partition(":")[0][:200])
            for words in (gallery.faults if gallery else ())
        ]
        return [*(fault for fault, there in parts if there), *strange, *pictures, *videos]

    def state(self) -> dict[str, object]:
        """What the window to virtual hardware shows."""
        return state_of(self._wall, self.faults())

    def start(self) -> None:
        """Begin to report and to send pictures."""
        self._reporter.start()
        self._thumbnails.start()

    def stop(self) -> None:
        """End the threads."""
        self._thumbnails.stop()
        self._reporter.stop()
