"""evolve: what each event changes of the day."""
