"""What managers keep, on the wire: accounts, devices, bookings, the trail, changes of the hall's file."""
