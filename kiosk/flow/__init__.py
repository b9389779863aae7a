"""What happens at a press: a number from the hub, then paper."""
