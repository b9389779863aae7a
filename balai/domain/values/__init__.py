"""Values that change cheaply, and as JSON data. Pure; standard library only."""
