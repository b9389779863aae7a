"""Everything outside the process, behind ports: printers, buttons, lamps, sound, the hub's network."""
