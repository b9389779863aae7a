"""What the store keeps beside the log: accounts, devices, halls, announcements, estimates, leases."""
