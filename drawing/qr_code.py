"""QR codes: what a phone's camera reads, as dark and light modules."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

Modules: TypeAlias = tuple[tuple[bool, ...], ...]

#: Light modules around the code (ISO/IEC 18004).
QUIET_ZONE = 4


@lru_cache(maxsize=4)
def modules(text: str) -> Modules:
    """The rows of a code, dark ones true, without its quiet zone. Nothing stains a screen: its modules are as
    large as they can be (level L)."""
    # Read only where a hall has something to show: it takes its time.
    from qrcode.constants import ERROR_CORRECT_L
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_L, border=0)
    code.add_data(text)
    code.make(fit=True)
    return tuple(tuple(map(bool, row)) for row in code.get_matrix())
