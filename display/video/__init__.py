"""Silent videos beside few counters, decoded by a program of its own."""
