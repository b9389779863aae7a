"""Routes of spoken names: a recording in the place of what the hub made of the letters."""

from __future__ import annotations

from flask import request

from balai.errors import Refusal
from balai.protocol.requests import Change
from balai.words.said import say
from server.api.paths import AgencyPath
from server.api.routing import Routes, must_reach, whole_body
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.problems import Rejected
from server.usecases.settings.drafts import Drafts
from server.usecases.speaking.clips import LARGEST_CLIP, Clips
from server.usecases.speaking.recordings import NotARecording, seconds_of

MAY = Permission.DRAFT_CHANGE
#: A name is a phrase; what is longer is taken for a mistake.
LONGEST_SECONDS = 10


def add_names(routes: Routes, drafts: Drafts, clips: Clips) -> None:
    """Names are those of the draft, so that a new one is heard before it is in force."""

    def spoken(who: Principal, agency_id: str) -> str:
        found = next((row for row in drafts.now().draft.file["agency"] if row.get("id") == agency_id), None)
        text = str(found.get("spoken") or found.get("name") or "") if found else ""
        if not text:
            raise Rejected(404, "not_found", say("detail.no_agency"))
        must_reach(who, MAY, [agency_id])
        return text

    def put_name(who: Principal, path: AgencyPath) -> None:
        """Let walls say an agency's name by this recording (WAV, 16 bit PCM, up to 10 s). Sent again it takes
        the first one's place."""
        text = spoken(who, path.agency_id)
        request.max_content_length = LARGEST_CLIP
        sound = whole_body(request.environ)
        try:
            seconds = seconds_of(sound)
        except NotARecording as fault:
            raise Rejected(415, "not_a_recording", str(fault)) from fault
        if seconds > LONGEST_SECONDS:
            raise Rejected(415, "not_a_recording", say("detail.name_long", most=LONGEST_SECONDS))
        _kept(clips.put(text, sound))

    def forget_name(who: Principal, path: AgencyPath, body: Change) -> None:
        """Let walls say an agency's name as the hub makes it of its letters. Harmless to repeat."""
        _kept(clips.forget(spoken(who, path.agency_id)))

    one = "/hall/draft/names/<agency_id>"
    routes.add("PUT", f"{one}/sound", put_name, may=MAY, answers=None, status=204, refuses=True)
    routes.add("POST", f"{one}/forget", forget_name, may=MAY, answers=None, status=204, refuses=True)


def _kept(well: bool) -> None:
    if not well:
        raise Refusal("clip_unkept", say("error.clip_unkept"))
