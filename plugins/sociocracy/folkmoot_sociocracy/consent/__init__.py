"""How a circle decides: a proposal, rounds in which everyone is heard, objections that make it better."""
