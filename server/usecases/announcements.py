"""Free announcements: typed by staff, logged without their words, kept for the day, said by displays."""

from __future__ import annotations

from balai.domain import commands as c
from balai.domain.state import HallDay, Happened
from balai.protocol.answers import AnnouncementMade, FreeAnnouncement
from balai.protocol.requests import Announce
from server.store import Store
from server.store.announcements import put_announcement, read_announcement
from server.usecases.asking import Kept, Submits, ask
from server.usecases.session import Writes


def announce(
    desk: Submits, writes: Writes, store: Store, day: HallDay, actor: str, request: Announce
) -> Kept:
    """Have something said. The words are kept before the displays hear of them; the request's own id is
    the announcement's, so that a repeat finds them there."""
    said = FreeAnnouncement(
        announcement_id=str(request.request_id),
        text=request.text,
        language=request.language,
        times=request.times,
        zone_id=request.zone_id,
    )
    hall_id, date = day.config.hall.id, day.date.isoformat()
    if said.zone_id is None or any(zone.id == said.zone_id for zone in day.config.zones):
        writes.run(lambda: store.run(lambda connection: put_announcement(connection, hall_id, date, said)))
    command = c.MakeAnnouncement(
        actor=actor,
        announcement_id=said.announcement_id,
        zone_id=said.zone_id,
        language=said.language,
        times=said.times,
        length=len(said.text),
    )
    return ask(desk, command, request, "POST /announcements", _answer, 201)


def words(store: Store, hall_id: str, announcement_id: str) -> FreeAnnouncement | None:
    """What was typed, read beside the writer."""
    with store.read.connect() as connection:
        return read_announcement(connection, hall_id, announcement_id)


def _answer(day: HallDay, happened: tuple[Happened, ...]) -> dict[str, object]:
    event = happened[0].event
    return AnnouncementMade(
        announcement_id=getattr(event, "announcement_id", ""),
        zone_id=getattr(event, "zone_id", None),
        day=day.date.isoformat(),
        seq=happened[0].seq,
    ).model_dump(mode="json")
