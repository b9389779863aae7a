"""`balai practice`: a training hall beside a hall, opened by its hub and ended with it."""
