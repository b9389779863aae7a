"""Text: as people write it, as files hold it, and cut into lines."""
