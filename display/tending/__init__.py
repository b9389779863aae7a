"""What a display does beside showing: it minds its parts and tells the hub how it is."""
