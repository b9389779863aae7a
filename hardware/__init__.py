"""The parts that touch the world: pins, printers, sound and the network, each behind a Protocol."""
