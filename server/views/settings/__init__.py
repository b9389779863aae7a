"""What managers read of a hall's settings: a draft, what differs between versions, what will happen."""
