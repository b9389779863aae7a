"""What is said in the hall: free announcements, recordings, the clips of names, and what was heard."""
