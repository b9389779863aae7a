"""What a day of the log comes to in figures, and many days together."""
