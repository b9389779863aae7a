"""Registers of a day beside its visits: bookings, stopped numbers, changes that wait, days taken back."""
