"""What a hall is: its configuration, its calendar, and when it is open. The lowest room of the core."""
