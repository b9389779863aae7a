"""Text files as people have them: with a byte order mark, as UTF-16, or in an older code page."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from balai.words.said import say

_MARKS = (
    # UTF-32's little mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


_LINE_ENDS = re.compile("\r\n?|\n")
#: Spreadsheets and documents (zip, and as they were before 2007), pictures, PDF: renamed, or the wrong file.
_OTHER_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"{\\rtf")


class NotText(ValueError):
    """The file is no text that can be read for sure; `line` (from 1) is where, the words say how to save."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(words)
        self.line, self.words = line, words


def read_text(path: Path) -> str:
    """The file's text, its mark taken off. Raises OSError, or NotText.

    UTF-8 and UTF-16 are read. Older code pages (Windows-1252) are refused: which of them it is cannot be
    told, and a guess would put wrong letters on every wall.
    """
    return decoded(path.read_bytes())


def decoded(data: bytes) -> str:
    """The same of bytes."""
    if data.startswith(_OTHER_FILES):
        raise NotText(1, say("setting.other_file"))
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), _unmarked(data))
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        line = _lines_before(data[: fault.start].decode(encoding, "ignore")) + 1
        how = say("setting.how_to_save")
        if encoding != "utf-8":
            raise NotText(line, say("setting.half_text", encoding=encoding.upper(), how=how)) from fault
        likely = data[fault.start : fault.start + 1].decode("cp1252", "replace")
        shown = say("setting.likely_sign", sign=repr(likely)) if likely.isprintable() else ""
        byte = f"{data[fault.start]:#04x}"
        raise NotText(line, say("setting.no_utf8", byte=byte, likely=shown, how=how)) from fault


def _lines_before(text: str) -> int:
    """How many lines end in a text, with any line ends."""
    return len(_LINE_ENDS.findall(text))


def _unmarked(data: bytes) -> str:
    """UTF-16 without a mark has a zero in every second byte of plain letters."""
    start = data[:512]
    if start[1::2].count(0) > len(start) // 4:
        return "utf-16-le"
    return "utf-16-be" if start[::2].count(0) > len(start) // 4 else "utf-8"
