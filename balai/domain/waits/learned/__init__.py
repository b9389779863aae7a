"""What days of a hall have taught about time."""
