"""What a writer keeps beside the head of a hall's log, and can make again from the log."""
