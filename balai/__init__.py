"""Balai: the queue of a public service hall."""

__version__ = "0.1.0"
