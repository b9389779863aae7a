"""Routes of what is said in the hall beside calls."""
