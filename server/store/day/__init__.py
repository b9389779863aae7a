"""A day's log in the store: the writer, the entries, and what is derived from them."""
