"""What estimates and disciplines are measured by: simulated and municipal days."""
