"""The core: rules of a hall's day as plain objects. Standard library only, no I/O."""
