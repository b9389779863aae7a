"""Reports over many days of a hall's log."""
