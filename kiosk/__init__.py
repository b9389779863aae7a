"""The kiosk: buttons, a ticket printer, and what it does while the hub is away."""
