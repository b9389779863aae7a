"""Ports (interfaces): what the programs ask of a part, whatever the part is made of.

Kiosk and display are written against these Protocols; `hardware.registry` opens a real or a
virtual part that fits one. A part never raises anything but the faults named here.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from balai.errors import BalaiError

if TYPE_CHECKING:
    from PIL.Image import Image

    from balai.protocol.answers.announcements import FreeAnnouncement
    from balai.protocol.answers.visits import IssuedVisit
    from balai.protocol.devices.samples import Sample
    from balai.protocol.problem import Problem
    from balai.protocol.pushes import Admitted, Cue, Heartbeat, MaySpeak, Push, Queues, Speaker
    from balai.protocol.requests import AnnounceCall, DeviceStatus
    from balai.protocol.views import Snapshot


class HardwareFault(BalaiError):
    """A part cannot do what it was asked; `detail` says so to a person, `code` to a program."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail, code=code)
        self.detail = detail


class PrinterFault(HardwareFault):
    """Nothing (or not the whole ticket) came out of the printer.

    Codes: paper_out, cover_open, offline, unreachable, interrupted. `began`: some of it may be on paper.
    """

    def __init__(self, code: str, detail: str, *, began: bool = False) -> None:
        super().__init__(code, detail)
        self.began = began


class PartUnavailable(HardwareFault):
    """A part cannot be opened at all: unknown URL scheme, missing library or missing device."""

    @property
    def lasting(self) -> bool:  # type: ignore[override]  # a device may come, what is written stays
        """Whether the address or the installation is wrong, and not a device missing now."""
        return self.code in {"unknown_scheme", "missing_library", "bad_url", "no_such_pin"}


class HubRefused(BalaiError):
    """The hub heard the request and said no; `problem` is its answer, for people and programs."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail or problem.title, code=problem.code)
        self.problem = problem


class HubUnavailable(BalaiError):
    """No answer came from the hub, so it is unknown whether it heard the request.

    Only a repetition with the same request_id is safe. `problem` is what a hub said that cannot answer now.
    """

    code = "hub_unavailable"

    def __init__(self, message: str = "", problem: Problem | None = None) -> None:
        super().__init__(message)
        self.problem = problem


Paper: TypeAlias = Literal["ok", "low", "out", "unknown"]
Cover: TypeAlias = Literal["closed", "open", "unknown"]
#: Whether a ticket is on paper, where nothing failed.
Certainty: TypeAlias = Literal["yes", "unknown"]


@dataclass(frozen=True)
class PrinterStatus:
    """What is known of a printer; `detail` is one English sentence for whoever mends it."""

    ok: bool
    paper: Paper
    cover: Cover
    offline: bool
    detail: str
    #: A device's fault that is more than these say, by its code: printer_busy, printer_file.
    code: str = ""


class Button(Protocol):
    """One push button."""

    def on_press(self, callback: Callable[[], object]) -> None:
        """Call `callback` at each press, from a thread of the part's own; it must return at once."""

    def close(self) -> None:
        """Give the pin back; harmless to repeat."""


class Lamp(Protocol):
    """One lamp in or beside a button."""

    def on(self) -> None:
        """Light it."""

    def off(self) -> None:
        """Darken it."""

    def blink(self) -> None:
        """Blink at most twice a second (below the three flashes a second that can harm)."""

    def close(self) -> None:
        """Darken it and give the pin back; harmless to repeat."""


@dataclass(frozen=True)
class TextLine:
    """A line of the printer's own letters, `size` times as large (1 to 8); no longer than the paper is
    wide."""

    text: str
    size: int = 1
    bold: bool = False
    middle: bool = False


@dataclass(frozen=True)
class CodeBlock:
    """A QR code in the middle of the paper."""

    text: str


Piece: TypeAlias = TextLine | CodeBlock
#: A part of a picture across the paper, or a code that the printer draws itself between two of them.
Strip: TypeAlias = "Image | CodeBlock"


class ReceiptPrinter(Protocol):
    """A printer of paper tickets."""

    def print_image(self, image: Image, *, look: bool = True) -> Certainty:
        """Print a picture (one dot per pixel) and cut: "yes" where the printer said that it is out, "unknown"
        where it took all of it and said nothing. It is asked first how it is, unless (`look`) that was just
        done.

        Raises PrinterFault.
        """

    def print_strips(self, strips: Iterable[Strip], *, look: bool = True) -> Certainty:
        """The same with a picture in strips of one width, from the top: the first is printed while the next
        are drawn. Raises PrinterFault."""

    def begin(self, strip: Image) -> None:
        """Print the first strip of a picture whose others are not known yet: `print_strips` goes on where its
        first is this very one, and else cuts it off. Never raises: what follows tells what is wrong."""

    def leave(self) -> None:
        """Nothing follows what was begun, if anything was: it is cut off. Never raises."""

    def print_text(self, pieces: Sequence[Piece], *, look: bool = True) -> Certainty:
        """The same with a slip of the printer's own letters. Raises PrinterFault."""

    def broke_off(self) -> None:
        """A part of a paper may hang out of it, from before this program began: it is cut off before the
        next."""

    def status(self) -> PrinterStatus:
        """Ask the printer how it is; never raises, waits at most about two seconds (real time)."""

    def close(self) -> None:
        """Give the connection back; harmless to repeat."""


