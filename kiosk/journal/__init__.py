"""What a kiosk has given out, on its own disk: kept before paper comes out, for when it is cut off."""
