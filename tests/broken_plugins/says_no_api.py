"""Says nothing about the API it is written for."""
