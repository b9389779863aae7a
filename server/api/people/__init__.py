"""Routes of people: their sessions, their accounts, and who did what."""
