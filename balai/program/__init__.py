"""What the long-running programs share: hub, kiosk, display and estimator live and end in the same way."""
