"""Upkeep of logs and of what is derived from them: archived, audited, rebuilt."""
