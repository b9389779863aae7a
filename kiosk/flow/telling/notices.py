"""Why a service gives no number, for whoever pressed a dark button."""

from __future__ import annotations

from datetime import datetime

from balai.protocol.requests import DeviceFault
from balai.words import Words, known_language, words_in
from balai.words.dates import clock_time, long_date
from kiosk.flow.ports import Standing
from kiosk.flow.telling.offer import Offer, Opening, Why
from kiosk.paper.letterhead import letterhead
from kiosk.paper.slips.notice import Notice


def notice_for(
    standing: Standing, service_id: str, now: datetime, *, certain: bool, why: DeviceFault | None = None
) -> Notice | None:
    """The paper that says why; `now` is aware and may not be `certain`, `why` what the hub said just now.
    None where there is a number after all, and where nothing is known of the hall."""
    if standing.hall is None:
        return None
    offer = Offer(standing, now)
    opening = offer.opening(service_id)
    say = words_in(known_language(standing.hall.hall.language))
    what, when = reason(opening, offer, say)
    if why is not None and why.code == "refused" and opening.why in (Why.OPEN, Why.AWAY):
        what, when = why.about, say("touch.ask_desk")
    elif opening.why is Why.OPEN and why is not None:
        what, when = say("touch.away"), say("touch.ask_desk")
    if not what:
        return None
    return Notice(
        **vars(letterhead(standing.hall, service_id, "")),
        what=what, when=when, at=offer.now if certain else None, language=say.language,
    )  # fmt: skip


def reason(opening: Opening, offer: Offer, say: Words) -> tuple[str, str]:
    """Why a service gives no number, and when or where there is one; empty where it does."""
    if opening.why is Why.OPEN:
        return "", ""
    what = say(f"touch.{opening.why.value}")
    if opening.why is Why.FULL and opening.on is not None:
        return what, say("touch.next_day", day=long_date(opening.on, say.language, year=False))
    if opening.again is not None:
        if opening.again.date() == offer.now.date():
            return what, say("touch.next_at", time=clock_time(opening.again, offer.zone, say.language))
        day = opening.again.astimezone(offer.zone).date()
        return what, say("touch.next_day", day=long_date(day, say.language, year=False))
    return what, say("touch.ask_desk")
