"""What has to come out of the printer, what did, and what the hub is to know of it."""
