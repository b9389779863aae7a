"""A hall's day at accelerated time: two displays, twelve counters, a call each half a minute, and each fault
injected once an hour. What became of every call stands in the day's own log.

`python -m tests.support.wall_day --hours 10` plays 1,000 calls; the same seed plays the same day.
"""
