"""How a device is let in by six digits that it shows and a manager types (decision 0052).

The device draws a token and a secret, and tells the hub the token's hash and a commitment to the secret.
The hub answers with a nonce and the certificate of its authority; only then the device tells the secret.
Both make the same six digits of all of these: whoever stands between device and hub has another certificate
or another token, and so other digits; and since each was bound before the other told its part, nobody can
look for digits that fit.
"""

from __future__ import annotations

import hashlib
import ssl
from typing import Annotated, Literal

from pydantic import StringConstraints

from balai.protocol.base import Message, News, Slug
from balai.protocol.requests import Change

#: So long a code is good (seconds of the hub's clock); then the device asks anew and shows another.
CODE_SECONDS = 600
_DIGITS = 6

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
#: The kinds of devices that a hall lets in.
DeviceKind = Literal["kiosk", "display"]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


class AskAdmission(Message):
    """A device asks to be let in: the SHA-256 of the token that it drew, and of a secret that it tells
    later."""

    kind: DeviceKind
    token_hash: Digest
    commitment: Digest


class AdmissionAsked(News):
    """The hub's part: its nonce, and the certificate (PEM) of the authority that the hall made, if it did."""

    id: str
    nonce: str
    authority: str = ""


class TellSecret(Message):
    """What the commitment was made of; asked with it again and again until somebody has typed the code."""

    secret: Digest


class AdmissionState(News):
    """Whether the device is let in, and as which."""

    admitted: bool
    device_id: str = ""


class AdmitDevice(Change):
    """Let the device in that shows `code`. With `replaces` it takes the place of the one that is enrolled
    under `id`, whose token ends; otherwise it gets an id, a name and, where it is to speak in one zone
    alone, that."""

    code: Code
    id: Slug
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)] = ""
    zone_id: Slug | None = None
    replaces: bool = False


class DeviceAdmitted(News):
    """What was let in."""

    id: str
    kind: str


def digest_of(text: str) -> str:
    """SHA-256 of a text, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def code_of(asked: AskAdmission, nonce: str, authority: str, secret: str) -> str:
    """The six digits. Raises ValueError where `authority` is neither a certificate (PEM) nor empty."""
    seen = ssl.PEM_cert_to_DER_cert(authority.strip()) if authority else b""
    parts = (asked.kind, asked.token_hash, asked.commitment, nonce, hashlib.sha256(seen).hexdigest(), secret)
    drawn = hashlib.sha256("\n".join(("balai admission 1", *parts)).encode()).digest()
    return f"{int.from_bytes(drawn[:16]) % 10**_DIGITS:0{_DIGITS}d}"
