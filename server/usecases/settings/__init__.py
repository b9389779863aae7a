"""A hall's settings are changed: one shared draft, put in force as one change, and versions brought back."""
