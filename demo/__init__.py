"""A whole hall on one machine."""
