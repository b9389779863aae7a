"""A certificate that everybody trusts, for a name of the internet: the distribution's certbot asks an
authority for it (ACME, RFC 8555) and renews it by its own timer; the hub's address takes it over.

The authority looks for a file below http://NAME/.well-known/acme-challenge/ (RFC 8555, 8.3): nginx serves it.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from balai.words.said import say
from server.usecases.address.authority import AuthorityFault, shown

#: Where certbot keeps what it was given, and where nginx looks for what it is to show. Debian's places.
_LIVE, WEB = Path("etc/letsencrypt/live"), Path("var/lib/letsencrypt/balai")
_PLACES = {
    "--config-dir": "etc/letsencrypt",
    "--work-dir": "var/lib/letsencrypt",
    "--logs-dir": "var/log/letsencrypt",
}
PROGRAM = "certbot"
LETS_ENCRYPT = "https://acme-v02.api.letsencrypt.org/directory"


@dataclass(frozen=True, slots=True)
class Acme:
    """Who asks, and whom: `mail` is told before a certificate ends, `server` is the authority's directory."""

    mail: str
    server: str = LETS_ENCRYPT
    #: For a test's authority, which no machine trusts: what certbot's own environment has beside.
    environment: Mapping[str, str] | None = None


def ask(root: Path, name: str, acme: Acme) -> None:
    """Let certbot ask for a certificate, and keep it renewed; one that is good for long yet stays.
    Raises AuthorityFault with what it said."""
    (root / WEB).mkdir(parents=True, exist_ok=True)
    (root / WEB).chmod(0o755)  # nginx reads it as another user
    places = [word for option, place in _PLACES.items() for word in (option, str(root / place))]
    command = [
        PROGRAM, "certonly", "--non-interactive", "--agree-tos", "--keep-until-expiring", "--webroot",
        "--webroot-path", str(root / WEB), "--domain", name, "--cert-name", name, "--server", acme.server,
        "--email", acme.mail, *places,
    ]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=acme.environment)
    except FileNotFoundError as fault:
        raise AuthorityFault(say("doctor.program", name="certbot", package="certbot")) from fault
    if done.returncode:
        raise AuthorityFault(say("error.acme", name=name, said=_gist(done.stdout + done.stderr)))


def certificate(root: Path, name: str, now: datetime) -> tuple[str, str] | None:
    """The chain and the key that certbot holds for that name; None where it has none that is good now."""
    chain, key = (root / _LIVE / name / file for file in ("fullchain.pem", "privkey.pem"))
    if not chain.exists() or not key.exists():
        return None
    there = shown(chain)
    # One that this machine's slow clock takes for a later one is good for everybody else.
    good = now < there.ends and name in there.names
    return (chain.read_text(encoding="ascii"), key.read_text(encoding="ascii")) if good else None


def _gist(said: str) -> str:
    """What the authority's own answer is, of the many lines that certbot writes."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    told = [line for line in lines if line.startswith(("Detail:", "Type:"))]
    return " ".join(told or lines[-1:])
