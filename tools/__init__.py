"""Programs for those who work on Balai; none of them is installed with it."""
