"""Queue disciplines: who is called next, who stands before whom, and why."""
