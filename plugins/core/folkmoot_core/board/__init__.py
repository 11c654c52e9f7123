"""The board: offers, requests and opportunities that end by themselves, replies, and the virtual places."""
