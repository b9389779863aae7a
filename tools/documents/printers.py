"""Write the table of printers that a kiosk knows by name: `python -m tools.documents.printers`."""

from __future__ import annotations

from pathlib import Path

from hardware.printers.escpos_text import columns
from hardware.printers.profiles import profiles

PAGE = Path(__file__).resolve().parents[2] / "docs" / "printers.md"
HEAD = """# Printers by name

What `model` under `[printer]` of a kiosk's file stands for, from the profiles of python-escpos and what is
known beside them. `python -m tools.documents.printers` writes this list. For a printer that is not on it
print `balai kiosk test printer`, take the width from the page (`width_dots`), and `generic-80` or
`generic-58` as its model. Paper of 80 mm has 576 dots on most printers, of 58 mm 384.

Whether a printer tells that a ticket is out: surely (it sends back a mark), in turn (it answers a question
behind the ticket), or never: then each ticket is marked as unsure. Own letters are how many stand on a line
with `mode = "text"`. A printer that says nothing behind a ticket is waited for as long as half its speed
takes (mm/s as its maker states it; 20 mm/s where that is not known).

| model | dots | dots/mm | mm/s | cut | tells that a ticket is out | own letters | draws QR itself |
|---|---|---|---|---|---|---|---|
"""
_TELLS = {"mark": "surely", "order": "in turn", "never": "never"}


def page() -> str:
    """The page as it is to be."""
    rows = [
        f"| `{name}` | {p.width_dots} | {p.dots_per_mm:g} | {p.mm_per_second or '?'} | {p.cut} "
        f"| {_TELLS[p.confirms]} | {columns(p)} "
        f"| {'yes' if p.native_qr else 'no'} |\n"
        for name, p in sorted(profiles().items())
    ]
    return HEAD + "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{len(profiles())} printers in {PAGE.name}")
