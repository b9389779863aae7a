"""What people ask of the open day: numbers, visits, counters, bookings, rights, corrections."""
