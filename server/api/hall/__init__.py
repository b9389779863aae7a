"""Routes of the hall: what it is, its file, its log, its devices."""
