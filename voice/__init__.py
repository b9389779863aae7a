"""Speech: clips from the bank, the hub or an engine, joined to sentences ready to be played."""
