"""The hall's file: what a manager edits, read into the core's configuration and checked as a whole."""
