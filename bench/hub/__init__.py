"""What the hub is measured by: numbers, calls, news to many, memory."""
