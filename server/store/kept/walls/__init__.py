"""What walls show and say, kept beside the log, and which of them may say it."""
