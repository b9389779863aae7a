"""The machine under a hub: its clock and its store, what is well with it, and what a person is to mend."""
