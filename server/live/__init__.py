"""News as it happens: the Socket.IO namespace /hall, its rooms, heads and queue lengths."""
