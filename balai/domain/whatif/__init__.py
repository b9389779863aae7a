"""What would have been under other rules: days that were, played again by the same decisions."""
