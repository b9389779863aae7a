"""What people, clocks and managers do on a random day."""
