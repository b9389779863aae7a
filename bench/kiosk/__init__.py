"""Rows on the kiosk: from the press to the printer's first byte, with the hub there and in every way away."""
