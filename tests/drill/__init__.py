"""Fire drill: what a hall keeps when its machine, disk, servers or clock fail, with real programs."""
