"""Routes of visitors: their visits, bookings, codes and waits."""
