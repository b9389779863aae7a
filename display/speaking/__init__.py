"""Announcements: what is said, in which order, how often, how loud."""
