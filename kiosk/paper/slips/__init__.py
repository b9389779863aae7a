"""Slips that are no ticket: to be let in, what came of a code, why there is no number."""
