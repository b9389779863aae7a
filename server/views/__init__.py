"""What each audience may see of a day, whole or event by event. Pure."""
