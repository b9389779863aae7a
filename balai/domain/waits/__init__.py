"""How long people will wait: learned odds, a Monte Carlo of the real rule, and its correction."""
