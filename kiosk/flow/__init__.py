"""What happens at a choice: a number, then paper. `ports` says what a front and a giver of numbers do."""