@dataclass(frozen=True)
class Scan:
    """What a reader typed. Not `whole`: a part of it is missing, or has signs that no code has."""

    text: str
    whole: bool = True


class Scanner(Protocol):
    """A reader of QR codes and barcodes."""

    #: Why nothing can be read now, by a device's fault; empty where it can.
    fault: str

    def on_scan(self, callback: Callable[[Scan], object]) -> None:
        """Hand every code to `callback`, from a thread of the part's own; it must return at once. To be
        called once."""

    def close(self) -> None:
        """Give the reader back; harmless to repeat."""


class AudioOut(Protocol):
    """A loudspeaker that plays one thing at a time."""

    def play(self, samples: bytes, rate: int) -> None:
        """Start playing mono signed 16-bit little-endian samples at `rate` Hz, and return."""

    def busy(self) -> bool:
        """Whether something still sounds."""

    def stop(self) -> None:
        """Fall silent at once."""

    def close(self) -> None:
        """Give the sound card back; harmless to repeat."""


@dataclass(frozen=True)
class LinkUp:
    """The hub is heard again; a snapshot or the missed pushes follow."""


@dataclass(frozen=True)
class LinkDown:
    """The hub has not been heard since `since` (aware UTC); `reason` is a code where it refused
    the connection (token_invalid, protocol_unsupported), else empty."""

    since: datetime
    reason: str = ""


HubEvent: TypeAlias = (
    "Snapshot | Push | Heartbeat | Queues | Speaker | Cue | Sample | Admitted | LinkUp | LinkDown"
)


@dataclass(frozen=True)
class Wish:
    """What a number is asked for: a service, others wanted beside it (`also`), how many persons come on the
    number, and their class; the code of a right carried over (`voucher`) or of a `booking`, where one is
    used; the `visit_id` that it gets, and its place `n` in the `chain` of a device that says so, the last of
    which the hub has is `after`. The names are those of `POST /visits`."""

    service_id: str
    also: tuple[str, ...] = ()
    persons: int = 1
    priority_class: str = "regular"
    voucher: str | None = None
    booking: str | None = None
    visit_id: str | None = None
    chain: str = ""
    n: int = 0
    after: int = 0


class HubLink(Protocol):
    """The only way from a device to the hub."""

    #: Everything the hub says, already in order, for one reader.
    events: queue.Queue[HubEvent]

    def start(self) -> None:
        """Begin to connect, in threads of its own, and keep connecting until stopped."""

    def stop(self) -> None:
        """Disconnect and end the threads; harmless to repeat."""

    def issue(self, wish: Wish, request_id: str) -> IssuedVisit:
        """Ask for a visit; repeating a request_id gives the first answer again.

        Raises HubRefused and HubUnavailable.
        """

    def report(self, status: DeviceStatus) -> None:
        """Tell the hub how this device is. Raises HubRefused and HubUnavailable."""


class CallSink(Protocol):
    """Where a display tells what became of calls."""

    def call_announced(self, leg_id: str, told: AnnounceCall) -> None:
        """Tell what became of a call. Raises HubRefused, and HubUnavailable (then repeat it as it is)."""


class WallLink(HubLink, CallSink, Protocol):
    """A display's way to the hub."""

    #: Set when somebody wants to see what this display shows.
    thumbnail_wanted: threading.Event

    def send_thumbnail(self, jpeg: bytes) -> None:
        """Send a small picture of what this device shows. Raises HubRefused and HubUnavailable."""

    def notice(self, announcement_id: str) -> FreeAnnouncement:
        """What was typed for an announcement. Raises HubRefused and HubUnavailable."""

    def recording(self, announcement_id: str) -> bytes:
        """The recording of an announcement, a WAV file. Raises HubRefused and HubUnavailable."""

    def may_speak(self, said: MaySpeak) -> None:
        """Tell the hub whether this display can be heard: now, and after every connection to come."""

    def cue(self, cue: Cue) -> None:
        """Tell the displays that follow this one what it is about to say; lost where the link is."""

    def ask_anew(self) -> None:
        """Something heard could not be used: ask for all that is known, every few seconds at most."""
