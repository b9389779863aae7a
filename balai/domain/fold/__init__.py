"""evolve, the fold (or reducer): what each event changes of the day."""
