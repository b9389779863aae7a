"""The pages of a touch screen: what a visitor chooses, is asked and is told."""
