"""What the hub does by itself as time passes."""
