"""Random days: a hall's day under every command in any order, and what must hold on it always.

A day is a list of (step's name, seed). A mixin adds steps (`@step`, a method that takes a `Random`) and
truths (`@truth`, a method that asserts): one file for each area, put together in `machine`. Refusals
that a command may meet stand in the mixin's `REFUSALS`; any other exception, or an unknown code, fails.
"""
