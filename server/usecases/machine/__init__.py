"""The machine under a hub: what is well with it, and what a person is to mend."""
