"""A ticket of nobody's, to try fonts and printer with."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from kiosk.paper.ticket_layout import Ticket

SAMPLE = Ticket(
    hall="MPP Kecamatan Tenggarong",
    regency="Kabupaten Kutai Kartanegara",
    agency_letter="A",
    agency_shape="bulat",
    agency="Disdukcapil",
    service="Akta Kelahiran",
    number="A-038",
    ahead=3,
    counters=("2", "3"),
    at=datetime(2026, 4, 14, 10, 42, tzinfo=timezone(timedelta(hours=8), "WITA")),
)
