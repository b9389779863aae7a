"""A whole hall on one machine: starts the programs, plays visitors and staff, serves the start page."""
