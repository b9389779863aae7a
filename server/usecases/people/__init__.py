"""Accounts of staff, and their sessions."""
