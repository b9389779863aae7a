"""Routes of devices and of the hub's machine."""
