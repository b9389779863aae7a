"""A call on this wall, from the news to what the hub is told of it: announced, seen, heard."""
