"""Commands about one day: its bookings, what its log says, and a day that is taken back."""
