"""Giving numbers: whether a service still takes somebody, by booking or without, and what is told of it."""
