"""The only way from a device to the hub: news by Socket.IO, in order, and requests by HTTP."""

from __future__ import annotations

import queue
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from pydantic import ValidationError

from balai.clock import Clock
from balai.protocol.answers.announcements import FreeAnnouncement
from balai.protocol.answers.visits import CodeView, IssuedVisit
from balai.protocol.answers.waits import NextWaits
from balai.protocol.devices.cut_off import (
    AdoptedVisit,
    AdoptVisit,
    HeldNumbers,
    HoldNumbers,
    OfflineFacts,
    VoidVisit,
)
from balai.protocol.devices.papers import ClaimedPapers, ClaimPapers, PapersOut
from balai.protocol.devices.samples import Sample
from balai.protocol.follow import Follower
from balai.protocol.pushes import Admitted, Cue, Heartbeat, MaySpeak, Push, Queues, Speaker
from balai.protocol.requests import AnnounceCall, Channel, DeviceStatus
from balai.protocol.views import Snapshot
from hardware.hub.address import HubAddress, NobodyThereError
from hardware.hub.backoff import Backoff, ConnectionResult
from hardware.hub.live_socket import HubSocket
from hardware.hub.requests import HubRequests
from hardware.ports import HubEvent, LinkDown, LinkUp, Wish

SILENCE = 8.0
ASK_AGAIN = 3.0
TICK = 0.5
TICK_HOLDING = 0.05
_NEWS = frozenset({"push", "pushes"})
_OWN = frozenset({"may_speak", "ask_anew", "own_cue"})

log = structlog.get_logger(__name__)


@dataclass
class _Session:
    """What is known during one connection. Times in real monotonic seconds."""

    heard_at: float = field(default_factory=time.monotonic)
    up: bool = False
    asked_at: float | None = None
    anew: bool = False
    anew_at: float | None = None


