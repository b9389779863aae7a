"""Reference programs that the hub is measured against. FROZEN: changing one moves every target."""
