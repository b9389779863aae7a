"""Buttons and lamps on GPIO pins."""
