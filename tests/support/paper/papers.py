"""Papers in every state that a visitor may hold, in both languages, with the longest names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image

from balai.domain.hall.config import TicketRules
from balai.words import LANGUAGES, Language
from kiosk.paper.papers import Paper, draw_paper
from kiosk.paper.sample import SAMPLE
from kiosk.paper.sheet import Letterhead
from kiosk.paper.slips.notice import Notice
from kiosk.paper.ticket_layout import Ticket
from kiosk.paper.voucher import Voucher

GOLDEN = Path(__file__).resolve().parents[2] / "integration" / "kiosk" / "golden" / "papers"
AT = datetime(2026, 4, 14, 10, 42, tzinfo=ZoneInfo("Asia/Makassar"))
USUAL = replace(
    SAMPLE, at=AT, counters=("2", "3"), expected=(AT + timedelta(minutes=20), AT + timedelta(minutes=45))
)
LONG = replace(
    USUAL,
    hall="Mal Pelayanan Publik Kecamatan Kota Bangun Darat",
    regency="Kabupaten Kutai Kartanegara, Provinsi Kalimantan Timur",
    agency="Kantor Pertanahan ATR/BPN Kabupaten Kutai Kartanegara",
    service="Pendaftaran Tanah Sistematis Lengkap dan Perpanjangan Hak Guna Bangunan",
    number="M-10238",
    ahead=12345,
    counters=tuple(str(n) for n in range(1, 13)),
)
RIGHT = Voucher(
    hall=USUAL.hall, regency=USUAL.regency, agency_letter="A", agency_shape="bulat", agency=USUAL.agency,
    service=USUAL.service, number="A-031", code="K7MP4XQR", valid_on=date(2026, 4, 15),
)  # fmt: skip
#: Of each language the words that stand on the slip of a dark button.
_WHY = {
    "id": ("Kuota hari ini habis", "Berikutnya Rabu, 15 April"),
    "en": ("Today's numbers are used up", "Next Wednesday, 15 April"),
}
PAGE = "https://balai.contoh.go.id"
_STATES: Mapping[str, Ticket | Voucher] = {
    "usual": USUAL,
    "nobody-knows-how-long": replace(USUAL, expected=None),
    "nobody-before": replace(USUAL, ahead=0),
    "may-not-be-reached": replace(USUAL, reach="doubtful", first_on=date(2026, 4, 15), chance=35),
    "keeps-its-place-over-night": replace(USUAL, good_over_night=True),
    "a-family": replace(USUAL, persons=4, then=("Kartu Keluarga", "KTP elektronik", "Pajak kendaraan")),
    "copy": replace(USUAL, copy=True, ahead=None, expected=None),
    "followed": replace(USUAL, code="K7MP4XQRA", page=PAGE),
    "in-both-languages": replace(USUAL, beside="en", persons=2, letters=True),
    "followed-here": replace(USUAL, code="K7MP4XQRA", letters=True),
    "followed-far": replace(
        LONG, code="K7MP4XQRA", page=f"{PAGE}/kecamatan/kota-bangun-darat/antrean", letters=True
    ),
    "own": replace(USUAL, own=True, ahead=None, expected=None, number="A-950"),
    "own-without-time": replace(USUAL, own=True, certain=False, ahead=None, expected=None, number="A-950"),
    "switched-off": replace(
        USUAL,
        agency="",
        agency_shape="",
        prints=TicketRules(*(False,) * 7, footer="Terima kasih telah antre"),
    ),
    "with-its-papers": replace(
        USUAL, requirements=("Kartu keluarga asli", "Surat keterangan lahir dari bidan")
    ),
    "long": LONG,
    "right": RIGHT,
    "right-without-a-day": replace(RIGHT, valid_on=None),
    "right-that-keeps-its-place": replace(RIGHT, keeps=True),
    "right-in-both-languages": replace(RIGHT, beside="en"),
    "right-that-keeps-its-place-in-both": replace(RIGHT, keeps=True, beside="en"),
    "right-copy": replace(RIGHT, copy=True),
    "right-long": replace(RIGHT, **{n: getattr(LONG, n) for n in ("hall", "regency", "agency", "service")}),
}


def _notice(language: Language) -> Notice:
    what, when = _WHY[language]
    head = {name: getattr(USUAL, name) for name in Letterhead.__dataclass_fields__}
    return Notice(**{**head, "number": ""}, what=what, when=when, at=AT, language=language)


#: Every state in each language, by name.
PAPERS: Mapping[str, Paper] = {
    f"{state}-{language}": replace(paper, language=language)
    for state, paper in _STATES.items()
    for language in LANGUAGES[:2]
} | {f"no-number-{language}": _notice(language) for language in LANGUAGES[:2]}
#: The widths whose pictures are kept: of 80 and of 58 mm.
WIDTHS = (576, 384)


def drawn(paper: Paper, width: int) -> Image.Image:
    """The picture that goes to the printer."""
    return draw_paper(paper, width)


def path_of(name: str, width: int) -> Path:
    """Where an approved picture is kept."""
    return GOLDEN / f"{name}-{width}.png"
