"""QR codes: what a phone's camera reads, as dark and light modules."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, TypeAlias

Modules: TypeAlias = tuple[tuple[bool, ...], ...]

#: Light modules around the code (ISO/IEC 18004).
QUIET_ZONE = 4


#: The mask of codes that are made while somebody waits: any may be chosen (ISO/IEC 18004, 7.8), the fairest
#: of the eight takes eight times as long.
_MASK = 3


@lru_cache(maxsize=16)
def modules(text: str, level: Literal["L", "M"] = "L", *, quick: bool = False) -> Modules:
    """The rows of a code, dark ones true, without its quiet zone. Nothing stains a screen: its modules are as
    large as they can be (level L); paper is creased (level M). `quick`: somebody waits for it."""
    # Read only where a hall has something to show: it takes its time.
    from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M
    from qrcode.main import QRCode

    correction = ERROR_CORRECT_L if level == "L" else ERROR_CORRECT_M
    code = QRCode(error_correction=correction, border=0, mask_pattern=_MASK if quick else None)
    code.add_data(text)
    code.make(fit=True)
    return tuple(tuple(map(bool, row)) for row in code.get_matrix())
