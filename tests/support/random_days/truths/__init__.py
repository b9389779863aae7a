"""What holds on every random day, whatever was done."""
