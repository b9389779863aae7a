"""Hubs and stores in tests, and who asks and hears them."""
