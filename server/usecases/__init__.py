"""What the hub does: each use case between the wire and the store."""
