"""decide: what a command makes happen, or why it is refused."""
