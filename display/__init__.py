"""The wall display and its voice."""
