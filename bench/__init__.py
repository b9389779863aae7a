"""Measures Balai against frozen reference programs: `make bench`."""
