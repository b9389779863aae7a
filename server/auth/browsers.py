"""Browsers in which an account has signed in before ("device cookies"): strangers' tries never stop them.

What a browser keeps is made with the account's password hash, so that nothing needs to be stored here, a
changed password ends it, and nobody can make one who does not know the hash.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

COOKIE = "balai_known"
#: A tablet is shared by so many at most; who signed in longest ago is left out.
MOST = 8
_LONGEST = 2048


def known_as(cookie: str, account_id: str, password_hash: str) -> str:
    """The name of this browser for an account; empty where the account has not signed in there."""
    for one in _kept(cookie):
        owner, _, rest = one.partition(".")
        nonce, _, proof = rest.partition(".")
        if owner == account_id and hmac.compare_digest(proof, _proof(account_id, nonce, password_hash)):
            return f"browser:{nonce}"
    return ""


def with_account(cookie: str, account_id: str, password_hash: str) -> str:
    """The cookie of a browser in which the account has just signed in."""
    nonce = secrets.token_hex(8)
    mine = f"{account_id}.{nonce}.{_proof(account_id, nonce, password_hash)}"
    others = [one for one in _kept(cookie) if one.partition(".")[0] != account_id]
    return "|".join([mine, *others][:MOST])


def _kept(cookie: str) -> list[str]:
    return cookie.split("|") if cookie.isascii() and 0 < len(cookie) <= _LONGEST else []


def _proof(account_id: str, nonce: str, password_hash: str) -> str:
    said = f"{account_id}.{nonce}".encode()
    return hmac.new(password_hash.encode(), said, hashlib.sha256).hexdigest()[:32]
