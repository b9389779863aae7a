"""The fingerprint of a certificate, as browsers and tablets show it."""

from __future__ import annotations

import hashlib
import ssl
from pathlib import Path


def der_of(file: Path) -> bytes:
    """A certificate file as bytes. Raises OSError, ValueError where it holds none."""
    return ssl.PEM_cert_to_DER_cert(file.read_text(encoding="ascii").strip())


def fingerprint_of(file: Path) -> str:
    """Its SHA-256, in pairs of hexadecimal digits. Raises what `der_of` raises."""
    told = hashlib.sha256(der_of(file)).hexdigest().upper()
    return ":".join(told[at : at + 2] for at in range(0, len(told), 2))
