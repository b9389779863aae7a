"""What keeps a SQLite store safe: whether it is whole, copies of it, and what a damaged one still tells."""
