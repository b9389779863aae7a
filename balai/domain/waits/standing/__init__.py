"""From the day as the log has it to the scene that a Monte Carlo plays on."""
