"""What a printer is sent: a picture in bands that end by themselves, feed, cut, and a question behind it.

Source: Epson's ESC/POS command reference. `GS v 0` (raster), `ESC d` (feed), `GS V` (cut), `GS r` (status in
the order of the data), `GS ( H` (sends back an id when it is reached).
"""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image

from hardware.printers.profiles import Profile

#: Of one band, in bytes: so much of the next paper a printer would take for the rest of one that broke off.
BAND_BYTES = 2048
_RESET, _TELL_UNASKED = b"\x1b@", b"\x1da\x0e"
ASK_DONE = b"\x1dr\x01"
_FEED = b"\x1bd\x06"
_CUTS = {"full": b"\x1dV\x00", "partial": b"\x1dV\x01", "none": b""}


def bands(image: Image.Image) -> Iterator[bytes]:
    """A picture of one bit a dot, in bands from the top: the first is on its way while the next is made."""
    row = -(-image.width // 8)
    whole = image
    if image.mode != "1" or image.width % 8:
        whole = Image.new("1", (row * 8, image.height), 1)
        whole.paste(image)
    rows = max(1, BAND_BYTES // row)
    for top in range(0, image.height, rows):
        high = min(rows, image.height - top)
        size = b"%c%c%c%c" % (row % 256, row // 256, high % 256, high // 256)
        # Its white dots are 1, the printer's black ones.
        dots = whole.crop((0, top, row * 8, top + high)).tobytes("raw", "1;I")
        yield b"\x1dv0\x00" + size + dots


def picture(image: Image.Image) -> bytes:
    """All bands of a picture."""
    return b"".join(bands(image))


def end(profile: Profile) -> bytes:
    """Feed the paper to the knife, and cut it where there is one."""
    return _FEED + _CUTS[profile.cut]


def reset(profile: Profile) -> bytes:
    """All settings anew. A printer that surely talks is asked to tell of paper, cover and errors by itself,
    also while its buffer is full and it hears no question."""
    return _RESET + (_TELL_UNASKED if profile.talks else b"")


def settle(profile: Profile, *, torn: bool) -> bytes:
    """What ends whatever broke off before: white for the rest of a band, which is passed over where there is
    none, and all settings anew. `torn`: a part of a paper is out, and is cut off."""
    return bytes(BAND_BYTES) + reset(profile) + (end(profile) if torn else b"")


def questions_behind(profile: Profile, mark: bytes) -> bytes:
    """What is answered when all before it is printed. `mark` are four printable signs."""
    marked = b"\x1d(H\x06\x0000" + mark if profile.confirms == "mark" else b""
    return marked + (ASK_DONE if profile.confirms != "never" else b"")
