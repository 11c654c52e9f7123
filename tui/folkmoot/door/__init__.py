"""The door: how a person gets from a terminal into the house, and how a house is founded."""
