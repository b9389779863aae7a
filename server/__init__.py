"""The hub: the one place where a hall's day is decided and kept."""
