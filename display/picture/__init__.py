"""The wall's view model: from what it knows of the hall to exactly what it shows. Pure."""
