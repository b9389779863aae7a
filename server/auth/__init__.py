"""Who is asking: accounts and sessions of staff, tokens of devices, and what each may do."""
