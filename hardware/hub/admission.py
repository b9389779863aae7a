"""A device without a token asks its hub to be let in, and shows six digits until somebody types them there
(`balai.protocol.devices.admission`). What it gets, token and authority, it keeps in its state folder.

The hall's own authority is not known before: the first answer is taken from whoever gives it, and
everything after it only from who holds a certificate of the authority that came with it. The digits tell
whether it is the hall's.
"""

from __future__ import annotations

import secrets
import ssl
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import structlog
import urllib3
from pydantic import BaseModel, ValidationError

from balai.errors import BalaiError
from balai.files import write_whole
from balai.protocol.base import News
from balai.protocol.devices import admission as a
from hardware.device_file import HubSettings, KeptFiles

#: Real seconds: between two looks whether somebody typed the digits, and until a hub that is silent is asked.
LOOK_SECONDS, AGAIN_SECONDS, TIMEOUT = 2.0, 5.0, 3.0
N = TypeVar("N", bound=News)
log = structlog.get_logger(__name__)


class AskAnewError(BalaiError):
    """The hub knows this ask no more, or somebody else answered."""

    code = "ask_anew"


class Silent(BalaiError):
    """No hub answers."""

    code = "hub_unavailable"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a device asked and was answered; the token is its own."""

    token: str
    secret: str
    asked: a.AskAdmission
    answer: a.AdmissionAsked
    #: The authority that is trusted from here on; "" for those that are trusted anyway.
    authority: str = ""

    @property
    def code(self) -> str:
        """The digits that it shows."""
        return a.code_of(self.asked, self.answer.nonce, self.answer.authority, self.secret)


class Asking:
    """Asks one hub. `trusted` is the authority that the device file names; None: the system's, and the
    hall's own where it says that it has one."""

    def __init__(self, url: str, kind: a.DeviceKind, trusted: Path | None = None) -> None:
        self._base, self._kind, self._trusted = url.rstrip("/") + "/api/v1/devices/asks", kind, trusted
        self._secure = urlsplit(url).scheme == "https"

    def begin(self) -> Asked:
        """Ask anew, with another token. Raises Silent and AskAnewError."""
        token, secret = secrets.token_urlsafe(32), secrets.token_hex(32)
        asked = a.AskAdmission(kind=self._kind, token_hash=a.digest_of(token), commitment=a.digest_of(secret))
        authority = ""
        try:
            answer = self._post("", asked, a.AdmissionAsked, self._context(""))
        except _Untrusted:
            if self._trusted is not None:
                raise
            with warnings.catch_warnings():
                # It is what is meant here, and nobody is to read of it at every start.
                warnings.simplefilter("ignore", urllib3.exceptions.InsecureRequestWarning)
                answer = self._post("", asked, a.AdmissionAsked, _anybody())
            authority = answer.authority
            if not authority:
                raise  # it has none of its own, so its certificate is to be trusted by the system
        made = Asked(token, secret, asked, answer, authority)
        try:
            _ = made.code
        except ValueError as fault:
            raise AskAnewError(str(fault)) from fault
        return made

    def look(self, made: Asked) -> a.AdmissionState:
        """Whether it is let in. Raises Silent and AskAnewError."""
        path, told = f"/{made.answer.id}", a.TellSecret(secret=made.secret)
        return self._post(path, told, a.AdmissionState, self._context(made.authority))

    def _context(self, authority: str) -> ssl.SSLContext | None:
        if not self._secure:
            return None
        if authority:
            return ssl.create_default_context(cadata=authority)
        return ssl.create_default_context(cafile=self._trusted)

    def _post(self, path: str, body: BaseModel, kind: type[N], context: ssl.SSLContext | None) -> N:
        pool = urllib3.PoolManager(num_pools=1, retries=False, timeout=TIMEOUT, ssl_context=context)
        headers = {"Content-Type": "application/json"}
        try:
            answer = pool.request(
                "POST",
                self._base + path,
                body=body.model_dump_json().encode(),
                headers=headers,
                redirect=False,
            )
            if answer.status >= 300:
                raise (Silent if answer.status in (429, 502, 503) else AskAnewError)(f"{answer.status}")
            return kind.model_validate_json(answer.data)
        except urllib3.exceptions.SSLError as fault:
            raise _Untrusted(str(fault)) from fault
        except urllib3.exceptions.HTTPError as fault:
            raise Silent(str(fault)) from fault
        except ValidationError as fault:
            raise AskAnewError(str(fault)) from fault
        finally:
            pool.clear()


class _Untrusted(Silent):
    """Somebody answers by a certificate that is not trusted."""


def _anybody() -> ssl.SSLContext:
    """What takes any certificate: for the one answer that brings the authority."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def let_in(
    hub: HubSettings,
    kind: a.DeviceKind,
    kept: KeptFiles,
    show: Callable[[str], None],
    rest: Callable[[float], bool],
) -> HubSettings | None:
    """Ask until this device is let in; the hub's settings as they are to be used from now on, or None where
    it is to end before. `show` is given the digits, "" while no hub answers; `rest` waits so many seconds,
    and says whether it is to end."""
    asking, made, shown = Asking(hub.url, kind, hub.ca), None, None
    while True:
        try:
            made = made or asking.begin()
            state = asking.look(made)
        except (AskAnewError, Silent) as fault:
            if isinstance(fault, AskAnewError):
                made = None
            code, pause, why = "", AGAIN_SECONDS, str(fault)
        else:
            if state.admitted:
                log.info("let_in", device=state.device_id)
                return keep(hub, kept, made)
            code, pause, why = made.code, LOOK_SECONDS, ""
        if code != shown:
            log.info("waits_to_be_let_in", code=code or None, hub=hub.url, why=why or None)
            show(code)
            shown = code
        if rest(pause):
            return None


def keep(hub: HubSettings, kept: KeptFiles, made: Asked) -> HubSettings:
    """Keep what was given, the authority first: with the token it is used from the next start on. Raises
    OSError."""
    ca = hub.ca
    kept.token.parent.mkdir(parents=True, exist_ok=True)
    if made.authority:
        write_whole(kept.ca, made.authority, mode=0o600)
        ca = kept.ca
    write_whole(kept.token, f"{made.token}\n", mode=0o600)
    return hub.model_copy(update={"token": made.token, "ca": ca})
