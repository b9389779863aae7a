"""Free announcements: typed or recorded by staff, logged without what they say, kept for the day."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from balai.domain import commands as c
from balai.domain.state import HallDay, Happened
from balai.protocol.answers.announcements import (
    AnnouncementList,
    AnnouncementMade,
    AnnouncementRow,
    AnnouncementWithdrawn,
    FreeAnnouncement,
)
from balai.protocol.requests import Announce, Change
from server.store import Store
from server.store.day.todays_log import TodaysLog
from server.store.kept.walls.announcements import (
    Recording,
    forget_announcement,
    put_announcement,
    put_recording,
    read_announcement,
    read_sound,
    recording_seconds,
)
from server.usecases.asking import Kept, Submits, ask
from server.usecases.speaking.recordings import seconds_of


class Announcements:
    """The free announcements of a hall."""

    def __init__(self, dispatcher: Submits, writes: TodaysLog, store: Store) -> None:
        self._dispatcher, self._writes, self._store = dispatcher, writes, store

    def make(self, day: HallDay, actor: str, request: Announce) -> Kept:
        """Have something said. The words are kept before the displays hear of them; the request's own id
        is the announcement's, so that a repeat finds them there."""
        said = FreeAnnouncement(
            announcement_id=str(request.request_id),
            text=request.said.text,
            **request.model_dump(include={"language", "times", "zone_id", "recorded"}),
        )
        hall_id, date = day.config.hall.id, day.date.isoformat()
        seconds = self._seconds(hall_id, date, said)
        zones = {None, *(zone.id for zone in day.config.zones)}
        known = any(one.id == said.announcement_id for one in day.announcements)
        if said.zone_id in zones and seconds is not None and not known:
            self._writes.run(
                lambda: self._store.run(lambda connection: put_announcement(connection, hall_id, date, said))
            )
        command = c.MakeAnnouncement(
            actor=actor,
            announcement_id=said.announcement_id,
            zone_id=said.zone_id,
            language=said.language,
            times=said.times,
            length=len(said.text),
            seconds=seconds,
        )
        answer = partial(_answer, left_out=request.said.left_out)
        return ask(self._dispatcher, command, request, "POST /announcements", answer, 201)

    def withdraw(
        self, day: HallDay, actor: str, announcement_id: str, request: Change, *, anyones: bool
    ) -> Kept:
        """Have it said no more; what it said is forgotten at once. The answer is an AnnouncementWithdrawn."""
        command = c.WithdrawAnnouncement(actor=actor, announcement_id=announcement_id, anyones=anyones)
        route = f"POST /announcements/{announcement_id}/withdraw"
        kept = ask(self._dispatcher, command, request, route, partial(_withdrawn, announcement_id))
        hall_id = day.config.hall.id
        self._writes.run(
            lambda: self._store.run(lambda at: forget_announcement(at, hall_id, announcement_id))
        )
        return kept

    def listed(self, day: HallDay, actor: str, *, anyones: bool) -> AnnouncementList:
        """Those of today that `actor` may take back."""
        rows = [
            AnnouncementRow(
                announcement_id=one.id,
                at=one.at,
                zone_id=one.zone_id,
                text=said.text if said else "",
                recorded=said.recorded if said else False,
                withdrawn=one.withdrawn,
                mine=one.actor == actor,
            )
            for one in reversed(day.announcements)
            if anyones or one.actor == actor
            for said in [None if one.withdrawn else self.words(day, one.id)]
        ]
        return AnnouncementList(announcements=tuple(rows))

    def _seconds(self, hall_id: str, date: str, said: FreeAnnouncement) -> int | None:
        if not said.recorded:
            return 0
        with self._store.read.connect() as connection:
            return recording_seconds(connection, hall_id, date, said.announcement_id)

    def record(self, day: HallDay, announcement_id: str, sound: bytes, now: datetime) -> bool:
        """Keep the recording of an announcement that is to be made; False where it was made already.

        `now` is an aware time. Raises NotARecording.
        """
        recording = Recording(seconds_of(sound), now.isoformat(timespec="microseconds"), sound)
        hall_id, date = day.config.hall.id, day.date.isoformat()
        return self._writes.run(
            lambda: self._store.run(
                lambda connection: put_recording(connection, hall_id, date, announcement_id, recording)
            )
        )

    def words(self, day: HallDay, announcement_id: str) -> FreeAnnouncement | None:
        """What is said on that day, read beside the writer."""
        with self._store.read.connect() as connection:
            return read_announcement(connection, day.config.hall.id, day.date.isoformat(), announcement_id)

    def sound(self, day: HallDay, announcement_id: str) -> bytes | None:
        """The recording of an announcement of that day, read beside the writer."""
        with self._store.read.connect() as connection:
            return read_sound(connection, day.config.hall.id, day.date.isoformat(), announcement_id)


def _answer(
    day: HallDay, happened: tuple[Happened, ...], left_out: tuple[str, ...] = ()
) -> dict[str, object]:
    event = happened[0].event
    return AnnouncementMade(
        announcement_id=getattr(event, "announcement_id", ""),
        zone_id=getattr(event, "zone_id", None),
        day=day.date.isoformat(),
        seq=happened[0].seq,
        left_out=left_out,
    ).model_dump(mode="json")


def _withdrawn(announcement_id: str, day: HallDay, _: tuple[Happened, ...]) -> dict[str, object]:
    told = AnnouncementWithdrawn(announcement_id=announcement_id, day=day.date.isoformat(), seq=day.seq)
    return told.model_dump(mode="json")
