"""What all the programs of Balai share: the words, the rules of a day, the wire."""

from __future__ import annotations

__version__ = "0.1.0"
