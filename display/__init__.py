"""The wall display: what is called, where to go, and the voice that says so."""
