"""`balai kiosk test`: each part tried by itself. It says what it does, what to look at, and what to do when
that is not seen."""
