"""What the kiosk knows of the hall and tells: what is offered, how long people wait, why there is no
number."""
