"""Kiosks through a bad day: `make campaign` presses and breaks everything around them, then counts."""
