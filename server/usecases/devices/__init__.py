"""Devices: enrolment, state, thumbnails."""
