"""The hall's own certificate authority, and the certificate that it gives the hub: by the `openssl` program.

The authority may sign for the hall's name and for addresses of private networks alone (RFC 5280, 4.2.1.10),
so that whoever trusts it trusts nobody's bank to it. Everything else is what a strict verifier asks of both
(Python 3.13's VERIFY_X509_STRICT: critical constraints, key usage, identifiers of keys) and Apple's browsers
(RSA or EC, a name in subjectAltName, serverAuth, 825 days at most).
"""

from __future__ import annotations

import ipaddress
import re
import ssl
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from balai.errors import BalaiError
from balai.files import write_whole
from balai.words.said import say

#: A small computer may show a time of some weeks ago when it starts.
BEFORE = timedelta(days=30)
AUTHORITY_LASTS, HUB_LASTS = timedelta(days=7300), timedelta(days=760)
#: The hub's certificate is renewed when this much of it is left: long before anybody would notice.
RENEWED_AT = timedelta(days=250)
#: What the authority may sign for beside the hall's name: private networks (RFC 1918, RFC 4193) and itself.
PRIVATE = tuple(
    ipaddress.ip_network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7", "::1/128")
)
_SETTINGS = """\
[ca]
default_ca = here
[here]
database = {work}/index
new_certs_dir = {work}
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[req]
distinguished_name = subject
prompt = no
[subject]
commonName = {subject}
[ext]
{extensions}
"""
_NAME = re.compile(r"(?=.{4,60}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


class AuthorityFault(BalaiError):
    """A name that is none, a clock that cannot be right, or what `openssl` said."""

    code = "authority_fault"
    lasting = True


@dataclass(frozen=True, slots=True)
class Shown:
    """A certificate as it was read: when it begins and ends (aware UTC), for which names and addresses."""

    begins: datetime
    ends: datetime
    names: frozenset[str]


def checked_name(name: str) -> str:
    """The name as it stands in certificates. Raises AuthorityFault where no browser would take it."""
    told = name.strip().rstrip(".").lower()
    if not _NAME.fullmatch(told):
        raise AuthorityFault(say("error.hall_name", name=repr(name)))
    return told


def make_authority(folder: Path, name: str, now: datetime) -> None:
    """Make ca.key (its owner's alone) and ca.pem in `folder`. Raises AuthorityFault."""
    ranges = (f"permitted;IP.{n} = {one.network_address}/{one.netmask}\n" for n, one in enumerate(PRIVATE))
    extensions = (
        "basicConstraints = critical, CA:TRUE, pathlen:0\nkeyUsage = critical, keyCertSign, cRLSign\n"
        "subjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid:always\n"
        "nameConstraints = critical, @permitted\n"
        f"[permitted]\npermitted;DNS.0 = {name}\npermitted;DNS.1 = localhost\n{''.join(ranges)}"
    )
    made, key = _signed(None, f"Balai {name}", extensions, now - BEFORE, AUTHORITY_LASTS)
    write_whole(folder / "ca.key", key, mode=0o600)
    write_whole(folder / "ca.pem", made, mode=0o644)


def make_certificate(folder: Path, name: str, addresses: Sequence[str], now: datetime) -> None:
    """Let the authority in `folder` sign for the hub: hub.crt, and hub.pem with its key, its owner's alone.
    The old ones stay whole until the new ones are. Raises AuthorityFault."""
    listed = [f"DNS:{name}", "DNS:localhost", "IP:127.0.0.1", *(f"IP:{one}" for one in addresses)]
    extensions = (
        "basicConstraints = critical, CA:FALSE\nkeyUsage = critical, digitalSignature\n"
        "extendedKeyUsage = serverAuth\nsubjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\n"
        f"subjectAltName = {', '.join(listed)}\n"
    )
    made, key = _signed(folder, name, extensions, now - BEFORE, HUB_LASTS)
    write_whole(folder / "hub.crt", made, mode=0o644)
    write_whole(folder / "hub.pem", made + key, mode=0o600)


def shown(file: Path) -> Shown:
    """Read a certificate. Raises AuthorityFault where it is none, and OSError."""
    told = _openssl("x509", "-in", str(file), "-noout", "-dates", "-ext", "subjectAltName")
    dates = dict(re.findall(r"^not(Before|After)=(.*)$", told, re.MULTILINE))
    names = re.findall(r"(?:DNS|IP Address):([^,\s]+)", told)
    begins, ends = (
        datetime.fromtimestamp(ssl.cert_time_to_seconds(dates[k]), UTC) for k in ("Before", "After")
    )
    return Shown(begins, ends, frozenset(names))


def _signed(
    authority: Path | None, subject: str, extensions: str, begins: datetime, lasts: timedelta
) -> tuple[str, str]:
    """A certificate for a new key and the key, as PEM; signed by the authority of a folder or, without one,
    by itself. `openssl ca` alone lets it begin earlier than now."""
    with tempfile.TemporaryDirectory() as work:
        settings, key, request, made = (Path(work, name) for name in ("settings", "key", "request", "made"))
        Path(work, "index").touch()
        settings.write_text(_SETTINGS.format(work=work, subject=subject, extensions=extensions))
        curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", str(key))
        _openssl("req", "-new", "-config", str(settings), *curve, "-out", str(request))
        signer = (
            ("-selfsign", "-keyfile", str(key))
            if authority is None
            else ("-cert", str(authority / "ca.pem"), "-keyfile", str(authority / "ca.key"))
        )
        _openssl(
            "ca", "-batch", "-notext", "-config", str(settings), *signer, "-extensions", "ext",
            "-startdate", f"{begins:%Y%m%d%H%M%SZ}", "-enddate", f"{begins + lasts:%Y%m%d%H%M%SZ}",
            "-in", str(request), "-out", str(made),
        )  # fmt: skip
        return made.read_text(), key.read_text()


def _openssl(*words: str) -> str:
    try:
        done = subprocess.run(["openssl", *words], capture_output=True, text=True, check=False)
    except FileNotFoundError as fault:
        raise AuthorityFault(say("doctor.program", name="openssl", package="openssl")) from fault
    if done.returncode:
        said = (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1]
        raise AuthorityFault(say("error.openssl", said=said))
    return done.stdout
