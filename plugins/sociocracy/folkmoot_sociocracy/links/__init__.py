"""How a circle gets into its roles: a proposal, and the circles that are asked about it one after the other."""