class LiveHubLink:
    """The line to a hub by HTTP and Socket.IO, as `hardware.ports.WallLink` has it.

    Network time-outs run on real time, `LinkDown.since` on `clock`.
    """

    def __init__(
        self,
        url: str,
        token: str,
        clock: Clock,
        *,
        channel: Channel = "kiosk",
        ca: Path | None = None,
    ) -> None:
        """`ca` is the only authority whose certificates are trusted; None: those of the system."""
        self.events: queue.Queue[HubEvent] = queue.Queue()
        self._url, self._token, self._clock = url, token, clock
        self._requests = HubRequests(url, token, channel, ca)
        self._inbox: queue.Queue[tuple[HubSocket | None, str, Any]] = queue.Queue()
        self._follower = Follower()
        #: Held by whichever thread takes a message in.
        self._taking = threading.Lock()
        self._session: _Session | None = None
        self._address = HubAddress(url, ca)
        self._stopping = threading.Event()
        self._socket: HubSocket | None = None
        self._thread: threading.Thread | None = None
        self._last_heard: datetime = clock.now()
        #: When it was last tried to connect, by this machine's clock; None before the first time.
        self.tried_at: datetime | None = None
        self._told: LinkUp | LinkDown | None = None
        self._unreachable = False
        self._may_speak: MaySpeak | None = None
        #: Set when somebody at the hub wants to see what this device shows.
        self.thumbnail_wanted = threading.Event()
        #: Called when somebody at the hub has this device start anew.
        self.restart: Callable[[], None] = lambda: None

    @property
    def position(self) -> tuple[str | None, int]:
        """The (day, seq) up to which news was handed out."""
        return self._follower.day, self._follower.seq

    @property
    def hears(self) -> bool:
        """Whether news waits in `events`, or is being taken in at this moment."""
        link = self._socket
        return not self.events.empty() or (link is not None and link.hears)

    def start(self) -> None:
        """Begin to connect, in a thread of its own, and keep connecting until stopped."""
        if self._thread is None:
            self._last_heard = self._clock.now()
            self._thread = threading.Thread(target=self._run, name="hub-link", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Disconnect and end the threads, within a second; harmless to repeat."""
        self._stopping.set()
        self._inbox.put((None, "stop", None))
        if self._socket is not None:
            self._socket.drop()
        if self._thread is not None:
            self._thread.join(1.0)
        self._requests.close()

    def issue(self, wish: Wish, request_id: str) -> IssuedVisit:
        """Ask for a visit. Raises HubRefused and HubUnavailable (then repeat with the same id)."""
        return self._requests.issue(wish, request_id)

    def code(self, code: str) -> CodeView:
        """What a code stands for. Raises HubRefused and HubUnavailable."""
        return self._requests.code(code)

    def hold_numbers(self, wanted: HoldNumbers) -> HeldNumbers:
        """Ask for numbers to hold. Raises HubRefused and HubUnavailable."""
        return self._requests.hold_numbers(wanted)

    def offline_facts(self, services: tuple[str, ...]) -> OfflineFacts:
        """Hours and quotas of services (none named: all). Raises HubRefused and HubUnavailable."""
        return self._requests.offline_facts(services)

    def next_waits(self) -> NextWaits:
        """When the next number of each service will probably be called. Raises HubRefused and
        HubUnavailable."""
        return self._requests.next_waits()

    def adopt(self, ticket: AdoptVisit) -> AdoptedVisit:
        """Bring a ticket that was given out. Raises HubRefused and HubUnavailable."""
        return self._requests.adopt(ticket)

    def void(self, visit_id: str, what: VoidVisit) -> AdoptedVisit:
        """Say what was never handed out. Raises HubRefused and HubUnavailable."""
        return self._requests.void(visit_id, what)

    def mark_ticket(self, visit_id: str, request_id: str, *, printed: bool, certain: bool) -> None:
        """Tell whether a ticket is on paper. Raises HubRefused and HubUnavailable."""
        self._requests.mark_ticket(visit_id, request_id, printed=printed, certain=certain)

    def claim_papers(self, wanted: ClaimPapers) -> ClaimedPapers:
        """Ask which vouchers and copies to print. Raises HubRefused and HubUnavailable."""
        return self._requests.claim_papers(wanted)

    def papers_out(self, done: PapersOut) -> None:
        """Say which came out. Raises HubRefused and HubUnavailable."""
        self._requests.papers_out(done)

    def report(self, status: DeviceStatus) -> None:
        """Tell the hub how this device is. Raises HubRefused and HubUnavailable."""
        self._requests.report(status)

    def call_announced(self, leg_id: str, told: AnnounceCall) -> None:
        """Tell what became of a call on this display. Raises HubRefused and HubUnavailable."""
        self._requests.call_announced(leg_id, told)

    def send_thumbnail(self, jpeg: bytes) -> None:
        """Send a small picture of what this device shows. Raises HubRefused and HubUnavailable."""
        self._requests.send_thumbnail(jpeg)

    def notice(self, announcement_id: str) -> FreeAnnouncement:
        """What was typed for an announcement. Raises HubRefused and HubUnavailable."""
        return self._requests.notice(announcement_id)

    def recording(self, announcement_id: str) -> bytes:
        """The recording of an announcement, a WAV file. Raises HubRefused and HubUnavailable."""
        return self._requests.recording(announcement_id)

    def may_speak(self, said: MaySpeak) -> None:
        """Tell the hub whether this display can be heard: now, and after every connection to come."""
        self._may_speak = said
        self._inbox.put((self._socket, "may_speak", None))

    def cue(self, cue: Cue) -> None:
        """Tell the displays that follow this one what it is about to say; lost where the link is."""
        self._inbox.put((self._socket, "own_cue", cue))

    def ask_anew(self) -> None:
        """Something heard could not be used: ask for all that is known, every few seconds at most."""
        self._inbox.put((self._socket, "ask_anew", None))

    def _run(self) -> None:
        backoff = Backoff(random.Random())  # noqa: S311  # spreads reconnects, no secret
        while not self._stopping.is_set():
            began, self.tried_at = time.monotonic(), self._clock.now()
            outcome = self._connect_once(backoff.connect_timeout())
            self._stopping.wait(backoff.wait(outcome, time.monotonic() - began))

    def _connect_once(self, connect_timeout: float) -> ConnectionResult:
        """One connection from opening to loss; what came of it."""
        link = self._socket = HubSocket(self._url, self._token, self._hear, self._address)
        session, outcome = _Session(), ConnectionResult.FAILED
        self._session = session
        try:
            link.open(self._follower.position, connect_timeout)
            self._follow(link, session)
        except OSError as fault:
            if isinstance(fault, NobodyThereError):
                outcome = ConnectionResult.NOBODY
            self._say_unreachable(str(fault))
        except Exception:
            # Whatever a peer sends, the thread lives and connects anew.
            log.exception("hub_link_failed")
        finally:
            link.drop()
            self._socket = None
        self._tell_down("")
        return ConnectionResult.HELD if session.up else outcome

    def _hear(self, link: HubSocket, kind: str, data: Any) -> None:
        """From the socket's own thread."""
        if kind not in _NEWS or not self._at_once(link, kind, data):
            self._inbox.put((link, kind, data))

    def _at_once(self, link: HubSocket, kind: str, data: Any) -> bool:
        """Hand news on where nothing comes before it: another thread to wake is a millisecond more between a
        call and the wall. Whatever is unusual is left to the thread that follows."""
        session = self._session
        if session is None or not session.up or link is not self._socket:
            return False
        with self._taking:
            if self._inbox.unfinished_tasks:
                return False
            try:
                self._take(session, kind, data)
            except Exception:  # noqa: BLE001  # the other thread meets it again, and connects anew
                return False
            waits = self._follower.holding or self._follower.must_ask
        if waits:
            self._inbox.put((link, "wait", None))
        return True

    def _follow(self, link: HubSocket, session: _Session) -> None:
        while not self._stopping.is_set():
            try:
                tick = TICK_HOLDING if self._follower.holding else TICK
                origin, kind, data = self._inbox.get(timeout=tick)
            except queue.Empty:
                if not link.alive or time.monotonic() - session.heard_at > SILENCE:
                    return
            else:
                try:
                    with self._taking:
                        if origin is link and not self._take(session, kind, data):
                            return
                finally:
                    self._inbox.task_done()
            with self._taking:
                self._ask_if_needed(link, session)

    def _take(self, session: _Session, kind: str, data: Any) -> bool:
        """Handle one message; False ends the connection."""
        if kind in _OWN:
            self._own(session, kind, data)
            return True
        session.heard_at, self._last_heard = time.monotonic(), self._clock.now()
        if kind == "wait":
            return True
        if kind == "disconnect":
            return False
        if kind == "connect_error":
            self._refused(data)
            return False
        if not session.up:
            # The first news may overtake the word that the connection stands.
            session.up, self._unreachable = True, False
            self._tell(LinkUp())
        if kind == "connect":
            self._say_may_speak(session)
        try:
            self._news(session, kind, data)
        except (ValidationError, TypeError, AttributeError, LookupError, ValueError) as fault:
            log.warning("hub_message_unreadable", kind=kind, fault=type(fault).__name__)
        return True

    def _own(self, session: _Session, kind: str, data: Any) -> None:
        """What this device itself wants of the connection."""
        if kind == "may_speak":
            self._say_may_speak(session)
        elif kind == "ask_anew":
            session.anew = True
        elif session.up and self._socket is not None:
            self._socket.say("cue", data.model_dump(mode="json"))

    def _say_may_speak(self, session: _Session) -> None:
        if session.up and self._may_speak is not None and self._socket is not None:
            self._socket.say("speak", self._may_speak.model_dump(mode="json"))

    def _news(self, session: _Session, kind: str, data: Any) -> None:
        now = time.monotonic()
        if kind == "head":
            head = Heartbeat.model_validate(data)
            self._follower.heard(head, now)
            self.events.put(head)
        elif kind in _NEWS:
            news = [Push.model_validate(one) for one in (data if kind == "pushes" else [data])]
            self._hand_out([ready for one in news for ready in self._follower.offer(one, now)])
        elif kind == "snapshot":
            self._snapshot(Snapshot.model_validate(data))
        elif kind == "synced":
            session.asked_at = None
            if data.get("snapshot") is not None:
                self._snapshot(Snapshot.model_validate(data["snapshot"]))
            else:
                pushes = [Push.model_validate(push) for push in data["pushes"]]
                self._hand_out(self._follower.caught_up(pushes, now))
        else:
            self._latest(kind, data)

    def _latest(self, kind: str, data: Any) -> None:
        """News without a seq: only the latest counts."""
        if kind == "queues":
            self.events.put(Queues.model_validate(data))
        elif kind == "speaker":
            self.events.put(Speaker.model_validate(data))
        elif kind == "cue":
            self.events.put(Cue.model_validate(data))
        elif kind == "admitted":
            self.events.put(Admitted.model_validate(data))
        elif kind == "sample":
            self.events.put(Sample.model_validate(data))
        elif kind == "look":
            self.thumbnail_wanted.set()
        elif kind == "restart":
            self.restart()

    def _snapshot(self, snapshot: Snapshot) -> None:
        self.events.put(snapshot)
        self._hand_out(self._follower.reset(snapshot.day, snapshot.seq, snapshot.at))

    def _hand_out(self, pushes: list[Push]) -> None:
        for push in pushes:
            self.events.put(push)

    def _ask_if_needed(self, link: HubSocket, session: _Session) -> None:
        now = time.monotonic()
        self._follower.tick(now)
        anew = session.anew and (session.anew_at is None or now - session.anew_at > ASK_AGAIN)
        if not (session.up and (self._follower.must_ask or anew)):
            return
        if session.asked_at is None or now - session.asked_at > ASK_AGAIN:
            session.asked_at = now
            link.ask(None if anew else self._follower.position)
            if anew:
                session.anew, session.anew_at = False, now

    def _refused(self, data: Any) -> None:
        code = data.get("code") if isinstance(data, dict) else None
        if code:
            self._tell_down(str(code))

    def _say_unreachable(self, reason: str) -> None:
        """Once for each outage, since attempts are many."""
        if not self._unreachable and not self._stopping.is_set():
            self._unreachable = True
            log.warning("hub_unreachable", hub=self._url, reason=reason, effect="it is tried again and again")

    def _tell_down(self, reason: str) -> None:
        if self._stopping.is_set():
            return
        before = self._told
        if isinstance(before, LinkDown) and reason in ("", before.reason):
            return
        since = before.since if isinstance(before, LinkDown) else self._last_heard
        if reason:
            log.error("hub_refused_connection", code=reason)
        self._tell(LinkDown(since, reason))

    def _tell(self, state: LinkUp | LinkDown) -> None:
        self._told = state
        self.events.put(state)
