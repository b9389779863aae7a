"""What devices alone ask, bring and are told."""
