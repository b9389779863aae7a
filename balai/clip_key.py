"""Content address of a spoken clip: how hub and display name it."""

from __future__ import annotations

import hashlib


def clip_key(language: str, text: str) -> str:
    """32 hexadecimal digits that stand for what is said, in which language."""
    return hashlib.sha256(f"{language}\n{text}".encode()).hexdigest()[:32]
